import Foundation
import GRDB
import Hosting
import Items
import Planning
import TestKit
import Testing

@testable import Applying

@Suite struct CatalogueTests {
    private let folder: WorkFolder
    private let state: StateDirectory

    init() throws {
        folder = try WorkFolder()
        state = StateDirectory(path: folder.at("state"))
    }

    private func withJournal<Value>(_ body: (Journal) async throws -> Value) async throws -> Value {
        let lock = try state.lock()
        let value = try await body(try Journal(in: state, lock: lock))
        withExtendedLifetime(lock) {}
        return value
    }

    private func row(_ name: String, _ content: String = "x", etag: String = "1") -> CatalogueRow {
        CatalogueRow(
            kind: .file, item: "d/\(name)", href: Href(collection: "d", name: name), etag: ETag(etag),
            byteCount: 5, fingerprint: Fingerprint(of: content), sourceKey: "crc32:1:5", unit: "folder/d", title: nil,
            modified: 7)
    }

    /// The tables as the first version made them, with a line in each.
    private func writeFirstVersion() throws {
        _ = try state.lock()
        try DatabaseQueue(path: state.journalPath).write { db in
            try db.execute(
                sql: """
                    CREATE TABLE catalogue (
                        host TEXT NOT NULL, service TEXT NOT NULL, collection TEXT NOT NULL, name TEXT NOT NULL,
                        kind TEXT NOT NULL, item TEXT NOT NULL, etag TEXT NOT NULL, byte_count INTEGER NOT NULL,
                        fingerprint BLOB NOT NULL, source_key TEXT NOT NULL,
                        PRIMARY KEY (host, service, collection, name)) STRICT, WITHOUT ROWID;
                    CREATE TABLE intent (
                        host TEXT NOT NULL, service TEXT NOT NULL, collection TEXT NOT NULL, name TEXT NOT NULL,
                        PRIMARY KEY (host, service, collection, name)) STRICT, WITHOUT ROWID;
                    CREATE TABLE placement (
                        unit TEXT NOT NULL, host TEXT NOT NULL, PRIMARY KEY (unit, host)) STRICT, WITHOUT ROWID;
                    CREATE TABLE begun (plan TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
                    PRAGMA user_version = 1;
                    """)
            try db.execute(
                sql: "INSERT INTO catalogue VALUES ('h', 'files', 'd/e', 'a', 'file', 'd/e/a', 'x', 5, ?, 'k')",
                arguments: [Data(Fingerprint(of: "a").bytes)])
            try db.execute(
                sql: "INSERT INTO placement VALUES ('folder/d', 'h'); INSERT INTO intent VALUES ('h', 'files', '', 'b')"
            )
        }
    }

    @Test func aStateOfTheFirstVersionIsReadWithoutWritingAndBroughtUpToDateForWriting() async throws {
        try writeFirstVersion()
        let before = FileTree.bytes(of: state.journalPath)
        let read = try #require(try Journal.catalogue(in: state))
        #expect(FileTree.bytes(of: state.journalPath) == before, "a look has written")
        try await withJournal { _ in }
        let written = try #require(try Journal.catalogue(in: state))
        for catalogue in [read, written] {
            let line = try #require(catalogue.lines.first)
            #expect(catalogue.lines.count == 1 && line.host == "h" && line.row.item == "d/e/a")
            #expect(line.row.unit == nil && line.stored == nil && line.verified == nil)
            #expect(line.row.unit(among: catalogue.placements) == "folder/d")
        }
        let memory = try #require(try Journal.memory(in: state))
        #expect(memory.intents["h"] == [StoredPlace(.files, Href(collection: "", name: "b"))])
        #expect(FileTree.bytes(of: state.journalPath) != before)
    }

    @Test func theTimeOfStoringStaysAsLongAsTheContentDoes() async throws {
        try await withJournal { journal in
            try journal.complete([row("a")], at: "h", verified: true)
            try journal.queue.write { try $0.execute(sql: "UPDATE catalogue SET stored = 10, verified = 20") }
            try journal.complete([row("a", etag: "2")], at: "h")
            let same = try #require(try journal.catalogue().lines.first)
            #expect(same.row.etag == ETag("2") && same.stored == 10 && same.verified == 20)
            try journal.complete([row("a", "other")], at: "h")
            let other = try #require(try journal.catalogue().lines.first)
            #expect(try #require(other.stored) > 1_000_000 && other.verified == nil)
        }
    }

    private func session(_ host: MemoryHost) -> [String: HostSession] { ["h": host.session] }

