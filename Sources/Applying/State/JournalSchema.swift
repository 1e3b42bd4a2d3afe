internal import Foundation
internal import GRDB

/// The tables of the journal, and how those of an earlier version become those of this one.
enum JournalSchema {
    /// The version this program writes.
    static let current = 4

    /// The time now, in seconds since 1970.
    static var now: Int64 { Int64(time(nil)) }

    /// The version of a file; 0 for one that is empty.
    static func version(of db: Database) throws -> Int {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard (0...current).contains(found) else {
            throw DatabaseError(message: "it was written by another version of degoogle")
        }
        return found
    }

    /// Makes the tables, or brings them up to date.
    static func prepare(_ db: Database) throws {
        var version = try version(of: db)
        let steps = [first, second, third, fourth]
        while version < current {
            try db.execute(sql: steps[version])
            version += 1
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
    }

    /// Counts a change that the copies of the catalogue at the hosts do not know yet.
    static func noteChange(_ db: Database) throws { try db.execute(sql: "UPDATE revision SET number = number + 1") }

    /// Writes a line of the catalogue. The time it was first stored stays as long as its content does.
    static let storeLine = """
        INSERT INTO catalogue (
            host, service, collection, name, kind, item, etag, byte_count, fingerprint, source_key, unit, title,
            modified, stored, verified, evidence, alterations)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET
            kind = excluded.kind, item = excluded.item, etag = excluded.etag, byte_count = excluded.byte_count,
            source_key = excluded.source_key, unit = excluded.unit, title = excluded.title,
            modified = excluded.modified,
            stored = iif(fingerprint = excluded.fingerprint, coalesce(stored, excluded.stored), excluded.stored),
            verified = iif(
                fingerprint = excluded.fingerprint, coalesce(excluded.verified, verified), excluded.verified),
            evidence = excluded.evidence, alterations = excluded.alterations, fingerprint = excluded.fingerprint
        """

    /// Takes away the line of an item that now has another address at the host: a server may call a collection otherwise
    /// than it was asked to.
    static let forgetOtherPlaces = """
        DELETE FROM catalogue
        WHERE host = ? AND item = ? AND kind = ? AND NOT (collection = ? AND name = ?)
        """

    private static let first = """
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
        """

    /// What the verbs after an import need: what things are called and when they were seen, the hosts and collections
    /// themselves, moves that have begun, and what imports could not do.
    private static let second = """
        ALTER TABLE catalogue ADD COLUMN unit TEXT;
        ALTER TABLE catalogue ADD COLUMN title TEXT;
        ALTER TABLE catalogue ADD COLUMN modified INTEGER;
        ALTER TABLE catalogue ADD COLUMN stored INTEGER;
        ALTER TABLE catalogue ADD COLUMN verified INTEGER;
        CREATE TABLE host (
            name TEXT PRIMARY KEY, profile TEXT NOT NULL, standing TEXT NOT NULL, copy_revision INTEGER,
            copy_etag TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE collection (
            form TEXT NOT NULL, name TEXT NOT NULL, summary TEXT, color TEXT,
            PRIMARY KEY (form, name)) STRICT, WITHOUT ROWID;
        CREATE TABLE move (
            unit TEXT NOT NULL, source TEXT NOT NULL, target TEXT,
            PRIMARY KEY (unit, source)) STRICT, WITHOUT ROWID;
        CREATE TABLE import (
            provider TEXT PRIMARY KEY, label TEXT NOT NULL, begun INTEGER NOT NULL, ended INTEGER,
            totals TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE owed (
            provider TEXT NOT NULL, number INTEGER NOT NULL, what TEXT NOT NULL, reason TEXT NOT NULL,
            PRIMARY KEY (provider, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE revision (number INTEGER NOT NULL) STRICT;
        INSERT INTO revision VALUES (1);
        """

    /// How each copy came to its host, so that a run that goes on reports what the one before it did; and where the copy
    /// of an item is, for it may get another address.
    private static let third = """
        ALTER TABLE catalogue ADD COLUMN evidence TEXT;
        ALTER TABLE catalogue ADD COLUMN alterations TEXT;
        CREATE INDEX catalogue_item ON catalogue (host, item);
        """

    /// Which collections are of this program's making, so that they are removed from a host that is left.
    private static let fourth = """
        CREATE TABLE made (
            host TEXT NOT NULL, service TEXT NOT NULL, collection TEXT NOT NULL,
            PRIMARY KEY (host, service, collection)) STRICT, WITHOUT ROWID;
        """
}
