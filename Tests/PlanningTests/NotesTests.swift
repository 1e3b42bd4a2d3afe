import Hosting
import Items
import Testing

@testable import Planning

/// Notes with what they refer to, and files that importers made.
@Suite struct NotesTests {
    private let items = [
        note("Keep/a.md", from: 0), attachment("Keep/attachments/a.jpg", from: 1), note("Keep/old/b.md", from: 2),
        note("Other/c.md", from: 3), attachment("Other/c.png", from: 4), file("Keep/a.md", from: 5),
        note("d.md", from: 6),
    ]
    private let hosts = [host("one"), host("two"), host("three")]

    /// The hosts of each item, by store and path.
    private func places(_ policy: PlacementPolicy) -> [String: Set<String>] {
        let plan = plan(inventory(of: items), at: hosts, policy: policy)
        var places: [String: Set<String>] = [:]
        for change in plan.changes where change.host >= 0 {
            let service = plan.items[Int(change.item)].kind.service.rawValue
            places["\(service)/\(plan.href(of: change).path)", default: []].insert(
                plan.hosts[Int(change.host)].profile.name)
        }
        return places
    }

    @Test(arguments: [1, 2, 3])
    func aTopFolderOfNotesStaysWhole(_ depth: Int) {
        let plan = plan(inventory(of: items), at: hosts, policy: PlacementPolicy(folderDepth: depth))
        let units = plan.units.filter { $0.service == .notes }
        #expect(units.map(\.id) == ["notes/", "notes/Keep", "notes/Other"])
        #expect(units.map(\.itemCount) == [1, 3, 2])
    }

    @Test func noSplitPartsANoteFromItsAttachments() {
        var policy = PlacementPolicy()
        policy.splits = [
            .init(collection: PathPattern("Keep"), way: .parts(3)), .init(collection: PathPattern("Other"), way: .year),
        ]
        let places = places(policy)
        #expect(places["notes/Keep/a.md"] == places["notes/Keep/attachments/a.jpg"])
        #expect(places["notes/Keep/a.md"] == places["notes/Keep/old/b.md"])
        #expect(places["notes/Other/c.md"] == places["notes/Other/c.png"])
    }

