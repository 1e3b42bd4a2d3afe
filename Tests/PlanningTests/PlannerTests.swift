import Foundation
import Hosting
import Items
import Testing

@testable import Planning

/// What the planner knows of one place at one host, and what it must make of it.
struct PlannerCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var isFile = true
    /// What lies at the host: ETag, size, content; nil for nothing.
    var there: (etag: String, size: UInt64, content: String?)?
    /// Its name and UID where they are not the item's.
    var name: String?
    var uid: String? = "u"
    /// What the catalogue remembers: ETag, content, and whether of a source that is unchanged.
    var remembered: (etag: String, content: String, isSourceSame: Bool)?
    var isIntended = false
    /// What reading found.
    var entryContent: String?
    var resourceContent: String?
    let asks: (entries: Int, resources: Int)
    let action: Change.Action
    var isAdopted = false

    static let all: [PlannerCase] = [
        // A file of 10 bytes saying "new".
        PlannerCase(testDescription: "file: nothing there", asks: (0, 0), action: .create),
        PlannerCase(
            testDescription: "file: as this tool left it, source unchanged", there: ("1", 10, nil),
            remembered: ("1", "new", true), asks: (0, 0), action: .unchanged),
        PlannerCase(
            testDescription: "file: foreign and equal", there: ("1", 10, nil), entryContent: "new",
            resourceContent: "new", asks: (1, 1), action: .unchanged, isAdopted: true),
        PlannerCase(
            testDescription: "file: foreign and different", there: ("1", 10, nil), entryContent: "new",
            resourceContent: "theirs", asks: (1, 1), action: .conflict),
        PlannerCase(
            testDescription: "file: foreign of another size", there: ("1", 11, nil), asks: (0, 0), action: .conflict),
        PlannerCase(
            testDescription: "file: ours, source changed, content equal", there: ("1", 10, nil),
            remembered: ("1", "new", false), entryContent: "new", asks: (1, 0), action: .unchanged),
        PlannerCase(
            testDescription: "file: ours, source changed", there: ("1", 10, nil), remembered: ("1", "old", false),
            entryContent: "new", asks: (1, 0), action: .update),
        PlannerCase(
            testDescription: "file: ours, source grew", there: ("1", 9, nil), remembered: ("1", "old", false),
            asks: (0, 0), action: .update),
        PlannerCase(
            testDescription: "file: touched but still ours, source changed", there: ("2", 10, nil),
            remembered: ("1", "old", false), entryContent: "new", resourceContent: "old", asks: (1, 1), action: .update),
        PlannerCase(
            testDescription: "file: touched but equal", there: ("2", 10, nil), remembered: ("1", "new", true),
            entryContent: "new", resourceContent: "new", asks: (1, 1), action: .unchanged, isAdopted: true),
        PlannerCase(
            testDescription: "file: changed by somebody", there: ("2", 10, nil), remembered: ("1", "new", true),
            entryContent: "new", resourceContent: "theirs", asks: (1, 1), action: .conflict),
        PlannerCase(
            testDescription: "file: torn by a run that was killed", there: ("1", 3, nil), isIntended: true,
            asks: (0, 0), action: .update),
        PlannerCase(
            testDescription: "file: whole from a run that was killed", there: ("1", 10, nil), isIntended: true,
            entryContent: "new", resourceContent: "new", asks: (1, 1), action: .unchanged, isAdopted: true),
        PlannerCase(
            testDescription: "file: cannot be compared", there: ("1", 10, nil), entryContent: "new", asks: (1, 1),
            action: .conflict),

        // An event with the UID u saying "new".
        PlannerCase(testDescription: "event: nothing there", isFile: false, asks: (0, 0), action: .create),
        PlannerCase(
            testDescription: "event: foreign and equal", isFile: false, there: ("1", 50, "new"), asks: (0, 0),
            action: .unchanged, isAdopted: true),
        PlannerCase(
            testDescription: "event: foreign and equal under another name", isFile: false, there: ("1", 50, "new"),
            name: "x.ics", asks: (0, 0), action: .unchanged, isAdopted: true),
        PlannerCase(
            testDescription: "event: foreign and different", isFile: false, there: ("1", 50, "theirs"), asks: (0, 0),
            action: .conflict),
        PlannerCase(
            testDescription: "event: as this tool left it", isFile: false, there: ("1", 50, "new"),
            remembered: ("1", "new", true), asks: (0, 0), action: .unchanged),
        PlannerCase(
            testDescription: "event: ours in an older state", isFile: false, there: ("1", 50, "old"),
            remembered: ("1", "old", true), asks: (0, 0), action: .update),
        PlannerCase(
            testDescription: "event: ours in an older state under another name", isFile: false,
            there: ("1", 50, "old"), name: "x.ics", remembered: ("1", "old", true), asks: (0, 0), action: .update),
        PlannerCase(
            testDescription: "event: touched but still ours", isFile: false, there: ("2", 50, "old"),
            remembered: ("1", "old", true), asks: (0, 0), action: .update),
        PlannerCase(
            testDescription: "event: changed by somebody", isFile: false, there: ("2", 50, "theirs"),
            remembered: ("1", "old", true), asks: (0, 0), action: .conflict),
        PlannerCase(
            testDescription: "event: torn by a run that was killed", isFile: false, there: ("1", 5, "to"),
            uid: nil, isIntended: true, asks: (0, 0), action: .update),
        PlannerCase(
            testDescription: "event: another one has its name", isFile: false, there: ("1", 50, "theirs"),
            uid: "v", asks: (0, 0), action: .conflict),
    ]
}

