internal import Glibc

/// Reads directories by descriptor, so that nobody can lead the walk out of the tree by exchanging a folder for a link.
enum FolderWalk {
    /// How deep folders may be nested; each level holds a descriptor.
    static let maximumDepth = 128

    /// Opens the folder a user named; links are followed, since the user chose them.
    static func openRoot(_ path: String) throws(ArchiveError) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno) }
        return descriptor
    }

    /// Opens a folder within another, never through a link.
    static func openFolder(_ name: [UInt8], in parent: Int32) throws(ArchiveError) -> Int32 {
        let descriptor = openat(parent, cString(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno) }
        return descriptor
    }

    /// Opens a file within a folder, never through a link, and without waiting at a FIFO.
    static func openFile(_ name: [UInt8], in parent: Int32) throws(ArchiveError) -> SourceFile {
        try SourceFile(owning: openat(parent, cString(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC))
    }

    /// What a name in a folder is; a link itself, not its target.
    static func status(_ name: [UInt8], in parent: Int32) throws(ArchiveError) -> stat {
        var status = stat()
        guard fstatat(parent, cString(name), &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw .system(errno) }
        return status
    }

    /// The names in a folder in byte order, without `.` and `..`.
    static func names(in folder: Int32) throws(ArchiveError) -> [[UInt8]] {
        // fdopendir takes the descriptor over, and the caller keeps its own.
        let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .system(errno) }
        guard let stream = fdopendir(copy) else {
            let number = errno
            close(copy)
            throw .system(number)
        }
        defer { closedir(stream) }
        rewinddir(stream)
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let item = readdir(stream) else { break }
            let name = withUnsafeBytes(of: &item.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [0x2e], name != [0x2e, 0x2e] { names.append(name) }
        }
        guard errno == 0 else { throw .system(errno) }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static func cString(_ name: [UInt8]) -> [CChar] {
        name.map { CChar(bitPattern: $0) } + [0]
    }
}
