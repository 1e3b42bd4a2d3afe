internal import Glibc
internal import Hosting

/// What stat(2) says of a file.
struct FileStatus {
    private let status: stat

    init(_ status: stat) { self.status = status }

    var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }
    var isFolder: Bool { status.st_mode & S_IFMT == S_IFDIR }
    var isSymbolicLink: Bool { status.st_mode & S_IFMT == S_IFLNK }

    /// Why what is no regular file is not read as one.
    var whyNotRead: SystemFailure { SystemFailure(isSymbolicLink ? ELOOP : isFolder ? EISDIR : EINVAL) }

    /// Its size in bytes.
    var byteCount: UInt64 { UInt64(max(0, status.st_size)) }

    /// Device and inode, which no other existing file shares.
    var identity: [UInt64] { [UInt64(status.st_dev), UInt64(status.st_ino)] }

    /// A text that changes with every change of content: a replaced file has another inode, one that was written to
    /// another time of change, which no program can set.
    var etag: ETag {
        let numbers = [
            Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, Int(bitPattern: UInt(status.st_ino)),
            status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
        ]
        return ETag(numbers.map { String($0, radix: 36) }.joined(separator: "."))
    }
}
