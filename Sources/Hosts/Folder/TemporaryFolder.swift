internal import Glibc
internal import Hosting
internal import Synchronization

/// The folder at the top of a host where files are written before they get their name. It is on the same file system
/// as all the rest, so that giving a name is one step; and it is locked, so that one run writes to a host at a time.
final class TemporaryFolder: Sendable {
    static let name = ".degoogle-tmp"
    private static let prefix = "new-"

    /// The folder.
    let descriptor: Descriptor
    private let root: Descriptor
    private let counter = Atomic<UInt64>(0)

    /// Makes and locks the folder and removes what a run that was killed left in it.
    ///
    /// - Throws: `.unavailable` when another run holds the lock.
    init(in root: HostRoot) throws(StoreError) {
        let path = root.path(of: [Self.name])
        do {
            self.root = try root.open([])
            descriptor = try Self.lock(in: self.root)
            try removeLeftOvers()
        } catch  where error.code == EWOULDBLOCK {
            throw StoreError(.unavailable, "another run is writing to this host: it holds the lock on \(path)")
        } catch { throw StoreError(error, trying: "use the folder \(path)") }
    }

    /// The lock lies on an open folder. One that another run removed between our opening and our locking it locks
    /// nothing, hence the comparison afterwards.
    private static func lock(in root: Descriptor) throws(SystemFailure) -> Descriptor {
        while true {
            _ = try root.makeFolder(name)
            let folder: Descriptor
            do { folder = try root.openFolder(name) } catch  where error.code == ENOENT { continue }
            _ = try retrying { flock(folder.number, LOCK_EX | LOCK_NB) }
            if try root.statusIfPresent(of: name)?.identity == folder.status().identity { return folder }
        }
    }

    /// Only regular files that are named as `create` names them are ours; whatever else is here stays.
    private func removeLeftOvers() throws(SystemFailure) {
        for name in try descriptor.names() where Self.isOurs(name) {
            if try descriptor.status(of: name).isRegular { try descriptor.remove(name) }
        }
    }

    private static func isOurs(_ name: String) -> Bool {
        let digits = name.utf8.dropFirst(prefix.utf8.count)
        return name.hasPrefix(prefix) && digits.count == 16
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Makes a file without a place yet, open for writing.
    func create() throws(SystemFailure) -> (name: String, file: Descriptor) {
        while true {
            let name = newName()
            do {
                return (name, try descriptor.open(name, O_WRONLY | O_CREAT | O_EXCL, mode: 0o644))
            } catch  where error.code == EEXIST { continue }
        }
    }

    /// A name for a file in the folder that this run has not used.
    func newName() -> String {
        let number = String(counter.wrappingAdd(1, ordering: .relaxed).newValue)
        return Self.prefix + String(repeating: "0", count: max(0, 16 - number.utf8.count)) + number
    }

    /// Removes the folder if nothing is in it, and lets the next run in.
    func close() {
        // A folder with something in it stays, and so does one that cannot be removed: it harms nobody.
        _ = unlinkat(root.number, Self.name, AT_REMOVEDIR)
        _ = flock(descriptor.number, LOCK_UN)
    }
}
