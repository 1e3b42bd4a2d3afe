import Foundation
import GRDB
import Glibc
import Hosting
import Items
import Planning
import TestKit
import Testing

@testable import Applying

@Suite struct StateTests {
    private let folder: WorkFolder
    private let state: StateDirectory

    init() throws {
        folder = try WorkFolder()
        state = StateDirectory(path: folder.at("a/b/degoogle"))
    }

    private func row(_ name: String, etag: String = "1") -> CatalogueRow {
        CatalogueRow(
            kind: .file, item: "d/\(name)", href: Href(collection: "d", name: name), etag: ETag(etag),
            byteCount: 5, fingerprint: Fingerprint(of: name), sourceKey: "crc32:1:5")
    }

    private func withJournal<Value>(_ body: (Journal) throws -> Value) throws -> Value {
        let lock = try state.lock()
        defer { withExtendedLifetime(lock) {} }
        return try body(try Journal(in: state, lock: lock))
    }

    @Test func howACopyCameThereIsRemembered() throws {
        let known = ArrivalRecord(by: .checksum, altered: [.dates, .scheduleAgent])
        let arrivals = [nil, ArrivalRecord(by: .size), known]
        let rows = arrivals.enumerated().map { number, arrival in
            let name = "\(number)"
            return CatalogueRow(
                kind: .file, item: "d/\(name)", href: Href(collection: "d", name: name), etag: ETag("1"),
                byteCount: 5, fingerprint: Fingerprint(of: name), sourceKey: "crc32:1:5", arrival: arrival)
        }
        try withJournal { try $0.complete(rows, at: "h") }
        let found = try #require(try Journal.memory(in: state)?.rows["h"])
        #expect(Set(found.values) == Set(rows))
    }

    @Test func anItemWithANewAddressIsThereOnce() throws {
        let old = row("a")
        let new = CatalogueRow(
            kind: .file, item: old.item, href: Href(collection: "e", name: "a"), etag: ETag("2"), byteCount: 5,
            fingerprint: old.fingerprint, sourceKey: old.sourceKey)
        try withJournal { journal in
            try journal.complete([old, row("b")], at: "h")
            try journal.complete([old], at: "other")
            try journal.complete([new], at: "h")
        }
        let rows = try #require(try Journal.memory(in: state)?.rows)
        #expect(rows["h"].map { Set($0.values) } == [new, row("b")])
        #expect(rows["other"].map { Set($0.values) } == [old])
    }

    @Test func withoutAStateThereIsNoMemoryAndNoneIsMade() throws {
        #expect(try Journal.memory(in: state) == nil)
        #expect(FileTree(folder.path).files.isEmpty)
    }

    @Test func whatIsCompletedIsRemembered() throws {
        let rows = [row("a"), row("e\u{301}"), row("\u{E9}"), row("b\u{202E}\n'\"")]
        try withJournal { journal in
            try journal.complete(rows, at: "h")
            try journal.complete([row("a", etag: "2")], at: "i")
            try journal.place([("folder/d", "h"), ("folder/d", "i"), ("folder/d", "h")])
        }
        let memory = try #require(try Journal.memory(in: state))
        #expect(Set(memory.rows["h"]?.values.map { $0 } ?? []) == Set(rows))
        #expect(memory.rows["i"]?.values.map(\.etag) == [ETag("2")])
        #expect(memory.placements == ["folder/d": ["h", "i"]])
        let key = ItemKey(kind: .file, collection: "d", identity: "d/a")
        #expect(memory.names[key] == KnownName(kind: .file, collection: "d", name: "a"))
    }

    @Test func aLaterRowReplacesTheEarlier() throws {
        try withJournal { journal in
            try journal.complete([row("a", etag: "1")], at: "h")
            try journal.complete([row("a", etag: "2")], at: "h")
        }
        #expect(try Journal.memory(in: state)?.rows["h"]?.values.map(\.etag) == [ETag("2")])
    }

    @Test func nothingIsOnItsWayToAHostThatIsBeingLeft() throws {
        try withJournal { journal in
            try journal.know(["a", "h"].map { HostProfile(name: $0, url: "memory:") })
            try journal.place([("u", "a")])
            try journal.intend([UnitMove(unit: "u", from: "a", to: "h"), UnitMove(unit: "v", from: "h", to: "a")])
            try journal.mark("h", as: .leaving)
            let leaving = try journal.catalogue()
            #expect(leaving.moves.map(\.unit) == ["v"] && leaving.placements["u"] == ["a", "h"])
            try journal.mark("h", as: .left)
            #expect(try journal.catalogue().placements == ["u": ["a"], "v": ["a"]])
        }
    }

