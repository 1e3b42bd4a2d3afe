internal import Glibc

/// An open file or folder, closed with its last owner.
final class Descriptor: Sendable {
    let number: Int32

    /// Takes over an open descriptor.
    init(owning number: Int32) { self.number = number }

    deinit { close(number) }

    /// Opens a folder by a path a person gave; symbolic links are followed.
    init(folderAt path: String) throws(SystemFailure) {
        number = try retrying { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    }

    /// Opens what lies directly in this folder and is no symbolic link.
    ///
    /// - Throws: `ELOOP` for a symbolic link.
    func open(_ name: String, _ flags: Int32, mode: mode_t = 0) throws(SystemFailure) -> Descriptor {
        do {
            let number = try retrying { openat(self.number, name, flags | O_NOFOLLOW | O_CLOEXEC, mode) }
            return Descriptor(owning: number)
        } catch {
            // With O_DIRECTORY Linux says ENOTDIR of a symbolic link, as of a file.
            guard error.code == ENOTDIR, try status(of: name).isSymbolicLink else { throw error }
            throw SystemFailure(ELOOP)
        }
    }

    /// Opens a folder that lies directly in this one.
    func openFolder(_ name: String) throws(SystemFailure) -> Descriptor {
        try open(name, O_RDONLY | O_DIRECTORY)
    }

    /// Makes a folder in this one.
    ///
    /// - Returns: false when something has that name already.
    func makeFolder(_ name: String) throws(SystemFailure) -> Bool {
        do {
            _ = try retrying { mkdirat(number, name, 0o755) }
            return true
        } catch  where error.code == EEXIST {
            return false
        }
    }

    /// What lies under a name in this folder, a symbolic link as itself.
    func status(of name: String) throws(SystemFailure) -> FileStatus {
        var status = stat()
        _ = try retrying { fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) }
        return FileStatus(status)
    }

    /// The same, or `nil` where nothing has that name.
    func statusIfPresent(of name: String) throws(SystemFailure) -> FileStatus? {
        do { return try status(of: name) } catch  where error.code == ENOENT { return nil }
    }

    /// What this is.
    func status() throws(SystemFailure) -> FileStatus {
        var status = stat()
        _ = try retrying { fstat(number, &status) }
        return FileStatus(status)
    }

    /// Removes a file, or the link that it is, from this folder.
    func remove(_ name: String) throws(SystemFailure) {
        _ = try retrying { unlinkat(number, name, 0) }
    }

    /// Removes a folder from this one, if it is empty.
    ///
    /// - Throws: `ENOTEMPTY` where it is not.
    func removeFolder(_ name: String) throws(SystemFailure) {
        _ = try retrying { unlinkat(number, name, AT_REMOVEDIR) }
    }

    /// Waits until what was written is on the disk.
    func synchronise() throws(SystemFailure) {
        do { _ = try retrying { fsync(number) } } catch  where error.code == EINVAL {
            // fsync(2): the file system has nothing to synchronise for this kind of file.
        }
    }

    /// The names in this folder, without `.` and `..`, in the order of their bytes. Names that are not UTF-8 cannot
    /// be said in a href and are left out.
    func names() throws(SystemFailure) -> [String] {
        let number = try retrying { openat(self.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let folder = fdopendir(number) else {
            let failure = SystemFailure.last
            close(number)
            throw failure
        }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                guard errno == 0 else { throw .last }
                return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            }
            guard let name = Self.name(of: entry), name != ".", name != ".." else { continue }
            names.append(name)
        }
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        return String(
            validatingCString: UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self))
    }
}
