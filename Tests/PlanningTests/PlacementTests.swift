import Hosting
import Items
import Testing

@testable import Planning

@Suite struct PlacementTests {
    private let hosts = [host("a"), host("b"), host("c")]

    private func units(_ count: Int, bytes: UInt64 = 10) -> [PlacementUnit] {
        (0..<count).map {
            PlacementUnit(id: "folder/\($0)", service: .files, byteCount: bytes, itemCount: 1)
        }
    }

    /// The names of the hosts of each unit.
    private func placed(
        _ units: [PlacementUnit], on hosts: [HostState], copies: Int = 1, earlier: [String: [String]] = [:]
    ) -> (places: [String: Set<String>], findings: [Finding]) {
        let arrangement = Placement.place(
            units, on: hosts, policy: PlacementPolicy(copies: copies), earlier: EarlierPlaces(places: earlier))
        #expect(arrangement.defects.isEmpty)
        let places = arrangement.units.map { ($0.id, Set($0.hosts.map { hosts[Int($0)].profile.name })) }
        return (Dictionary(uniqueKeysWithValues: places), arrangement.findings)
    }

    @Test func theOrderOfUnitsAndHostsDoesNotMatter() {
        let units = units(200)
        let first = placed(units, on: hosts, copies: 2).places
        #expect(placed(units.reversed(), on: hosts.reversed(), copies: 2).places == first)
        #expect(placed(units, on: hosts, copies: 2).places == first)
    }

    @Test func everyUnitHasItsCopiesOnDistinctHosts() {
        let result = placed(units(300), on: hosts, copies: 2)
        #expect(result.places.values.allSatisfy { $0.count == 2 })
        #expect(result.findings.isEmpty)
    }

    @Test func sharesFollowTheWeights() {
        let weighted = [host("a", weight: 1), host("b", weight: 2), host("c", weight: 5)]
        let places = placed(units(5000), on: weighted).places.values
        for (name, share) in [("a", 0.125), ("b", 0.25), ("c", 0.625)] {
            let found = Double(places.count { $0 == [name] }) / 5000
            #expect(abs(found - share) < 0.03, "\(name) has \(found)")
        }
    }

    @Test func aNewHostTakesFromTheOthersAndNothingElseMoves() {
        let units = units(2000)
        let before = placed(units, on: hosts).places.mapValues(Array.init)
        let after = Placement.rebalance(
            units, on: hosts + [host("d")], policy: PlacementPolicy(), current: EarlierPlaces(places: before))
        #expect(after.moves.allSatisfy { $0.to == "d" })
        // A quarter, less the twentieth by which it may be off.
        #expect(after.moves.count == 475)
    }

    @Test func aHostThatIsDrainedGivesOnlyItsOwn() {
        let units = units(2000)
        let before = placed(units, on: hosts).places.mapValues(Array.init)
        let after = Placement.drain(
            "c", of: units, on: hosts, policy: PlacementPolicy(), current: EarlierPlaces(places: before))
        #expect(after.moves.count == before.values.count { $0 == ["c"] })
        #expect(after.moves.allSatisfy { $0.from == "c" && $0.to != "c" })
    }

    @Test func whatIsPlacedStays() {
        let units = units(300)
        let earlier = placed(units, on: hosts).places.mapValues(Array.init)
        let after = placed(units, on: hosts + [host("d", weight: 100)], earlier: earlier).places
        #expect(after.mapValues(Array.init) == earlier)
    }

    @Test func moreCopiesAreAddedToThoseThatAreThere() {
        let units = units(100)
        let one = placed(units, on: hosts).places
        let two = placed(units, on: hosts, copies: 2, earlier: one.mapValues(Array.init)).places
        #expect(units.allSatisfy { two[$0.id]?.count == 2 && two[$0.id]?.isSuperset(of: one[$0.id] ?? []) == true })
    }

    @Test func aUnitOfAHostThatIsGoneIsPlacedAgain() {
        let result = placed(
            units(50), on: hosts, earlier: Dictionary(uniqueKeysWithValues: units(50).map { ($0.id, ["z"]) }))
        #expect(result.places.values.allSatisfy { $0.count == 1 && !$0.contains("z") })
    }

    @Test func noHostGetsMoreThanItsRoom() {
        let small = [host("a", room: 100), host("b", room: 250), host("c")]
        let places = placed(units(60), on: small).places.values
        #expect(places.count { $0 == ["a"] } <= 10)
        #expect(places.count { $0 == ["b"] } <= 25)
        #expect(places.allSatisfy { !$0.isEmpty })
    }

    @Test func whatNoHostHasRoomForIsAFinding() {
        let result = placed(units(3), on: [host("a", room: 10), host("b", room: 10)])
        #expect(result.places.values.count { $0.isEmpty } == 1)
        #expect(result.findings.map(\.code) == ["no-room"])
        #expect(result.findings.map(\.severity) == [.error])
        #expect(result.findings.map(\.detail) == ["10 bytes are lacking"])
    }

    @Test func tooFewHostsForTheCopiesIsAFinding() {
        let result = placed(units(1), on: [host("a")], copies: 2)
        #expect(result.places["folder/0"] == ["a"])
        #expect(result.findings.map(\.code) == ["policy-impossible"])
        #expect(
            result.findings.map(\.message) == [
                "2 copies at distinct hosts need 2 hosts, and 1 may take them: add 1, or set copies = 1."
            ])
    }

    @Test func aHostWithoutTheServiceGetsNoUnitOfIt() {
        let filesOnly = HostState(
            profile: HostProfile(name: "files", url: "folder:/f"), services: [.files], availableBytes: nil,
            snapshot: nil)
        let inventory = inventory(of: [event("u")])
        let plan = plan(inventory, at: [filesOnly])
        #expect(plan.changes.map(\.action) == [.skip])
        #expect(plan.findings.map(\.code) == ["no-room"])
    }

    @Test func aRouteSendsOneKindElsewhere() {
        let items = (0..<20).map { event("\($0)", in: "cal \($0)", from: $0) } + [file("f/a", from: 20)]
        let policy = PlacementPolicy(routes: [PlacementPolicy.Route(kinds: [.event], hosts: ["b"])])
        let places = plan(inventory(of: items), at: hosts, policy: policy).places
        #expect(places.filter { $0.key.hasPrefix("cal") }.allSatisfy { $0.value == ["b"] })
    }

    @Test func aCollectionStaysTogether() {
        let items = (0..<200).map { event("\($0)", in: "cal \($0 % 4)", from: $0) }
        let plan = plan(inventory(of: items), at: hosts)
        for number in 0..<4 {
            let hosts = plan.places.filter { $0.key.hasPrefix("cal \(number)/") }.values
            #expect(Set(hosts).count == 1 && hosts.count == 50)
        }
    }

    @Test func foldersAreCutAtTheDepthOfThePolicy() {
        let items = ["Drive/a/x/1", "Drive/a/y/2", "Drive/b/3", "Drive/4", "5"].enumerated().map { file($1, from: $0) }
        let shallow = plan(inventory(of: items), at: hosts, policy: PlacementPolicy(folderDepth: 1))
        #expect(Set(shallow.units.map(\.id)) == ["folder/", "folder/Drive"])
        let deep = plan(inventory(of: items), at: hosts, policy: PlacementPolicy(folderDepth: 2))
        #expect(Set(deep.units.map(\.id)) == ["folder/", "folder/Drive", "folder/Drive/a", "folder/Drive/b"])
    }
}
