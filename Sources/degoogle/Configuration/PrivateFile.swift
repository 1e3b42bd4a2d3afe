internal import Foundation

/// Files that only their owner can read.
enum PrivateFile {
    /// Replaces a file whole, with a file nobody else could ever read. Where `path` is a symbolic link, as in a home
    /// whose configuration is kept elsewhere, the file it leads to is replaced and the link stays.
    ///
    /// - Throws: `POSIXError`; what was there is untouched then.
    static func write(_ text: String, to path: String) throws {
        let target = try Self.target(of: path)
        let folder = (target as NSString).deletingLastPathComponent
        // A name that nothing has, made with O_EXCL: nobody can have put a link there.
        let temporary = target + "." + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.error }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(text.utf8))
            try handle.synchronize()
            guard rename(temporary, target) == 0 else { throw Self.error }
        } catch {
            unlink(temporary)
            throw error
        }
        let opened = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw Self.error }
        defer { close(opened) }
        guard fsync(opened) == 0 else { throw Self.error }
    }

    /// As many symbolic links as Linux follows.
    private static let mostLinks = 40

    /// Where a path leads.
    private static func target(of path: String) throws -> String {
        var path = path
        for _ in 0..<mostLinks {
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
            let next = try FileManager.default.destinationOfSymbolicLink(atPath: path)
            path =
                next.hasPrefix("/")
                ? next : ((path as NSString).deletingLastPathComponent as NSString).appendingPathComponent(next)
        }
        throw POSIXError(.ELOOP)
    }

    private static var error: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