@Suite struct PlannerTests {
    @Test(arguments: PlannerCase.all) func decides(_ test: PlannerCase) throws {
        let item = test.isFile ? file("d/f.txt") : event("u", saying: "new")
        let inventory = inventory(of: [item])
        let path = test.isFile ? "d" : "Work"
        let service: StoreService = test.isFile ? .files : .calendars
        let href = Href(collection: path, name: test.name ?? (test.isFile ? "f.txt" : "u.ics"))
        var snapshot = HostSnapshot()
        if let there = test.there {
            snapshot.add(
                [
                    StoredResource(
                        href: href, etag: ETag(there.etag), byteCount: there.size, uid: test.isFile ? nil : test.uid,
                        fingerprint: there.content.map { Fingerprint(of: $0) })
                ], at: HostSnapshot.Address(service, path))
        }
        var memory = PlanMemory()
        if let remembered = test.remembered {
            let source = remembered.isSourceSame ? SourceKey.of(inventory.items[0], part: "part") : "another source"
            memory.rows["h"] = [
                StoredPlace(service, href): CatalogueRow(
                    kind: item.kind, item: ItemKey(of: inventory.items[0], in: inventory.collections).text.text,
                    href: href,
                    etag: ETag(remembered.etag), byteCount: 10, fingerprint: Fingerprint(of: remembered.content),
                    sourceKey: source, unit: test.isFile ? "folder/d" : "calendar/Work",
                    title: inventory.items[0].title)
            ]
        }
        if test.isIntended { memory.intents["h"] = [StoredPlace(service, href)] }
        let planner = Planner(
            inventory, hosts: [host("h", snapshot: snapshot)], policy: PlacementPolicy(), memory: memory,
            partIdentities: ["part"])
        let questions = planner.questions()
        #expect(questions.entries.count == test.asks.entries)
        #expect(questions.resources[0]?.count ?? 0 == test.asks.resources)
        var answers = ContentAnswers()
        if let content = test.entryContent { answers.entries = [entry(0): Fingerprint(of: content)] }
        if let content = test.resourceContent {
            answers.resources = [0: [StoredPlace(.files, href): Fingerprint(of: content)]]
        }
        let plan = planner.plan(answers: answers, sources: [], inputs: "")
        let change = try #require(plan.changes.first)
        #expect(plan.changes.count == 1)
        #expect(change.action == test.action)
        #expect(plan.adoptions.isEmpty == !test.isAdopted)
        #expect(plan.adoptions.first.map(\.row.href) ?? href == href)
        #expect(change.existingName == (test.action == .create ? nil : test.name))
        #expect((change.etag?.rawValue) == (test.action == .update ? test.there?.etag : nil))
        #expect(plan.href(of: change) == href)
    }

