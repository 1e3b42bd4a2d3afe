internal import Glibc
internal import Hosting

/// The folder a host is. Everything below it is reached component by component without following a symbolic link,
/// so that no link in it leads a read or a write elsewhere; the folder itself may be one.
struct HostRoot: Sendable {
    /// Its path, for sentences.
    let path: String
    /// `nil` when it does not exist and, because the host is only read, is not made.
    let descriptor: Descriptor?

    /// Opens the folder of a host that is only read.
    init(reading path: String) throws(StoreError) {
        self.path = path
        do { descriptor = try Descriptor(folderAt: path) } catch  where error.code == ENOENT { descriptor = nil } catch
        {
            throw StoreError(error, trying: "open \(path)")
        }
    }

    /// Opens the folder of a host that is written to, and makes it if it is missing.
    init(writing path: String, durable: Bool) throws(StoreError) {
        self.path = path
        do {
            try Self.make(path, durable: durable)
            descriptor = try Descriptor(folderAt: path)
        } catch { throw StoreError(error, trying: "make or open the folder \(path)") }
    }

    private static func make(_ path: String, durable: Bool) throws(SystemFailure) {
        do { _ = try retrying { mkdir(path, 0o755) } } catch  where error.code == EEXIST { return } catch
            where error.code == ENOENT
        {
            let above = parent(of: path)
            guard above != path else { throw error }
            try make(above, durable: durable)
            do { _ = try retrying { mkdir(path, 0o755) } } catch  where error.code == EEXIST { return }
        }
        if durable { try Descriptor(folderAt: parent(of: path)).synchronise() }
    }

    private static func parent(of path: String) -> String {
        let trimmed = path.utf8.reversed().drop { $0 == UInt8(ascii: "/") }
        let above = trimmed.drop { $0 != UInt8(ascii: "/") }.drop { $0 == UInt8(ascii: "/") }
        if above.isEmpty { return path.utf8.first == UInt8(ascii: "/") ? "/" : "." }
        return String(decoding: above.reversed(), as: UTF8.self)
    }

    /// Opens a folder below this one.
    ///
    /// - Throws: `ENOENT` where it is missing, `ELOOP` at a symbolic link, `ENOTDIR` at a file.
    func open(_ names: [String]) throws(SystemFailure) -> Descriptor {
        guard var folder = descriptor else { throw SystemFailure(ENOENT) }
        for name in names { folder = try folder.openFolder(name) }
        return folder
    }

    /// Makes a folder below this one and those above it, as far as they are missing.
    func make(_ names: [String], durable: Bool) throws(SystemFailure) {
        guard var folder = descriptor else { throw SystemFailure(ENOENT) }
        for name in names {
            let isNew = try folder.makeFolder(name)
            if isNew, durable { try folder.synchronise() }
            folder = try folder.openFolder(name)
        }
    }

    /// The path of something below this folder, for sentences.
    func path(of names: [String]) -> String { ([path] + names).joined(separator: "/") }

    /// The bytes the file system has free for this user, minus a reserve of 16 MiB that keeps it usable and holds the
    /// folders themselves. Of a folder that is missing, what is free above it.
    var availableBytes: UInt64? {
        var space = statvfs()
        if let descriptor {
            guard fstatvfs(descriptor.number, &space) == 0 else { return nil }
        } else {
            var above = path
            while statvfs(above, &space) != 0 {
                let next = Self.parent(of: above)
                guard errno == ENOENT, next != above else { return nil }
                above = next
            }
        }
        let (free, overflow) = UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize))
        guard !overflow else { return nil }
        let reserve: UInt64 = 16 << 20
        return free > reserve ? free - reserve : 0
    }
}
