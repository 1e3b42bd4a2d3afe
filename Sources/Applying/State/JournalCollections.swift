internal import GRDB
internal import Hosting
internal import Planning

/// Which collections at the hosts are of this program's making: no other is ever removed.
extension Journal {
    /// Notes collections that are there now because a run wanted them.
    ///
    /// - Parameters:
    ///   - addresses: the collections.
    ///   - existing: what was there before: of calendars and address books each, of a file tree the top folders.
    func noteMade(
        _ addresses: [HostSnapshot.Address], beside existing: Set<HostSnapshot.Address>, at host: String
    ) throws(StateDirectory.Fault) {
        try write { db in
            let insert = try db.cachedStatement(
                sql: "INSERT OR IGNORE INTO made (host, service, collection) VALUES (?, ?, ?)")
            for address in addresses where !address.path.isEmpty {
                let service = address.service.rawValue
                let top = HostSnapshot.Address(address.service, address.top)
                guard existing.contains(top) else {
                    // With a folder those above it are made.
                    for path in address.paths { try insert.execute(arguments: [host, service, path]) }
                    continue
                }
                let isOwn = try Bool.fetchOne(
                    db, sql: "SELECT 1 FROM made WHERE host = ? AND service = ? AND collection = ?",
                    arguments: [host, service, top.path])
                guard isOwn ?? false else { continue }
                for path in address.paths { try insert.execute(arguments: [host, service, path]) }
            }
        }
    }

    /// The collections at a host that are of this program's making.
    func made(at host: String) throws(StateDirectory.Fault) -> Set<HostSnapshot.Address> {
        try read { db in
            var made: Set<HostSnapshot.Address> = []
            let rows = try Row.fetchAll(
                db, sql: "SELECT service, collection FROM made WHERE host = ?", arguments: [host])
            for row in rows {
                guard let service = StoreService(rawValue: row[0]) else { continue }
                made.insert(HostSnapshot.Address(service, row[1]))
            }
            return made
        }
    }

    /// Forgets what was made at a host that is left.
    func forgetMade(at host: String) throws(StateDirectory.Fault) {
        try write { try $0.execute(sql: "DELETE FROM made WHERE host = ?", arguments: [host]) }
    }
}

extension HostSnapshot.Address {
    /// The first component of the path.
    var top: String { path.split(separator: "/").first.map(String.init) ?? path }

    /// The path and, in a file tree, those of the folders above it, the top first.
    var paths: [String] {
        guard service.isFileTree else { return [path] }
        let names = path.split(separator: "/")
        return names.indices.map { names[...$0].joined(separator: "/") }
    }
}
