internal import Glibc
internal import Hosting
internal import Items

/// The content of a file in an open folder, itself opened when it is read.
struct FileBody: ContentBody {
    private let folder: Descriptor
    private let name: String
    /// Its path, for sentences.
    private let path: String
    let byteCount: UInt64?

    /// Finds a file.
    ///
    /// - Throws: `.notFound` when there is none, `.refused` when it is no regular file.
    init(_ name: String, in folder: Descriptor, at path: String) throws(StoreError) {
        let status: FileStatus
        do throws(SystemFailure) {
            status = try folder.status(of: name)
            guard status.isRegular else { throw status.whyNotRead }
        } catch { throw StoreError(error, trying: "read \(path)") }
        self.init(name, in: folder, at: path, status)
    }

    /// Takes a regular file that was found already.
    init(_ name: String, in folder: Descriptor, at path: String, _ status: FileStatus) {
        self.folder = folder
        self.name = name
        self.path = path
        byteCount = status.byteCount
    }

    func open() throws(ContentError) -> any ContentReader {
        do throws(SystemFailure) {
            // O_NONBLOCK, because opening a named pipe would wait for a writer.
            let file = try folder.open(name, O_RDONLY | O_NONBLOCK)
            let status = try file.status()
            guard status.isRegular else { throw status.whyNotRead }
            return FileReader(file, status.byteCount, path)
        } catch { throw ContentError(StoreError(error, trying: "read \(path)").description) }
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
