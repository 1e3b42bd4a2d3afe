internal import CLinux
internal import Glibc
internal import Hosting
internal import Items
internal import Synchronization

/// Puts files into a host, each whole or not at all: written under a temporary name, brought to the disk, and only then
/// given its place. Every call blocks its thread.
final class FolderWriter: Sendable {
    /// What a file must find in its place.
    enum Condition {
        case nothing
        case resource(ETag)
    }

    private let root: HostRoot
    private let temporary: TemporaryFolder
    private let folders: SharedFolders
    private let durable: Bool
    /// Held between looking at a resource and replacing it, so that of two updates of one state one fails. Another
    /// program takes no part in this: a change it makes in the microseconds between is replaced unseen.
    private let replacing = Mutex(())

    init(_ root: HostRoot, _ temporary: TemporaryFolder, durable: Bool) {
        self.root = root
        self.temporary = temporary
        self.durable = durable
        folders = SharedFolders(below: root)
    }

    /// Ends the use of the host.
    func close() { temporary.close() }

    /// Makes a folder and those above it, as far as they are missing.
    func makeFolder(_ names: [String]) throws(StoreError) {
        do { try root.make(names, durable: durable) } catch {
            throw StoreError(error, trying: "make the folder \(root.path(of: names))")
        }
    }

    /// Writes a file.
    ///
    /// - Parameters:
    ///   - modified: its time of last change, seconds since 1970; without one it is the time of writing.
    ///   - condition: checked before the first byte is read and again when the file gets its place.
    /// - Returns: the file as it now is.
    func write(
        _ body: any ContentBody, to name: String, in folder: [String], modified: Int64?, if condition: Condition
    ) throws(StoreError) -> FileStatus {
        let path = root.path(of: folder + [name])
        func failing(_ failure: SystemFailure) -> StoreError { StoreError(failure, trying: "write \(path)") }
        return try folders.with(folder, failing: failing) { folder throws(StoreError) in
            try check(condition, name, in: folder, path)
            let new: (name: String, file: Descriptor)
            do throws(SystemFailure) { new = try temporary.create() } catch { throw failing(error) }
            do throws(StoreError) {
                try copy(body, to: new.file, path)
                do throws(SystemFailure) { try finish(new.file, modified) } catch { throw failing(error) }
                try place(new.name, as: name, in: folder, if: condition, path)
            } catch {
                // What cannot be removed now is removed when the host is next opened for writing.
                _ = unlinkat(temporary.descriptor.number, new.name, 0)
                throw error
            }
            do throws(SystemFailure) {
                if durable { try folder.synchronise() }
                return try new.file.status()
            } catch { throw failing(error) }
        }
    }

    /// Removes a file that is in a known state.
    ///
    /// - Throws: `.preconditionFailed` when it has changed or is gone.
    func remove(_ name: String, from folder: [String], if etag: ETag) throws(StoreError) {
        let path = root.path(of: folder + [name])
        func failing(_ failure: SystemFailure) -> StoreError { StoreError(failure, trying: "remove \(path)") }
        try folders.with(folder, failing: failing) { folder throws(StoreError) in
            try replacing.withLock { _ throws(StoreError) in
                try check(.resource(etag), name, in: folder, path)
                do throws(SystemFailure) { try folder.descriptor.remove(name) } catch { throw failing(error) }
            }
            guard durable else { return }
            do throws(SystemFailure) { try folder.synchronise() } catch { throw failing(error) }
        }
    }

    /// Removes a folder that holds nothing but files of some names.
    ///
    /// - Returns: whether it is gone; one that holds anything else is left as it is.
    func removeFolder(_ names: [String], ifOnly unimportant: Set<String>) throws(StoreError) -> Bool {
        let path = root.path(of: names)
        guard let name = names.last else { return false }
        do throws(SystemFailure) {
            let above = try root.open(names.dropLast())
            let folder = try above.openFolder(name)
            let found = try folder.names()
            guard unimportant.isSuperset(of: found) else { return false }
            for name in found {
                guard try folder.statusIfPresent(of: name)?.isRegular ?? true else { return false }
            }
            try emptying(folder, of: found) { () throws(SystemFailure) in try above.removeFolder(name) }
            if durable { try above.synchronise() }
            return true
        } catch {
            switch error.code {
            case ENOENT: return true
            case ENOTEMPTY, EEXIST: return false
            default: throw StoreError(error, trying: "remove the folder \(path)")
            }
        }
    }

