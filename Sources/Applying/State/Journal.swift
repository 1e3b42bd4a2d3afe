internal import Foundation
internal import GRDB
public import Hosting
internal import Items
public import Planning

/// What has been done, in a SQLite file: the catalogue (what lies where), the intents (what a run was about to do),
/// and the placements.
///
/// An intent is written before a change and taken away, with the line of the catalogue, after it. Whatever moment a
/// run is killed at, the next one knows which places may hold something of ours that is in no catalogue yet.
public final class Journal: Sendable {
    let directory: StateDirectory
    let queue: DatabaseQueue

    /// Opens the journal for writing; makes it if there is none.
    ///
    /// - Parameter lock: proof that no other run writes.
    public init(in directory: StateDirectory, lock: borrowing StateLock) throws(StateDirectory.Fault) {
        self.directory = directory
        let mask = umask(0o077)
        defer { umask(mask) }
        queue = try JournalFile.mapping(directory) {
            var configuration = Configuration()
            configuration.prepareDatabase { db in
                // FULL, and a rollback journal: it is on the disk when a change is called done, and a dry run can read
                // it without writing a byte beside it.
                try db.execute(sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;")
            }
            let queue = try DatabaseQueue(path: directory.journalPath, configuration: configuration)
            try queue.write { db in try JournalSchema.prepare(db) }
            return queue
        }
    }

    /// What an earlier run left, read without writing anything; `nil` when there is no journal.
    public static func memory(in directory: StateDirectory) throws(StateDirectory.Fault) -> PlanMemory? {
        try JournalFile.read(in: directory, PlanMemory.init(reading:))
    }

    /// What earlier runs left.
    public func memory() throws(StateDirectory.Fault) -> PlanMemory { try read(PlanMemory.init(reading:)) }

    /// Where runs were about to store something and nobody knows whether they did, by host name.
    public func intents() throws(StateDirectory.Fault) -> [String: Set<StoredPlace>] {
        try read(Self.intents(reading:))
    }

    fileprivate static func intents(reading db: Database) throws -> [String: Set<StoredPlace>] {
        var intents: [String: Set<StoredPlace>] = [:]
        let intended = try Row.fetchCursor(db, sql: "SELECT host, service, collection, name FROM intent")
        while let row = try intended.next() {
            guard let service = StoreService(rawValue: row[1]) else { continue }
            intents[row[0], default: []].insert(StoredPlace(service, Href(collection: row[2], name: row[3])))
        }
        return intents
    }

    /// Notes what is about to be stored at a host.
    public func intend(_ hrefs: [(StoreService, Href)], at host: String) throws(StateDirectory.Fault) {
        try write { db in try Self.intend(hrefs, at: host, in: db) }
    }

    /// Notes what is stored now, and that what was intended there is over.
    ///
    /// - Parameters:
    ///   - rows: what was stored, or found equal.
    ///   - abandoned: what was intended and surely did not happen.
    ///   - verified: whether the rows were read back and are equal.
    public func complete(
        _ rows: [CatalogueRow], abandoned: [(StoreService, Href)] = [], at host: String, verified: Bool = false
    ) throws(StateDirectory.Fault) {
        try write { db in
            try Self.complete(rows, abandoned: abandoned, at: host, verified: verified, in: db)
        }
    }

    /// Notes what is stored now and what is about to be stored next, in one writing.
    func advance(
        _ rows: [CatalogueRow], abandoned: [(StoreService, Href)], intending hrefs: [(StoreService, Href)],
        at host: String
    ) throws(StateDirectory.Fault) {
        try write { db in
            try Self.complete(rows, abandoned: abandoned, at: host, verified: false, in: db)
            try Self.intend(hrefs, at: host, in: db)
        }
    }

    private static func intend(_ hrefs: [(StoreService, Href)], at host: String, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO intent (host, service, collection, name) VALUES (?, ?, ?, ?)")
        for (service, href) in hrefs {
            try statement.execute(arguments: [host, service.rawValue, href.collection, href.name])
        }
    }

    private static func complete(
        _ rows: [CatalogueRow], abandoned: [(StoreService, Href)], at host: String, verified: Bool, in db: Database
    ) throws {
        let now = JournalSchema.now
        let insert = try db.cachedStatement(sql: JournalSchema.storeLine)
        let delete = try db.cachedStatement(
            sql: "DELETE FROM intent WHERE host = ? AND service = ? AND collection = ? AND name = ?")
        let forget = try db.cachedStatement(sql: JournalSchema.forgetOtherPlaces)
        for row in rows {
            try forget.execute(arguments: [host, row.item, row.kind.rawValue, row.href.collection, row.href.name])
            let line = CatalogueLine(host: host, row: row, stored: now, verified: verified ? now : nil)
            try insert.execute(arguments: line.arguments)
            let service = row.kind.service.rawValue
            try delete.execute(arguments: [host, service, row.href.collection, row.href.name])
        }
        for (service, href) in abandoned {
            try delete.execute(arguments: [host, service.rawValue, href.collection, href.name])
        }
        if !rows.isEmpty { try JournalSchema.noteChange(db) }
    }

    /// Notes where units go; they stay there in later runs.
    public func place(_ units: [(unit: String, host: String)]) throws(StateDirectory.Fault) {
        try write { db in
            for (unit, host) in units { try Self.place(unit, at: host, db) }
        }
    }

    /// Whether a saved plan was begun before: its rerun meets hosts that it changed itself.
    public func hasBegun(plan digest: String) throws(StateDirectory.Fault) -> Bool {
        try read { db in
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM begun WHERE plan = ?)", arguments: [digest])
                ?? false
        }
    }

    /// Notes that a saved plan is begun.
    public func begin(plan digest: String) throws(StateDirectory.Fault) {
        try write { try $0.execute(sql: "INSERT OR IGNORE INTO begun (plan) VALUES (?)", arguments: [digest]) }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(StateDirectory.Fault) -> Value {
        try JournalFile.mapping(directory) { try queue.read(body) }
    }

    func write(_ body: (Database) throws -> Void) throws(StateDirectory.Fault) {
        try JournalFile.mapping(directory) { try queue.write(body) }
    }
}

extension PlanMemory {
    /// Reads the whole state but for what only a person asks for.
    init(reading db: Database) throws {
        self.init()
        for row in try Row.fetchAll(db, sql: "SELECT unit, host FROM placement ORDER BY unit, host") {
            let unit: String = row[0]
            placements[unit, default: []].append(row[1])
        }
        intents = try Journal.intents(reading: db)
        try CatalogueLine.forEach(in: db) { line in
            let row = line.row
            rows[line.host, default: [:]][StoredPlace(row.kind.service, row.href)] = row
            names[ItemKey(stored: row.item)] = KnownName(
                kind: row.kind, collection: row.href.collection, name: row.href.name)
        }
    }
}