    @Test func aCopyGivesTheSameCatalogueWithoutTitles() async throws {
        let host = MemoryHost()
        let rig = try Rig()
        _ = try await rig.run(at: [("h", host.session)])
        let lock = try rig.state.lock()
        let journal = try Journal(in: rig.state, lock: lock)
        #expect(try await CatalogueCopies.publish(journal, to: session(host)) == [])
        let copy = try await CatalogueCopies.read(from: host.session)
        let own = try journal.catalogue()
        #expect(copy.lines.map(\.place) == own.lines.map(\.place))
        #expect(copy.lines.map(\.item) == own.lines.map(\.item))
        #expect(copy.lines.map(\.row.fingerprint) == own.lines.map(\.row.fingerprint))
        #expect(copy.lines.map(\.row.unit) == own.lines.map(\.row.unit))
        #expect(copy.placements.mapValues(Set.init) == own.placements.mapValues(Set.init))
        #expect(copy.collections == own.collections && copy.hosts == own.hosts)
        #expect(own.lines.contains { $0.row.title != nil })
        #expect(copy.lines.allSatisfy { $0.row.title == nil }, "a host learns what another holds is called")
        // Nothing has changed, and so nothing is written.
        let before = try host.stores[.files]?.list("degoogle")
        #expect(try await CatalogueCopies.publish(journal, to: session(host)) == [])
        #expect(try host.stores[.files]?.list("degoogle") == before)
        withExtendedLifetime(lock) {}
    }

    @Test func noMoreThanTwoHostsGetACopyWhoeverTakesPart() async throws {
        let hosts = ["a": MemoryHost(), "b": MemoryHost(), "c": MemoryHost()]
        func sessions(_ names: String...) -> [String: HostSession] {
            hosts.filter { names.contains($0.key) }.mapValues(\.session)
        }
        let state = state
        func announced(_ names: String..., leaving: String? = nil) throws -> String? {
            let open = hosts.filter { names.contains($0.key) }.mapValues(\.session)
            return try CatalogueCopies.announcement(open, leaving: leaving, in: state)?.message
        }
        try await withJournal { journal in
            try journal.know(["a", "b", "c"].map { HostProfile(name: $0, url: "memory:") })
            try journal.complete([row("a")], at: "a")
            #expect(try announced("a")?.contains(" goes to a:") == true, "others are known, and named in the copy")
            #expect(try announced("a", "b")?.contains(" goes to a and b:") == true)
            #expect(try await CatalogueCopies.publish(journal, to: sessions("a", "b")) == [])
            try journal.complete([row("b")], at: "b")
            #expect(try announced("b", "c") == nil)
            #expect(try await CatalogueCopies.publish(journal, to: sessions("b", "c")) == [])
            #expect(try hosts["c"]?.stores[.files]?.collections().isEmpty == true)
            #expect(try announced("b", "c", leaving: "a")?.contains(" goes to c:") == true)
        }
    }

    @Test func whatIsCopiedAlreadyIsOnlyTakenAway() throws {
        var catalogue = Catalogue()
        catalogue.lines = [("a", "x"), ("a", "y"), ("b", "x")].map {
            CatalogueLine(host: $0, row: row($1), stored: nil, verified: nil)
        }
        let unit = catalogue.lines[0].row.unit(among: [:])
        let result = catalogue.expected([UnitMove(unit: unit, from: "a", to: "b")])
        #expect(result.removed == ["a": [.file: 2]] && result.copied == ["b": [.file: 1]])
    }

    @Test func whatIsNoCopyOfOursIsNotReplaced() async throws {
        let host = MemoryHost()
        let files = try #require(host.stores[.files])
        try files.makeCollection("degoogle", as: ItemCollection(.folder, name: "degoogle"))
        _ = try files.create(NewResource(href: CatalogueCopies.href), body: BytesBody(Array("theirs".utf8)))
        try await withJournal { journal in
            try journal.know([HostProfile(name: "h", url: "memory:")])
            try journal.complete([row("a")], at: "h")
            #expect(try await CatalogueCopies.publish(journal, to: session(host)).map(\.code) == ["catalogue-copy"])
        }
        #expect(try files.get(CatalogueCopies.href).readAll(limit: 100) == Array("theirs".utf8))
    }

    @Test(arguments: [
        "", "theirs\n", "{\"format\":\"degoogle-catalogue\",\"version\":9,\"about\":\"\",\"written\":1}\n",
        "{\"format\":\"degoogle-catalogue\",\"version\":1,\"about\":\"\",\"written\":1}\n{\"type\":\"copy\"}\n",
        "{\"format\":\"degoogle-catalogue\",\"version\":1,\"about\":\"\",\"written\":1}\n{\"type\":\"ho",
    ])
    func aDamagedCopyIsRefused(_ text: String) async throws {
        let host = MemoryHost()
        let files = try #require(host.stores[.files])
        try files.makeCollection("degoogle", as: ItemCollection(.folder, name: "degoogle"))
        _ = try files.create(NewResource(href: CatalogueCopies.href), body: BytesBody(Array(text.utf8)))
        await #expect(throws: StoreError(.source, "")) { try await CatalogueCopies.read(from: host.session) }
    }
}
