internal import Glibc

/// What tells that a file is still the one that was listed.
struct FileStamp: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
    let byteCount: UInt64
    let seconds: Int64
    let nanoseconds: Int64

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        byteCount = UInt64(max(status.st_size, 0))
        seconds = Int64(status.st_mtim.tv_sec)
        nanoseconds = Int64(status.st_mtim.tv_nsec)
    }
}

/// An open regular file, read by position and never written.
final class SourceFile: ByteSource {
    let stamp: FileStamp
    let descriptor: Int32

    var byteCount: UInt64 { stamp.byteCount }

    /// Opens the file a user named; links are followed, since the user chose them. A FIFO or device is not opened.
    convenience init(path: String) throws(ArchiveError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        // Not to hang if a FIFO took the file's place just now.
        try self.init(owning: Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    }

    /// Takes over what an `open` gave, -1 for its failure.
    init(owning descriptor: Int32) throws(ArchiveError) {
        guard descriptor >= 0 else { throw .system(errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let number = errno
            close(descriptor)
            throw .system(number)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notAFile
        }
        self.descriptor = descriptor
        stamp = FileStamp(status)
    }

    deinit { close(descriptor) }

    /// Reads until the buffer is full or the file ends; gives the number of bytes.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ArchiveError) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        var filled = 0
        while filled < buffer.count {
            guard let position = off_t(exactly: offset + UInt64(filled)) else { return filled }
            let count = pread(descriptor, base + filled, buffer.count - filled, position)
            if count > 0 {
                filled += count
            } else if count == 0 {
                break
            } else if errno != EINTR {
                throw .system(errno)
            }
        }
        return filled
    }
}
