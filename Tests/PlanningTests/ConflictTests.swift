import Hosting
import Items
import Testing

@testable import Planning

/// What becomes of an item in whose place something else stands, by what the person wants.
@Suite struct ConflictTests {
    private func plan(
        _ conflicts: ConflictPolicy, there names: [String], most: UInt64? = nil, exported: [String] = ["a.txt"]
    ) throws -> Plan {
        var inventory = Inventory(entryCounts: [exported.count])
        for (index, name) in exported.enumerated() {
            let entry = EntryReference(part: 0, entry: Int32(index))
            inventory.add(Item(fileAt: "d/\(name)", from: entry, byteCount: 3, checksum: UInt32(index)))
            inventory.ledger.record(.imported, of: entry)
        }
        inventory.settle(fingerprints: [:]) { _ in "" }
        inventory.assignNames(known: [:])
        var snapshot = HostSnapshot()
        let resources = names.map {
            StoredResource(href: Href(collection: "d", name: $0), etag: ETag("there"), byteCount: 9)
        }
        snapshot.add(resources, at: HostSnapshot.Address(.files, "d"))
        let host = HostState(
            profile: HostProfile(name: "h", url: "folder:h"), services: [.files], availableBytes: nil,
            snapshot: snapshot,
            capabilities: [.files: Capabilities(concurrentChanges: 1, maximumResourceSize: most)])
        let planner = Planner(
            inventory, hosts: [host], policy: PlacementPolicy(), memory: PlanMemory(), partIdentities: ["p"],
            conflicts: conflicts)
        return planner.plan(answers: ContentAnswers(), sources: [], inputs: "")
    }

    @Test func keepLeavesItAlone() throws {
        let change = try #require(try plan(.keep, there: ["a.txt"]).changes.first)
        #expect(change.action == .conflict)
    }

    @Test func replaceUpdatesOnlyWhatWasSeen() throws {
        let change = try #require(try plan(.replace, there: ["a.txt"]).changes.first)
        #expect(change.action == .update)
        #expect(change.etag == ETag("there"))
    }

    @Test(arguments: [
        (ConflictPolicy.replace, Change.Action.skip), (.both, .skip), (.keep, .conflict),
    ])
    func whatTheHostDoesNotTakeIsNotSentThere(_ conflicts: ConflictPolicy, _ action: Change.Action) throws {
        #expect(try plan(conflicts, there: ["a.txt"], most: 2).changes.map(\.action) == [action])
    }

    @Test func bothTakesTheFirstFreeNumber() throws {
        let plan = try plan(.both, there: ["a.txt", "a (2).txt"])
        let change = try #require(plan.changes.first)
        #expect(change.action == .create)
        #expect(plan.href(of: change) == Href(collection: "d", name: "a (3).txt"))
    }
    @Test func bothLeavesOtherFilesOfTheExportTheirNames() throws {
        let plan = try plan(.both, there: ["a.txt"], exported: ["a.txt", "A (2).txt"])
        #expect(Set(plan.changes.map { plan.href(of: $0).name }) == ["a (3).txt", "A (2).txt"])
    }
}
