internal import Foundation
internal import GRDB

/// The file of the journal: reading it without writing a byte, and what can be wrong with it.
enum JournalFile {
    /// Reads it; `nil` when there is none.
    static func read<Value>(
        in directory: StateDirectory, _ body: (Database) throws -> Value
    ) throws(StateDirectory.Fault) -> Value? {
        guard FileManager.default.fileExists(atPath: directory.journalPath) else { return nil }
        return try mapping(directory) {
            try withReadableCopy(of: directory.journalPath) { path in
                var configuration = Configuration()
                configuration.readonly = true
                return try DatabaseQueue(path: path, configuration: configuration).read(body)
            }
        }
    }

    /// Lets `body` read the file at `path`, or a copy: after a run was killed in the middle of writing, SQLite must
    /// write to be able to read, and the state of an earlier version must be brought up to date first.
    private static func withReadableCopy<Value>(of path: String, _ body: (String) throws -> Value) throws -> Value {
        let files = FileManager.default
        let hot = path + "-journal"
        // Not by FileManager, which asks the system, perhaps over a network, what the file's owner is called.
        var status = stat()
        let isHot = stat(hot, &status) == 0 && status.st_size > 0
        if !isHot, try isCurrent(path) { return try body(path) }
        let folder = files.temporaryDirectory.appendingPathComponent("degoogle-\(UUID().uuidString)")
        try files.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: folder) }
        let copy = folder.appendingPathComponent("state.sqlite").path
        try files.copyItem(atPath: path, toPath: copy)
        if isHot { try files.copyItem(atPath: hot, toPath: copy + "-journal") }
        try DatabaseQueue(path: copy).write { db in try JournalSchema.prepare(db) }
        return try body(copy)
    }

    private static func isCurrent(_ path: String) throws -> Bool {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            try JournalSchema.version(of: db) == JournalSchema.current
        }
    }

    /// Says what is wrong in the terms of the state directory.
    static func mapping<Value>(
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
