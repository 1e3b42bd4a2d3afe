import Hosting
import Items
import TestKit
import Testing

@testable import Planning

/// What a policy asks, and what is said where it cannot be had.
@Suite struct PlacementPolicyTests {
    private func place(_ sizes: [UInt64], on hosts: [HostState], _ policy: PlacementPolicy) -> Arrangement {
        let units = sizes.enumerated().map {
            PlacementUnit(id: "folder/\($0)", service: .files, byteCount: $1, itemCount: 1)
        }
        let arrangement = Placement.place(units, on: hosts, policy: policy)
        #expect(arrangement.defects.isEmpty)
        return arrangement
    }

    private func policy(_ change: (inout PlacementPolicy) -> Void) -> PlacementPolicy {
        var policy = PlacementPolicy()
        change(&policy)
        return policy
    }

    private let pair = [
        SpreadCase.host("a", organisation: "one", country: "FR"),
        SpreadCase.host("b", organisation: "one", country: "FR"),
    ]

    @Test func copiesGoToDistinctOrganisationsUnlessToldOtherwise() {
        let refused = place([1], on: pair, policy { $0.copies = 2 })
        #expect(refused.refusals == [.tooFew(.organisation, needed: 2, available: 1, units: ["folder/0"])])
        #expect(refused.findings.map(\.code) == ["policy-impossible"])
        let allowed = place(
            [1], on: pair,
            policy {
                $0.copies = 2
                $0.distinct = [.host]
            })
        #expect(allowed.refusals.isEmpty && allowed.units[0].hosts == [0, 1])
    }

    @Test func fewerCopiesThanWantedWillDoDownToTheLeast() {
        let arrangement = place(
            [1, 2], on: pair,
            policy {
                $0.copies = 2
                $0.minimumCopies = 1
            })
        #expect(arrangement.units.map(\.hosts.count) == [1, 1])
        #expect(arrangement.findings.map(\.code) == ["fewer-copies"])
        #expect(arrangement.findings.map(\.severity) == [.warning])
    }

    @Test func theLeastWhileAUnitMovesIsNoMoreThanItsCopies() {
        var route = PlacementPolicy.Route(kinds: [.file], hosts: ["a", "b"])
        route.copies = 1
        var policy = PlacementPolicy(copies: 3, routes: [route])
        func least(_ kind: ItemKind) -> Int {
            policy.leastCopies(of: StoredUnit(id: "u", kind: kind, byteCount: 1, itemCount: 1))
        }
        #expect(least(.event) == 1)
        policy.minimumCopies = 2
        #expect(least(.event) == 2 && least(.file) == 1)
    }