    /// Does something while files are out of a folder; they go back if it fails.
    private func emptying(
        _ folder: Descriptor, of names: [String], _ body: () throws(SystemFailure) -> Void
    ) throws(SystemFailure) {
        let aside = temporary.descriptor
        var moved: [(name: String, spare: String)] = []
        do throws(SystemFailure) {
            for name in names {
                let spare = temporary.newName()
                do throws(SystemFailure) {
                    try Self.rename(folder.number, name, ifNothingIsAt: aside.number, spare)
                    moved.append((name, spare))
                } catch  where error.code == ENOENT {}
            }
            try body()
        } catch {
            for (name, spare) in moved {
                // Where another program has made it anew, its own stays.
                do throws(SystemFailure) {
                    try Self.rename(aside.number, spare, ifNothingIsAt: folder.number, name)
                } catch  where error.code == EEXIST {}
            }
            throw error
        }
        for (_, spare) in moved { try aside.remove(spare) }
    }

    private func check(_ condition: Condition, _ name: String, in folder: SharedFolder, _ path: String)
        throws(StoreError)
    {
        let found: FileStatus?
        do { found = try folder.descriptor.statusIfPresent(of: name) } catch {
            throw StoreError(error, trying: "look at \(path)")
        }
        switch condition {
        case .nothing:
            guard found == nil else { throw StoreError(.alreadyExists, "there is a \(path) already") }
        case .resource(let etag):
            guard let found, found.isRegular, found.etag == etag else {
                throw StoreError(.preconditionFailed, "\(path) has changed since it was looked at, or is gone")
            }
        }
    }

    private func copy(_ body: any ContentBody, to file: Descriptor, _ path: String) throws(StoreError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 262_144, alignment: 16)
        defer { buffer.deallocate() }
        let reader: any ContentReader
        do { reader = try body.open() } catch { throw StoreError(error) }
        while true {
            guard !Task.isCancelled else { throw StoreError(.cancelled, "the run was stopped while it wrote \(path)") }
            let count: Int
            do { count = try reader.read(into: buffer) } catch { throw StoreError(error) }
            if count == 0 { return }
            var written = 0
            while written < count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[written..<count])
                do { written += try retrying { Glibc.write(file.number, rest.baseAddress, rest.count) } } catch {
                    throw StoreError(error, trying: "write \(path)")
                }
            }
        }
    }

    /// Gives a file its time and brings it to the disk.
    private func finish(_ file: Descriptor, _ modified: Int64?) throws(SystemFailure) {
        if let modified {
            let time = timespec(tv_sec: Int(modified), tv_nsec: 0)
            _ = try retrying {
                withUnsafeBytes(of: (time, time)) { times in
                    futimens(file.number, times.assumingMemoryBound(to: timespec.self).baseAddress)
                }
            }
        }
        if durable { try file.synchronise() }
    }

    private func place(
        _ temporaryName: String, as name: String, in folder: SharedFolder, if condition: Condition, _ path: String
    ) throws(StoreError) {
        let (from, to) = (temporary.descriptor.number, folder.descriptor.number)
        switch condition {
        case .nothing:
            do { try Self.rename(from, temporaryName, ifNothingIsAt: to, name) } catch {
                throw StoreError(error, trying: "give \(path) its name")
            }
        case .resource:
            try replacing.withLock { _ throws(StoreError) in
                try check(condition, name, in: folder, path)
                do throws(SystemFailure) { _ = try retrying { renameat(from, temporaryName, to, name) } } catch {
                    throw StoreError(error, trying: "replace \(path)")
                }
            }
        }
    }

    /// Moves a file where nothing is. A file system that has no such rename (NFS) has links, which do the same.
    private static func rename(_ from: Int32, _ name: String, ifNothingIsAt to: Int32, _ newName: String)
        throws(SystemFailure)
    {
        do { _ = try retrying { degoogle_rename_noreplace(from, name, to, newName) } } catch
            where error.code == EINVAL || error.code == ENOSYS
        {
            _ = try retrying { linkat(from, name, to, newName, 0) }
            // The file is in its place; a second name that stays behind is removed when the host is next opened.
            _ = unlinkat(from, name, 0)
        }
    }
}
