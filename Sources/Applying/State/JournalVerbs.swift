internal import Foundation
internal import GRDB
public import Hosting
internal import Items
internal import Planning

/// What the verbs after an import write.
extension Journal {
    /// Remembers hosts, so that they are found again. One that was left takes part again.
    public func know(_ hosts: [HostProfile]) throws(StateDirectory.Fault) {
        try write { db in
            for host in hosts { try Self.insert(KnownHost(profile: host), db) }
        }
    }

    private static func insert(_ host: KnownHost, _ db: Database) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let profile = String(decoding: try encoder.encode(host.profile), as: UTF8.self)
        let known = try Row.fetchOne(
            db, sql: "SELECT profile, standing FROM host WHERE name = ?", arguments: [host.profile.name])
        if let known, known[0] as String == profile, known[1] as String == host.standing.rawValue { return }
        try db.execute(
            sql: """
                INSERT INTO host (name, profile, standing) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET profile = excluded.profile, standing = excluded.standing
                """,
            arguments: [host.profile.name, profile, host.standing.rawValue])
        try JournalSchema.noteChange(db)
    }

    private static func insert(_ collection: ItemCollection, _ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO collection (form, name, summary, color) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [collection.form.rawValue, collection.name, collection.summary, collection.color])
    }

    private static func insert(_ move: UnitMove, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT OR IGNORE INTO move (unit, source, target) VALUES (?, ?, ?)")
            .execute(arguments: [move.unit, move.from, move.to])
    }

    /// Notes that a host holds a unit, or will.
    static func place(_ unit: String, at host: String, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT OR IGNORE INTO placement (unit, host) VALUES (?, ?)")
            .execute(arguments: [unit, host])
    }

    /// The hosts that are being left or were, read without writing anything.
    public static func leftHosts(in directory: StateDirectory) throws(StateDirectory.Fault) -> Set<String> {
        try JournalFile.read(in: directory) { db in
            try String.fetchSet(db, sql: "SELECT name FROM host WHERE standing <> 'open'")
        } ?? []
    }

    /// The hosts that runs have met, each with whether it has a copy of the catalogue, read without writing anything.
    static func copyHolders(in directory: StateDirectory) throws(StateDirectory.Fault) -> [String: Bool] {
        try JournalFile.read(in: directory) { db in
            var hosts: [String: Bool] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT name, copy_etag IS NOT NULL FROM host") {
                hosts[row[0]] = row[1]
            }
            return hosts
        } ?? [:]
    }

    /// Notes how it stands with a host. To one that is being left nothing is on its way any more, and one that was left
    /// has a part in nothing.
    public func mark(_ host: String, as standing: KnownHost.Standing) throws(StateDirectory.Fault) {
        try write { db in
            if standing != .open { try db.execute(sql: "DELETE FROM move WHERE target = ?", arguments: [host]) }
            if standing == .left { try db.execute(sql: "DELETE FROM placement WHERE host = ?", arguments: [host]) }
            try db.execute(sql: "UPDATE host SET standing = ? WHERE name = ?", arguments: [standing.rawValue, host])
            try JournalSchema.noteChange(db)
        }
    }

    /// Remembers how exports describe calendars and address books, so that another host can be told.
    func know(_ collections: [ItemCollection]) throws(StateDirectory.Fault) {
        try write { db in
            for collection in collections where !collection.form.isFileTree { try Self.insert(collection, db) }
        }
    }

    /// Notes that moves are begun: whatever happens, a later run carries them on.
    func intend(_ moves: [UnitMove]) throws(StateDirectory.Fault) {
        try write { db in
            for move in moves {
                try Self.insert(move, db)
                if let target = move.to { try Self.place(move.unit, at: target, db) }
            }
        }
    }

    /// Notes that a move is done: nothing of the unit is at the old host any more.
    func finish(_ move: UnitMove) throws(StateDirectory.Fault) {
        try write { db in
            let arguments: StatementArguments = [move.unit, move.from]
            try db.execute(sql: "DELETE FROM placement WHERE unit = ? AND host = ?", arguments: arguments)
            try db.execute(sql: "DELETE FROM move WHERE unit = ? AND source = ?", arguments: arguments)
            try JournalSchema.noteChange(db)
        }
    }

    /// Gives a host up that nobody can ask any more: what was there is known of no longer.
    public func abandon(_ host: String) throws(StateDirectory.Fault) {
        try write { db in
            for table in ["catalogue", "placement", "intent", "made"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE host = ?", arguments: [host])
            }
            try db.execute(sql: "DELETE FROM move WHERE source = ? OR target = ?", arguments: [host, host])
            try db.execute(
                sql: "UPDATE host SET standing = ?, copy_revision = NULL, copy_etag = NULL WHERE name = ?",
                arguments: [KnownHost.Standing.left.rawValue, host])
            try JournalSchema.noteChange(db)
        }
    }

    /// Forgets copies that were taken away.
    func forget(_ lines: [CatalogueLine]) throws(StateDirectory.Fault) {
        try write { db in
            let statement = try db.cachedStatement(
                sql: "DELETE FROM catalogue WHERE host = ? AND service = ? AND collection = ? AND name = ?")
            for line in lines {
                let href = line.row.href
                try statement.execute(
                    arguments: [line.host, line.row.kind.service.rawValue, href.collection, href.name])
            }
            if !lines.isEmpty { try JournalSchema.noteChange(db) }
        }
    }

    /// Notes that copies were looked at and are equal, with the state they have now.
    func verified(_ lines: [CatalogueLine]) throws(StateDirectory.Fault) {
        try write { db in
            let statement = try db.cachedStatement(
                sql: """
                    UPDATE catalogue SET verified = ?, etag = ?
                    WHERE host = ? AND service = ? AND collection = ? AND name = ?
                    """)
            for line in lines {
                let row = line.row
                try statement.execute(arguments: [
                    line.verified, row.etag.rawValue, line.host, row.kind.service.rawValue, row.href.collection,
                    row.href.name,
                ])
            }
        }
    }

    /// Notes that an import begins; until `ended` nobody knows what it owes.
    func begin(import provider: String, label: String) throws(StateDirectory.Fault) {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO import (provider, label, begun) VALUES (?, ?, ?)
                    ON CONFLICT DO UPDATE SET label = excluded.label, begun = excluded.begun, ended = NULL,
                    totals = NULL
                    """,
                arguments: [provider, label, JournalSchema.now])
        }
    }

    /// Notes what an import came to.
    func end(
        import provider: String, totals: Ledger.Totals, owed: [ImportRecord.Owed]
    ) throws(StateDirectory.Fault) {
        try write { db in
            let text = String(decoding: try JSONEncoder().encode(totals), as: UTF8.self)
            try db.execute(
                sql: "UPDATE import SET ended = ?, totals = ? WHERE provider = ?",
                arguments: [JournalSchema.now, text, provider])
            try db.execute(sql: "DELETE FROM owed WHERE provider = ?", arguments: [provider])
            for (number, row) in owed.enumerated() {
                try db.execute(
                    sql: "INSERT INTO owed (provider, number, what, reason) VALUES (?, ?, ?, ?)",
                    arguments: [provider, number, row.what, row.reason])
            }
        }
    }

    /// Fills a state that knows nothing yet with what a copy of the catalogue says.
    public func restore(_ catalogue: Catalogue) throws(StateDirectory.Fault) {
        try write { db in
            for host in catalogue.hosts { try Self.insert(host, db) }
            for collection in catalogue.collections { try Self.insert(collection, db) }
            let insert = try db.cachedStatement(sql: JournalSchema.storeLine)
            for line in catalogue.lines { try insert.execute(arguments: line.arguments) }
            for (unit, hosts) in catalogue.placements {
                for host in hosts { try Self.place(unit, at: host, db) }
            }
            for move in catalogue.moves { try Self.insert(move, db) }
            try JournalSchema.noteChange(db)
        }
    }

    /// How often the catalogue has changed, and the copies at hosts: which change they know, and their state.
    func copies() throws(StateDirectory.Fault) -> (revision: Int64, known: [String: (revision: Int64, etag: ETag)]) {
        try read { db in
            var known: [String: (revision: Int64, etag: ETag)] = [:]
            let rows = try Row.fetchAll(
                db, sql: "SELECT name, copy_revision, copy_etag FROM host WHERE copy_etag IS NOT NULL")
            for row in rows { known[row[0]] = (row[1] ?? 0, ETag(row[2])) }
            return (try Int64.fetchOne(db, sql: "SELECT number FROM revision") ?? 0, known)
        }
    }

    /// Notes the copy of the catalogue at a host; `nil` when there is none any more.
    func noteCopy(_ etag: ETag?, of revision: Int64, at host: String) throws(StateDirectory.Fault) {
        try write { db in
            try db.execute(
                sql: "UPDATE host SET copy_revision = ?, copy_etag = ? WHERE name = ?",
                arguments: [etag == nil ? nil : revision, etag?.rawValue, host])
        }
    }
}
