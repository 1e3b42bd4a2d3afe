import Hosting
import Items
import Testing

@testable import Planning

/// What hosts say of themselves beforehand is in the plan, and not found out when it is carried out.
@Suite struct HostRulesTests {
    private static let rules = NameRules(
        names: [".htaccess"], basenames: ["con"], endings: [".part", " "], characters: ["#", "_"], composes: true)

    @Test(arguments: [
        ("plain.txt", "plain.txt"), ("a#b.txt", "a-b.txt"), ("x.part", "x.part-"), ("end ", "end -"),
        ("CON.txt", "CON-.txt"), (".htaccess", ".htaccess-"), ("cafe\u{301}", "caf\u{E9}"),
    ])
    func theNearestNameIsTaken(_ name: String, _ expected: String) {
        let adapted = Self.rules.adapted(name)
        #expect(ExactText(adapted) == ExactText(expected))
        #expect(Self.rules.problem(with: adapted) == nil)
        #expect(NameRules().adapted(name).utf8.elementsEqual(name.utf8))
    }

    @Test func theRulesOfAllHostsHold() {
        let both = NameRules(characters: ["#"]).union(NameRules(endings: [".part"], composes: true))
        #expect(both.adapted("a#e\u{301}.part").utf8.elementsEqual("a_\u{E9}.part_".utf8))
    }

    @Test func namesAreGivenByTheRulesOfTheHosts() {
        let names = ["d#/a#.txt", "d#/b.txt", "d_/a_.txt", "e\u{301}"]
        var inventory = inventory(of: [])
        inventory = Inventory(entryCounts: [names.count])
        for (number, name) in names.enumerated() {
            inventory.ledger.record(.imported, of: entry(number))
            inventory.add(file(name, size: UInt64(number + 1), from: number))
        }
        inventory.settle(fingerprints: [:]) { _ in "" }
        inventory.assignNames(known: [:], rules: NameRules(characters: ["#"], composes: true))
        let paths = inventory.items.map { inventory.collections[Int($0.collection)].path + "/" + $0.name }
        #expect(Set(paths.map(ExactText.init)).count == names.count)
        #expect(paths.allSatisfy { !$0.contains("#") && !$0.unicodeScalars.contains("\u{301}") })
        #expect(inventory.findings.contains { $0.code == "renamed" && $0.detail == "becomes \u{E9}" })
    }

    private func limited(_ service: StoreService, _ capabilities: Capabilities, there: Int = 0) -> HostState {
        var snapshot = HostSnapshot()
        for number in 0..<there {
            snapshot.add(StoredCollection(path: "there-\(number)", displayName: nil), of: service)
        }
        return HostState(
            profile: HostProfile(name: "small", url: "folder:/small"), services: Set(StoreService.allCases),
            availableBytes: nil, snapshot: snapshot, capabilities: [service: capabilities])
    }

    @Test func whatIsTooLargeForAHostIsSaidBefore() {
        let host = limited(.files, Capabilities(concurrentChanges: 1, maximumResourceSize: 10))
        let plan = plan(inventory(of: [file("a", size: 10, from: 0), file("b", size: 11, from: 1)]), at: [host])
        #expect(plan.changes.map(\.action) == [.create, .skip])
        #expect(plan.changes[1].host == 0)
        #expect(plan.changes[1].reason?.contains("at most 10") == true)
    }

    @Test func aKeptNameThatAHostDoesNotTakeIsSaidBefore() {
        let host = limited(
            .files, Capabilities(concurrentChanges: 1, nameRules: NameRules(characters: ["#"])))
        let key = ItemKey(kind: .file, collection: "", identity: "a#")
        let known = [key: KnownName(kind: .file, collection: "", name: "a#")]
        let plan = plan(inventory(of: [file("a#")], known: known), at: [host])
        #expect(plan.changes.map(\.action) == [.skip])
    }

    @Test(arguments: [(3, 2, [String]()), (11, 2, ["collections-an-hour"]), (3, 28, ["too-many-collections"])])
    func tooManyCollectionsAreSaidBefore(_ new: Int, _ there: Int, _ codes: [String]) {
        let host = limited(
            .calendars,
            Capabilities(concurrentChanges: 1, collectionLimits: CollectionLimits(anHour: 10, inAll: 30)), there: there)
        let events = (0..<new).map { event("uid\($0)", in: "calendar \($0)", from: $0) }
        let plan = plan(inventory(of: events), at: [host])
        #expect(plan.findings.map(\.code).filter { $0.contains("collections") } == codes)
    }

    @Test func aCalendarHasThePathTheHostGivesIt() {
        var snapshot = HostSnapshot()
        snapshot.add(newPath: "zoe-1", of: HostSnapshot.Address(.calendars, "zoe@example.org"))
        let plan = plan(inventory(of: [event("u", in: "zoe@example.org")]), at: [host("a", snapshot: snapshot)])
        #expect(plan.href(of: plan.changes[0]).path == "zoe-1/u.ics")
    }
}
