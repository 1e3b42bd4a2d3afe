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
    private static let version = 1
    private let directory: StateDirectory
    private let queue: DatabaseQueue

    /// Opens the journal for writing; makes it if there is none.
    ///
    /// - Parameter lock: proof that no other run writes.
    public init(in directory: StateDirectory, lock: borrowing StateLock) throws(StateDirectory.Fault) {
        self.directory = directory
        let mask = umask(0o077)
        defer { umask(mask) }
        queue = try Self.mapping(directory) {
            var configuration = Configuration()
            configuration.prepareDatabase { db in
                // FULL, and a rollback journal: it is on the disk when a change is called done, and a dry run can read
                // it without writing a byte beside it.
                try db.execute(sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;")
            }
            let queue = try DatabaseQueue(path: directory.journalPath, configuration: configuration)
            try queue.write { db in try Self.prepare(db) }
            return queue
        }
    }

    /// What an earlier run left, read without writing anything; `nil` when there is no journal.
    public static func memory(in directory: StateDirectory) throws(StateDirectory.Fault) -> PlanMemory? {
        guard FileManager.default.fileExists(atPath: directory.journalPath) else { return nil }
        return try mapping(directory) {
            try withReadableCopy(of: directory.journalPath) { path in
                var configuration = Configuration()
                configuration.readonly = true
                return try DatabaseQueue(path: path, configuration: configuration).read { db in
                    try isPrepared(db) ? readMemory(db) : PlanMemory()
                }
            }
        }
    }

    /// What earlier runs left.
    public func memory() throws(StateDirectory.Fault) -> PlanMemory {
        try Self.mapping(directory) { try queue.read { db in try Self.readMemory(db) } }
    }

    /// Notes what is about to be stored at a host.
    public func intend(_ hrefs: [(StoreService, Href)], at host: String) throws(StateDirectory.Fault) {
        try Self.mapping(directory) {
            try queue.write { db in
                let statement = try db.cachedStatement(
                    sql: "INSERT OR IGNORE INTO intent (host, service, collection, name) VALUES (?, ?, ?, ?)")
                for (service, href) in hrefs {
                    try statement.execute(arguments: [host, service.rawValue, href.collection, href.name])
                }
            }
        }
    }

    /// Notes what is stored now, and that what was intended there is over.
    ///
    /// - Parameters:
    ///   - rows: what was stored, or found equal.
    ///   - abandoned: what was intended and surely did not happen.
    public func complete(
        _ rows: [CatalogueRow], abandoned: [(StoreService, Href)] = [], at host: String
    ) throws(StateDirectory.Fault) {
        try Self.mapping(directory) {
            try queue.write { db in
                let insert = try db.cachedStatement(
                    sql: """
                        INSERT OR REPLACE INTO catalogue
                        (host, service, collection, name, kind, item, etag, byte_count, fingerprint, source_key)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                let delete = try db.cachedStatement(
                    sql: "DELETE FROM intent WHERE host = ? AND service = ? AND collection = ? AND name = ?")
                for row in rows {
                    let service = row.kind.service.rawValue
                    try insert.execute(arguments: [
                        host, service, row.href.collection, row.href.name, row.kind.rawValue, row.item,
                        row.etag.rawValue, Int64(clamping: row.byteCount), Data(row.fingerprint.bytes), row.sourceKey,
                    ])
                    try delete.execute(arguments: [host, service, row.href.collection, row.href.name])
                }
                for (service, href) in abandoned {
                    try delete.execute(arguments: [host, service.rawValue, href.collection, href.name])
                }
            }
        }
    }

    /// Notes where units go; they stay there in later runs.
    public func place(_ units: [(unit: String, host: String)]) throws(StateDirectory.Fault) {
        try Self.mapping(directory) {
            try queue.write { db in
                let statement = try db.cachedStatement(
                    sql: "INSERT OR IGNORE INTO placement (unit, host) VALUES (?, ?)")
                for (unit, host) in units { try statement.execute(arguments: [unit, host]) }
            }
        }
    }

    /// Whether a saved plan was begun before: its rerun meets hosts that it changed itself.
    public func hasBegun(plan digest: String) throws(StateDirectory.Fault) -> Bool {
        try Self.mapping(directory) {
            try queue.read { db in
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM begun WHERE plan = ?)", arguments: [digest]) ?? false
            }
        }
    }

    /// Notes that a saved plan is begun.
    public func begin(plan digest: String) throws(StateDirectory.Fault) {
        try Self.mapping(directory) {
            try queue.write { db in
                try db.execute(sql: "INSERT OR IGNORE INTO begun (plan) VALUES (?)", arguments: [digest])
            }
        }
    }
}

extension Journal {
    /// Whether the tables are there.
    private static func isPrepared(_ db: Database) throws -> Bool {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found == 0 || found == version else {
            throw DatabaseError(message: "it was written by another version of degoogle")
        }
        return found == version
    }

    private static func prepare(_ db: Database) throws {
        if try isPrepared(db) { return }
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
                PRAGMA user_version = \(version);
                """)
    }

    private static func readMemory(_ db: Database) throws -> PlanMemory {
        var memory = PlanMemory()
        for row in try Row.fetchAll(db, sql: "SELECT unit, host FROM placement ORDER BY unit, host") {
            let unit: String = row[0]
            memory.placements[unit, default: []].append(row[1])
        }
        let intents = try Row.fetchCursor(db, sql: "SELECT host, service, collection, name FROM intent")
        while let row = try intents.next() {
            guard let service = StoreService(rawValue: row[1]) else { continue }
            memory.intents[row[0], default: []].insert(
                StoredPlace(service, Href(collection: row[2], name: row[3])))
        }
        let lines = try Row.fetchCursor(
            db,
            sql: """
                SELECT host, collection, name, kind, item, etag, byte_count, fingerprint, source_key FROM catalogue
                """)
        while let row = try lines.next() {
            let bytes: Data = row[7]
            guard let kind = ItemKind(rawValue: row[3]), let fingerprint = Fingerprint(bytes: bytes) else { continue }
            let line = CatalogueRow(
                kind: kind, item: row[4], href: Href(collection: row[1], name: row[2]), etag: ETag(row[5]),
                byteCount: UInt64(clamping: row[6] as Int64), fingerprint: fingerprint, sourceKey: row[8])
            memory.rows[row[0], default: [:]][StoredPlace(kind.service, line.href)] = line
            memory.names[ItemKey(stored: line.item)] = KnownName(
                kind: kind, collection: line.href.collection, name: line.href.name)
        }
        return memory
    }

    /// Lets `body` read the file at `path`, or, after a run was killed in the middle of writing, a copy that SQLite may
    /// mend: it would otherwise have to write to the state to be able to read it.
    private static func withReadableCopy<Value>(of path: String, _ body: (String) throws -> Value) throws -> Value {
        let files = FileManager.default
        let hot = path + "-journal"
        // Not by FileManager, which asks the system, perhaps over a network, what the file's owner is called.
        var status = stat()
        guard stat(hot, &status) == 0, status.st_size > 0 else { return try body(path) }
        let folder = files.temporaryDirectory.appendingPathComponent("degoogle-\(UUID().uuidString)")
        try files.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: folder) }
        let copy = folder.appendingPathComponent("state.sqlite").path
        try files.copyItem(atPath: path, toPath: copy)
        try files.copyItem(atPath: hot, toPath: copy + "-journal")
        try DatabaseQueue(path: copy).read { db in _ = try Int.fetchOne(db, sql: "PRAGMA user_version") }
        return try body(copy)
    }

    private static func mapping<Value>(
        _ directory: StateDirectory, _ body: () throws -> Value
    ) throws(StateDirectory.Fault) -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_FULL: throw .noRoom(path: directory.path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw .inUse(path: directory.path)
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_IOERR:
                throw .notWritable(path: directory.path, reason: error.message ?? "SQLite \(error.resultCode)")
            default: throw .damaged(path: directory.path, reason: error.message ?? "SQLite \(error.resultCode)")
            }
        } catch {
            throw .damaged(path: directory.path, reason: error.localizedDescription)
        }
    }
}