    @Test func anIntentStaysUntilItsOutcome() throws {
        let places = ["a", "b", "c"].map { (StoreService.files, Href(collection: "d", name: $0)) }
        try withJournal { try $0.intend(places, at: "h") }
        #expect(try Journal.memory(in: state)?.intents["h"]?.count == 3)
        try withJournal { try $0.complete([row("a")], abandoned: [places[1]], at: "h") }
        #expect(
            try Journal.memory(in: state)?.intents["h"]
                == [StoredPlace(.files, Href(collection: "d", name: "c"))])
    }

    @Test func aBegunPlanIsKnown() throws {
        try withJournal { journal in
            #expect(try !journal.hasBegun(plan: "x"))
            try journal.begin(plan: "x")
            try journal.begin(plan: "x")
            #expect(try journal.hasBegun(plan: "x"))
            #expect(try !journal.hasBegun(plan: "y"))
        }
    }

    @Test func twoWritersAtOnceAreOneTooMany() throws {
        let lock = try state.lock()
        #expect(throws: StateDirectory.Fault.inUse(path: state.path)) { _ = try state.lock() }
        withExtendedLifetime(lock) {}
    }

    @Test func theLockIsGivenBack() throws {
        try withJournal { _ in }
        try withJournal { _ in }
    }

    @Test func nobodyElseReadsTheState() throws {
        let before = umask(0o022)
        defer { umask(before) }
        try withJournal { try $0.complete([row("a")], at: "h") }
        let tree = FileTree(state.path)
        #expect(tree[""]?.rights == 0o700)
        #expect(!tree.files.isEmpty)
        for file in tree.files { #expect(tree[file]?.rights == 0o600, "\(file)") }
    }

    /// The files as a run leaves them that is killed in the middle of a transaction, its first pages written.
    private func makeHot() throws -> StateDirectory {
        try withJournal { try $0.complete((0..<500).map { row("\($0)") }, at: "h") }
        let hot = StateDirectory(path: folder.at("hot"))
        let files = FileManager.default
        try files.createDirectory(atPath: hot.path, withIntermediateDirectories: true)
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 2;") }
        let queue = try DatabaseQueue(path: state.journalPath, configuration: configuration)
        try queue.inTransaction { db in
            try db.execute(sql: "UPDATE catalogue SET etag = 'torn'")
            for name in ["state.sqlite", "state.sqlite-journal"] {
                try files.copyItem(atPath: "\(state.path)/\(name)", toPath: "\(hot.path)/\(name)")
            }
            return .rollback
        }
        return hot
    }

    @Test func aDryRunReadsATornStateWithoutTouchingIt() throws {
        let hot = try makeHot()
        // The file alone holds pages of the transaction that did not end.
        let torn = try #require(FileTree.bytes(of: hot.journalPath))
        #expect(String(decoding: torn, as: UTF8.self).contains("torn"))
        let before = FileTree(hot.path)
        let memory = try #require(try Journal.memory(in: hot))
        #expect(memory.rows["h"]?.count == 500)
        #expect(memory.rows["h"]?.values.allSatisfy { $0.etag == ETag("1") } == true)
        #expect(FileTree(hot.path) == before)
    }

    @Test func theNextRunMendsATornState() throws {
        let hot = try makeHot()
        let lock = try hot.lock()
        let rows = try Journal(in: hot, lock: lock).memory().rows["h"]
        #expect(rows?.values.count { $0.etag == ETag("1") } == 500)
        withExtendedLifetime(lock) {}
    }

    @Test(arguments: ["this is no database, but it is long enough to be taken for one", ""])
    func whatIsNoStateIsSaid(_ text: String) throws {
        try folder.write(text, to: "a/b/degoogle/state.sqlite")
        if text.isEmpty {
            // An empty file is what a run leaves that is killed before its first transaction.
            #expect(try Journal.memory(in: state)?.rows.isEmpty == true)
            try withJournal { _ in }
        } else {
            #expect { try Journal.memory(in: state) } throws: { isDamage($0) }
            #expect { try withJournal { _ in } } throws: { isDamage($0) }
            #expect(FileTree.bytes(of: state.journalPath) == Array(text.utf8))
        }
    }

    @Test func theStateOfAnotherVersionIsRefusedByDryRunsToo() throws {
        try withJournal { _ in }
        try DatabaseQueue(path: state.journalPath).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect { try withJournal { _ in } } throws: { isDamage($0) }
        #expect { try Journal.memory(in: state) } throws: { isDamage($0) }
    }

    private func isDamage(_ error: any Error) -> Bool {
        if case StateDirectory.Fault.damaged = error { true } else { false }
    }
}
