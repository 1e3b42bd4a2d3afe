import Hosting
import Items
import Testing

@testable import Planning
@testable import Reporting

@Suite struct ExposureTests {
    private func plan(_ profiles: [HostProfile], copies: Int = 1) -> Plan {
        var inventory = Inventory(entryCounts: [9])
        for number in 0..<9 {
            let source = EntryReference(part: 0, entry: Int32(number))
            inventory.add(Item(fileAt: "Drive/\(number)/x", from: source, byteCount: 100, checksum: 1))
            inventory.ledger.record(.kept, of: source)
        }
        inventory.settle(fingerprints: [:]) { "\($0.entry)" }
        inventory.assignNames(known: [:])
        let hosts = profiles.map {
            HostState(
                profile: $0, services: Set(StoreService.allCases), availableBytes: nil, snapshot: HostSnapshot())
        }
        var policy = PlacementPolicy(copies: copies)
        policy.distinct = [.host]
        return Planner(inventory, hosts: hosts, policy: policy, memory: PlanMemory(), partIdentities: ["p"])
            .plan(answers: ContentAnswers(), sources: [], inputs: "")
    }

    private func host(_ name: String, _ organisation: String, room: String, weight: Double = 1) -> HostProfile {
        HostProfile(
            name: name, url: "folder:/\(name)", organisation: organisation, tags: ["machine-room": room],
            weight: weight)
    }

    @Test func anOrganisationKnowsEachThingOnce() {
        let exposure = Exposure(plan([host("a", "one", room: "x"), host("b", "one", room: "x")], copies: 2))
        #expect(exposure.hosts.map(\.bytes) == [900, 900])
        #expect(exposure.organisations.map(\.bytes) == [900])
        #expect(exposure.organisations.map(\.part) == [1])
        #expect(exposure.organisations.map(\.knowledge) == [["9 files"]])
    }

    @Test func theEffectiveNumberOfHostsIsOneThroughTheSumOfSquaredShares() {
        let exposure = Exposure(plan([host("a", "one", room: "x", weight: 2), host("b", "two", room: "y")]))
        #expect(exposure.hosts.map(\.bytes) == [600, 300])
        #expect(abs(exposure.effectiveHosts - 1.8) < 1e-9)
    }

    @Test func organisationsInOneMachineRoomAreNamed() {
        let hosts = [host("a", "one", room: "x"), host("b", "two", room: "x"), host("c", "two", room: "y")]
        let exposure = Exposure(plan(hosts))
        #expect(
            exposure.shared == [
                Exposure.Shared(attribute: "machine-room", value: "x", hosts: ["a", "b"], organisations: 2)
            ])
        let text = ExposureText(exposure: exposure, invariants: [], paint: Paint(isOn: false)).lines()
        #expect(text.contains("  2 organisations but 1 machine room: x (a, b)"))
    }
}