    @Test func aHostThatWasNotAskedGetsEverything() {
        let plan = plan(inventory(of: [file("a"), event("u", from: 1)]), at: [host("h", snapshot: nil)])
        #expect(plan.changes.map(\.action) == [.create, .create])
        #expect(plan.hosts[0].snapshot == nil)
    }

    @Test func withoutHostsThereIsNothingToDo() {
        let plan = plan(inventory(of: [file("a")]), at: [])
        #expect(plan.changes.isEmpty && plan.findings.isEmpty)
    }

    @Test func aCalendarOfThatNameIsUsedWhateverItsPath() throws {
        var snapshot = HostSnapshot()
        snapshot.add(StoredCollection(path: "5f3c", displayName: "Work"), of: .calendars)
        snapshot.add(StoredCollection(path: "Other", displayName: "Other"), of: .calendars)
        let inventory = inventory(of: [event("u"), event("v", in: "Home", from: 1)])
        let plan = plan(inventory, at: [host("h", snapshot: snapshot)])
        #expect(Set(plan.places.keys) == ["5f3c/u.ics", "Home/v.ics"])
    }

    @Test func tasksGoToACalendarThatTakesThem() {
        func places(_ calendars: [StoredCollection]) -> Set<String> {
            var snapshot = HostSnapshot()
            for calendar in calendars { snapshot.add(calendar, of: .calendars) }
            let items = [event("u"), task("t", from: 1), task("l", in: "List", from: 2)]
            return Set(plan(inventory(of: items), at: [host("h", snapshot: snapshot)]).places.keys)
        }
        let events = StoredCollection(path: "5f3c", displayName: "Work", kinds: [.event])
        let tasks = StoredCollection(path: "77", displayName: "Work (Tasks)", kinds: [.task])
        #expect(places([]) == ["Work/u.ics", "Work/t.ics", "List/l.ics"])
        #expect(places([events]) == ["5f3c/u.ics", "Work (Tasks)/t.ics", "List/l.ics"])
        // As a run before left it, and where the owner keeps two of one name.
        #expect(places([events, tasks]) == ["5f3c/u.ics", "77/t.ics", "List/l.ics"])
        let twin = StoredCollection(path: "9", displayName: "Work", kinds: [.task])
        #expect(places([events, twin]) == ["5f3c/u.ics", "9/t.ics", "List/l.ics"])
        // Something that takes no tasks has the name already.
        let other = StoredCollection(path: "Work (Tasks)", displayName: "x", kinds: [.event])
        #expect(places([events, other]) == ["5f3c/u.ics", "Work (Tasks) (2)/t.ics", "List/l.ics"])
        let all = StoredCollection(path: "5f3c", displayName: "Work", kinds: [.event, .task])
        #expect(places([all]) == ["5f3c/u.ics", "5f3c/t.ics", "List/l.ics"])
    }

    @Test func aTaskCalendarIsMadeAsOne() {
        var snapshot = HostSnapshot()
        snapshot.add(StoredCollection(path: "5f3c", displayName: "Work", kinds: [.event]), of: .calendars)
        let plan = plan(inventory(of: [event("u"), task("t", from: 1)]), at: [host("h", snapshot: snapshot)])
        let description = plan.description(of: 0, for: .task, at: 0)
        #expect(description == ItemCollection(.calendar, name: "Work (Tasks)", only: .task))
        #expect(plan.description(of: 0, for: .event, at: 0).name == "Work")
        let existing = [StoredCollection(path: "Work (Tasks)", displayName: nil)]
        let addresses = plan.collections.addresses(existing: [.calendars: existing]).map(\.path)
        #expect(addresses == ["Work", "Work (Tasks)"])
    }

