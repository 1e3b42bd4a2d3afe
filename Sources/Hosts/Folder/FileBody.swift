internal import Glibc
internal import Hosting
internal import Items

/// The content of a file below a host's root, opened when it is read.
struct FileBody: ContentBody {
    private let root: HostRoot
    private let folder: [String]
    private let name: String
    let byteCount: UInt64?

    /// Finds a file.
    ///
    /// - Throws: `.notFound` when there is none, `.refused` when it is no regular file.
    init(_ root: HostRoot, _ folder: [String], _ name: String) throws(StoreError) {
        self.root = root
        self.folder = folder
        self.name = name
        do { byteCount = try Self.open(root, folder, name).byteCount } catch {
            throw StoreError(error, trying: "read \(root.path(of: folder + [name]))")
        }
    }

    func open() throws(ContentError) -> any ContentReader {
        let path = root.path(of: folder + [name])
        do {
            let (file, byteCount) = try Self.open(root, folder, name)
            return FileReader(file, byteCount, path)
        } catch { throw ContentError(StoreError(error, trying: "read \(path)").description) }
    }

    private static func open(_ root: HostRoot, _ folder: [String], _ name: String) throws(SystemFailure)
        -> (file: Descriptor, byteCount: UInt64)
    {
        // O_NONBLOCK, because opening a named pipe would wait for a writer.
        let file = try root.open(folder).open(name, O_RDONLY | O_NONBLOCK)
        let status = try file.status()
        guard status.isRegular else { throw SystemFailure(status.isFolder ? EISDIR : EINVAL) }
        return (file, status.byteCount)
    }
}

/// Reads a file to the end it had when it was opened.
private final class FileReader: ContentReader {
    private let file: Descriptor
    private let byteCount: UInt64
    private let path: String
    private var position: UInt64 = 0

    init(_ file: Descriptor, _ byteCount: UInt64, _ path: String) {
        self.file = file
        self.byteCount = byteCount
        self.path = path
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
        let count: Int
        do { count = try retrying { Glibc.read(file.number, buffer.baseAddress, buffer.count) } } catch {
            throw ContentError(StoreError(error, trying: "read \(path)").description)
        }
        position += UInt64(count)
        guard count > 0 ? position <= byteCount : position == byteCount else {
            throw ContentError("\(path) changed while it was read")
        }
        return count
    }
}