    @Test func aShareThatCannotBeKeptSaysWhatWouldDo() throws {
        let hosts = (0..<4).map { SpreadCase.host("h\($0)") }
        let arrangement = place(
            Array(repeating: 10, count: 100), on: hosts,
            policy {
                $0.copies = 2
                $0.maximumShares = [.organisation: 0.4]
            })
        #expect(
            arrangement.refusals == [
                .share(.organisation, share: 0.4, moreHosts: 1, needed: 0.5, largestUnit: nil)
            ])
        #expect(
            arrangement.findings.map(\.message) == [
                "max-share = 0.4 for each organisation cannot be kept: it needs 1 more host of another organisation, "
                    + "or max-share = 0.5."
            ])
    }

    @Test func aUnitLargerThanTheShareIsNamed() {
        let arrangement = place(
            [60, 20, 20], on: (0..<3).map { SpreadCase.host("h\($0)") }, policy { $0.maximumShares = [.host: 0.5] })
        #expect(
            arrangement.refusals == [.share(.host, share: 0.5, moreHosts: nil, needed: 0.6, largestUnit: "folder/0")])
    }

    @Test func hostsOutsideTheCountriesAreNotUsed() {
        let hosts = [SpreadCase.host("a", country: "FR"), SpreadCase.host("b", country: "US"), SpreadCase.host("c")]
        let arrangement = place([1, 1, 1], on: hosts, policy { $0.allowedCountries = ["fr"] })
        #expect(arrangement.units.allSatisfy { $0.hosts == [0] })
        let refused = place([1], on: Array(hosts.dropFirst()), policy { $0.allowedCountries = ["FR"] })
        #expect(refused.findings.map(\.code) == ["policy-impossible"])
    }

    @Test func theReserveStaysFree() {
        let hosts = [SpreadCase.host("a", room: 100, reserve: 40)]
        #expect(place([60], on: hosts, PlacementPolicy()).refusals.isEmpty)
        #expect(place([61], on: hosts, PlacementPolicy()).refusals == [.room(missing: 1)])
    }

    @Test(arguments: [HostProfile.Standing.sticky, .closing])
    func aHostThatIsNotOpenKeepsWhatItHasAndGetsNothingNew(_ standing: HostProfile.Standing) {
        let hosts = [SpreadCase.host("a", standing: standing), SpreadCase.host("b")]
        let units = (0..<10).map { PlacementUnit(id: "folder/\($0)", service: .files, byteCount: 5, itemCount: 1) }
        let arrangement = Placement.place(
            units, on: hosts, policy: PlacementPolicy(), earlier: EarlierPlaces(places: ["folder/3": ["a"]]))
        #expect(arrangement.units.filter { $0.hosts == [0] }.map(\.id) == ["folder/3"])
        let rebalanced = Placement.rebalance(
            units, on: hosts, policy: PlacementPolicy(),
            current: EarlierPlaces(places: Dictionary(uniqueKeysWithValues: units.map { ($0.id, ["a"]) })))
        #expect(rebalanced.moves.count == (standing == .closing ? 10 : 0))
    }

    @Test func noMoreMovesThanIsAllowed() {
        let units = (0..<100).map { PlacementUnit(id: "folder/\($0)", service: .files, byteCount: 5, itemCount: 1) }
        let current = EarlierPlaces(places: Dictionary(uniqueKeysWithValues: units.map { ($0.id, ["a"]) }))
        for standing in [HostProfile.Standing.open, .closing] {
            let hosts = [SpreadCase.host("a", standing: standing), SpreadCase.host("b")]
            let arrangement = Placement.rebalance(
                units, on: hosts, policy: PlacementPolicy(), current: current, maximumMove: 52)
            #expect(arrangement.moves.reduce(0) { $0 + $1.byteCount } == 50)
        }
    }

    @Test func routesLookAtPathsAndDates() {
        var old = PlacementPolicy.Route(hosts: ["b"])
        old.before = 2015
        var films = PlacementPolicy.Route(hosts: ["c"])
        films.path = PathPattern("Drive/Films")
        let policy = PlacementPolicy(routes: [films, old])
        let items = [
            Item(fileAt: "Drive/x/1", from: entry(0), byteCount: 1, checksum: 1, modified: 1_420_070_399),
            Item(fileAt: "Drive/Films/a/2", from: entry(1), byteCount: 1, checksum: 1, modified: 0),
            Item(fileAt: "Drive/x/3", from: entry(2), byteCount: 1, checksum: 1, modified: 1_420_070_400),
        ]
        let places = plan(inventory(of: items), at: ["a", "b", "c"].map { host($0) }, policy: policy)
        #expect(places.places["Drive/x/1"] == ["b"])
        #expect(places.places["Drive/Films/a/2"] == ["c"])
        #expect(
            Set(places.units.map(\.id)) == [
                "folder/Drive/x", "folder/Drive/x#before=2015", "folder/Drive/Films#path=Drive/Films",
            ])
    }

    @Test func aPhotoItsVideoAndItsSidecarStayTogether() {
        let names = (0..<60).flatMap {
            ["IMG_\($0).HEIC", "IMG_\($0).MOV", "IMG_\($0).HEIC.supplemental-metadata.json"]
        }
        let items = names.enumerated().map { file("Drive/Photos/\($1)", from: $0) }
        let split = PlacementPolicy.Split(collection: PathPattern("Drive/Photos"), way: .parts(7))
        let plan = plan(inventory(of: items), at: [host("a")], policy: policy { $0.splits = [split] })
        let units = Dictionary(grouping: plan.items) { $0.name.prefix { $0 != "." } }.mapValues { Set($0.map(\.unit)) }
        #expect(units.count == 60 && units.values.allSatisfy { $0.count == 1 })
        #expect(Set(units.values.joined()).count == 7)
    }

    @Test func aHugeUnitIsSplitByItsRule() {
        let items = (0..<40).map { file("Drive/Films/\($0 % 4)/\($0)", from: $0) }
        func units(_ way: PlacementPolicy.Split.Way) -> Int {
            plan(
                inventory(of: items), at: [host("a")],
                policy: policy { $0.splits = [.init(collection: PathPattern("Drive/F*"), way: way)] }
            ).units.count
        }
        #expect(units(.depth(3)) == 4)
        #expect((4...5).contains(units(.parts(5))))
        #expect(units(.year) == 1)
    }

    @Test(arguments: [
        ("Drive/Photos", "Drive/Photos/2014/a.jpg", true), ("Drive/Photos", "Drive/Photos2/a", false),
        ("Drive/*/x", "Drive/a/x", true), ("Drive/*/x", "Drive/a/b/x", false), ("**/x", "a/b/x", true),
        ("a?c", "aéc", true), ("a?c", "a/c", false), ("**b*", "aab/c", true), ("a**c/*d", "abc/xcd", true),
        ("*", "", true), ("a*b*c", "a/b/c", false), ("Drive/", "Drive/x", true),
    ])
    func aPatternCoversWhatItSays(_ pattern: String, _ path: String, _ covers: Bool) {
        #expect(PathPattern(pattern).covers(path) == covers)
    }

    @Test func aPatternFullOfStarsIsMatchedInNoTime() {
        let text = String(repeating: "a", count: 20_000)
        #expect(!PathPattern(String(repeating: "*a", count: 12) + "b").matches(text))
    }

    @Test(arguments: [(0, 1970), (-1, 1969), (1_420_070_399, 2014), (951_868_799, 2000), (4_102_444_800, 2100)])
    func theYearIsThatOfTheCalendar(_ seconds: Int64, _ year: Int) {
        #expect(CivilYear.of(seconds) == year)
    }
}