    @Test func aListAndACalendarOfOneNameAreOneForEverything() {
        let list = ItemCollection(.calendar, name: "Work", only: .task)
        let item = Item(
            .task, identity: "t", in: list, from: entry(1), bytes: [1], fingerprint: Fingerprint(of: "t"))
        #expect(inventory(of: [item]).collections.map(\.collection.only) == [.task])
        for items in [[item, event("u")], [event("u"), item], [item, event("u"), item]] {
            #expect(inventory(of: items).collections.map(\.collection.only) == [nil])
        }
    }

    @Test func itemsAreFoundInAnAdoptedCalendar() {
        var snapshot = HostSnapshot()
        snapshot.add(StoredCollection(path: "5f3c", displayName: "Work"), of: .calendars)
        let there = StoredResource(
            href: Href(collection: "5f3c", name: "17.ics"), etag: ETag("1"), byteCount: 5, uid: "u",
            fingerprint: Fingerprint(of: "first"))
        snapshot.add([there], at: HostSnapshot.Address(.calendars, "5f3c"))
        let plan = plan(inventory(of: [event("u")]), at: [host("h", snapshot: snapshot)])
        #expect(plan.changes.map(\.action) == [.unchanged])
        #expect(plan.adoptions.map(\.row.href.path) == ["5f3c/17.ics"])
    }

    @Test func withoutTheStateAUnitStaysWhereItsItemsAre() {
        let items = (0..<10).map { file("d/\($0)", from: $0) }
        let hosts = (0..<5).map { host("h\($0)") }
        let inventory = inventory(of: items)
        for chosen in hosts.indices {
            var snapshot = HostSnapshot()
            snapshot.add(
                [StoredResource(href: Href(collection: "d", name: "3"), etag: ETag("1"), byteCount: 10)],
                at: HostSnapshot.Address(.files, "d"))
            var states = hosts
            states[chosen] = host("h\(chosen)", snapshot: snapshot)
            #expect(Set(plan(inventory, at: states).places.values) == [["h\(chosen)"]])
        }
    }

    @Test func anotherStateOfAHostIsAnotherDigest() {
        func digest(_ etag: String, _ name: String = "a", at path: String = "d") -> String {
            var snapshot = HostSnapshot()
            snapshot.add(
                [StoredResource(href: Href(collection: path, name: name), etag: ETag(etag), byteCount: 1)],
                at: HostSnapshot.Address(.files, path))
            return snapshot.digest
        }
        #expect(digest("1") == digest("1"))
        #expect(
            Set([digest("1"), digest("2"), digest("1", "b"), digest("1", at: "e"), HostSnapshot().digest]).count == 5)
    }
}

@Suite struct PlanFileTests {
    @Test func aPlanSurvivesSaving() throws {
        var snapshot = HostSnapshot()
        snapshot.add(StoredCollection(path: "5f3c", displayName: "Work"), of: .calendars)
        let items = [
            event("u"), file("d/a\u{202E}.txt", from: 1), file("d/e\u{301}", from: 2), file("d/\u{E9}", from: 3),
        ]
        let plan = plan(inventory(of: items), at: [host("h", snapshot: snapshot), host("i", weight: 2.5)])
        let data = try PlanFile.encode(plan)
        let read = try PlanFile.decode(data)
        #expect(try PlanFile.encode(read) == data)
        #expect(read.changes.map { read.href(of: $0).path } == plan.changes.map { plan.href(of: $0).path })
        #expect(read.ledger.totals == plan.ledger.totals)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "{\"version\":\(Plan.currentVersion)}", "PK\u{3}\u{4}", "{\"version\":\"1\"}",
    ])
    func anythingElseIsNoPlan(_ text: String) {
        let fault = #expect(throws: PlanFile.Fault.self) { try PlanFile.decode(Data(text.utf8)) }
        guard case .notAPlan? = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }

    @Test func anotherVersionIsNamed() {
        #expect(throws: PlanFile.Fault.version(99)) { try PlanFile.decode(Data("{\"version\":99}".utf8)) }
    }
}