    @Test(arguments: [[ItemKind.note], [.attachment], [.note, .attachment]])
    func aRouteOfNotesCarriesAttachments(_ kinds: [ItemKind]) {
        let places = places(PlacementPolicy(routes: [.init(kinds: kinds, hosts: ["three"])]))
        for (path, hosts) in places where path.hasPrefix("notes/") { #expect(hosts == ["three"], "\(path)") }
        #expect(places.count == items.count)
    }

    @Test func routesLookAtTheTopFolderOnly() {
        var old = PlacementPolicy.Route(kinds: [], hosts: ["one"])
        old.before = 3000
        var inside = PlacementPolicy.Route(kinds: [.note], hosts: ["two"])
        inside.path = PathPattern("Keep/old")
        var whole = PlacementPolicy.Route(kinds: [.note], hosts: ["three"])
        whole.collection = PathPattern("Keep")
        let places = places(PlacementPolicy(routes: [old, inside, whole]))
        for path in ["notes/Keep/a.md", "notes/Keep/attachments/a.jpg", "notes/Keep/old/b.md"] {
            #expect(places[path] == ["three"])
        }
    }

    @Test func filesAndNotesOfOnePathDoNotMeet() {
        let inventory = inventory(of: items)
        #expect(inventory.findings.isEmpty)
        #expect(inventory.items.count { $0.name == "a.md" } == 2)
    }

    @Test func aNoteAndAnAttachmentOfOnePathGetTwoNames() {
        let inventory = inventory(of: [note("K/A.md", from: 0), attachment("K/a.md", from: 1)])
        #expect(Set(inventory.items.map(\.name)) == ["a.md", "A (2).md"])
    }

    @Test func foldersOfNotesKeepTheNamesOfEarlierRuns() {
        let key = ItemKey(kind: .note, collection: "a/X", identity: "a/X/f.md")
        let known = [key: KnownName(kind: .note, collection: "a (2)/X", name: "f.md")]
        let inventory = inventory(of: [note("a/X/f.md"), note("a/g.md", from: 1), file("a/h", from: 2)], known: known)
        #expect(inventory.collections.map(\.path).sorted() == ["a", "a (2)", "a (2)/X"])
    }

    @Test func twoStatesOfANoteAreBothKept() {
        for kind in [note, made] {
            let items = [kind("K/a.md", "old", 0, 0), kind("K/a.md", "new", 0, 1)]
            let label = String(Fingerprint(of: "old").description.prefix(8))
            for order in [items, items.reversed()] {
                let inventory = inventory(of: order)
                #expect(inventory.items.map(\.name) == ["a.md", "a (\(label)).md"])
                #expect(inventory.items.map(\.fingerprint) == [Fingerprint(of: "new"), Fingerprint(of: "old")])
                #expect(inventory.findings.map(\.code) == ["two-versions"])
            }
        }
    }

    @Test func equalNotesAreOneAndTheirEntriesKeepTheirRows() {
        let inventory = inventory(of: [note("a.md", from: 0), note("a.md", from: 0, part: 1)])
        #expect(inventory.items.count == 1 && inventory.findings.isEmpty)
        #expect(inventory.ledger.totals == Ledger.Totals(read: 2, imported: 2))
    }

    @Test func aMadeFileIsComparedWithAnEntryOfItsPath() {
        var inventory = Inventory(entryCounts: [2])
        inventory.add(made("a", saying: "0123456789", from: 0))
        inventory.add(file("a", size: 10, from: 1))
        #expect(inventory.entriesToCompare() == [entry(1)])
    }

    @Test func aMadeFileIsUpdatedWhenItSaysMore() throws {
        let path = Href(collection: "", name: "chat.md")
        func there(_ text: String) -> StoredResource {
            StoredResource(href: path, etag: ETag("1"), byteCount: UInt64(text.utf8.count))
        }
        func action(_ stored: String, known: Bool, answers: ContentAnswers = ContentAnswers()) -> Change.Action? {
            var snapshot = HostSnapshot()
            snapshot.add([there(stored)], at: HostSnapshot.Address(.files, ""))
            var memory = PlanMemory()
            if known {
                memory.rows["one"] = [
                    StoredPlace(.files, path): CatalogueRow(
                        kind: .file, item: "chat.md", href: path, etag: ETag("1"), byteCount: 1,
                        fingerprint: Fingerprint(of: stored), sourceKey: "")
                ]
            }
            let plan = plan(
                inventory(of: [made("chat.md", saying: "hello")]), at: [host("one", snapshot: snapshot)],
                memory: memory, answers: answers)
            return plan.changes.first?.action
        }
        #expect(action("hello", known: true) == .unchanged)
        #expect(action("hell", known: true) == .update)
        #expect(action("hell", known: false) == .conflict)
        let answers = ContentAnswers(resources: [0: [StoredPlace(.files, path): Fingerprint(of: "hello")]])
        #expect(action("hello", known: false, answers: answers) == .unchanged)
    }

    @Test func onlyTheHostIsAskedAboutANoteThatIsKnown() {
        var snapshot = HostSnapshot()
        let href = Href(collection: "K", name: "a.md")
        let address = HostSnapshot.Address(.notes, "K")
        snapshot.add([StoredResource(href: href, etag: ETag("1"), byteCount: 5)], at: address)
        let planner = Planner(
            inventory(of: [note("K/a.md")]), hosts: [host("one", snapshot: snapshot)], policy: PlacementPolicy(),
            memory: PlanMemory(), partIdentities: ["part"])
        let questions = planner.questions()
        #expect(questions.entries.isEmpty)
        #expect(questions.resources[0]?.map(\.service) == [.notes] && questions.resources[0]?.map(\.href) == [href])
    }

    @Test func theCatalogueKnowsTheFolderOfANote() {
        let item = ItemKey(kind: .note, collection: "Keep/old", identity: "Keep/old/b.md").text.text
        let row = CatalogueRow(
            kind: .note, item: item, href: Href(collection: "Keep/old", name: "b.md"), etag: ETag("1"), byteCount: 1,
            fingerprint: Fingerprint(of: ""), sourceKey: "")
        #expect(row.identity == "Keep/old/b.md")
        #expect(row.collection == ItemCollection(.notes, name: "Keep/old"))
        #expect(row.unit(among: ["notes/Keep": ["one"]]) == "notes/Keep")
    }
}
