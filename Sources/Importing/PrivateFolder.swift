internal import Archives
internal import Glibc
package import Items

/// A folder for a child to work in, which only this user can read, and which is gone with the last reference to it.
///
/// It lies where `TMPDIR` says, else in `/var/tmp`, which is on a disk where `/tmp` may be memory.
package final class PrivateFolder {
    /// Why content was not copied into it.
    package enum CopyFailure: Error {
        /// The content cannot be read.
        case source(ContentError)
        /// The folder cannot be written to.
        case folder(ContentError)
    }

    /// Its path.
    package let path: String

    /// Makes a folder.
    package init() throws(CopyFailure) {
        let parent = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
        var template = Array("\(parent)/degoogle-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Self.failure("make a folder in \(parent)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    /// Makes a folder in it.
    package func makeFolder(_ name: String) throws(CopyFailure) {
        guard mkdir("\(path)/\(name)", 0o700) == 0 else { throw Self.failure("make a folder in \(path)") }
    }

    /// Writes content to a new file in it.
    ///
    /// - Throws: when the content cannot be read to its end, is larger than `limit` bytes, or the disk is full.
    package func write(_ name: String, from content: any ContentReader, limit: Int) throws(CopyFailure) {
        let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure("write to \(path)") }
        defer { close(file) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var total = 0
        while true {
            let count: Int
            do throws(ContentError) { count = try content.read(into: buffer) } catch { throw .source(error) }
            if count == 0 { return }
            total += count
            guard total <= limit else { throw .folder(ContentError("it is larger than \(limit) bytes")) }
            var start = 0
            while start < count {
                let written = Glibc.write(file, buffer.baseAddress?.advanced(by: start), count - start)
                if written < 0, errno != EINTR { throw Self.failure("write to \(path)") }
                if written > 0 { start += written }
            }
        }
    }

    /// Reads the files below a folder in it, in the order of the bytes of their paths. Links are not followed.
    ///
    /// - Parameters:
    ///   - limit: the most bytes of one file; a larger one fails.
    ///   - body: takes each path below the folder with the bytes of the file, or with why it could not be read.
    /// - Throws: only what `body` throws.
    package func readFiles(
        in name: String, limit: Int, _ body: (String, Result<[UInt8], ContentError>) async throws -> Void
    ) async throws {
        let archives = ArchiveSet.open(["\(path)/\(name)"])
        let readers = PartReaders(archives)
        for part in archives.parts {
            let entries = part.entries
            let files = entries.indices.filter { entries.kind(at: $0) == .file && entries.refusal(at: $0) == nil }
            let paths = files.map { entries.path(at: $0) }
            for place in paths.placesInByteOrder() {
                let reference = EntryReference(part: part.id, entry: Int32(files[place]))
                try await body(paths[place], Self.bytes(of: reference, readers, limit: limit))
            }
        }
    }

    /// How many bytes the files in it have.
    package var byteCount: UInt64 {
        var total: UInt64 = 0
        Self.walk(path) { _, status in total += UInt64(max(0, status.st_size)) }
        return total
    }

    private static func bytes(
        of reference: EntryReference, _ readers: PartReaders, limit: Int
    ) -> Result<[UInt8], ContentError> {
        do throws(ContentError) {
            let content = try readers.open(reference)
            do throws(ArchiveError) {
                return .success(try content.readAll(limit: limit))
            } catch {
                return .failure(ContentError(error.sentence))
            }
        } catch {
            return .failure(error)
        }
    }

    private static func remove(_ path: String) {
        walk(path) { path, status in
            if status.st_mode & S_IFMT == S_IFDIR { rmdir(path) } else { unlink(path) }
        }
    }

    /// Visits everything below a folder and then the folder, without following links.
    private static func walk(_ path: String, _ visit: (String, stat) -> Void) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR, let stream = opendir(path) {
            var names: [String] = []
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                    field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { names.append(name) }
            }
            closedir(stream)
            for name in names { walk("\(path)/\(name)", visit) }
        }
        visit(path, status)
    }

    private static func failure(_ doing: String) -> CopyFailure {
        .folder(ContentError("it is not possible to \(doing): \(String(cString: strerror(errno)))"))
    }
}
