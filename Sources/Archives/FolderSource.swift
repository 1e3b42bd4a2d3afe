internal import Glibc

/// Reads files of a folder, from its descriptor down and never through a link.
final class FolderSource: EntrySource {
    private let root: Int32
    private let entries: EntryList
    private var content: FileContent?

    init(path: String, _ entries: EntryList) throws(ArchiveError) {
        root = try FolderWalk.openRoot(path)
        self.entries = entries
    }

    deinit { close(root) }

    func begin(_ position: Int) throws(ArchiveError) -> [EntryWarning] {
        content = nil
        content = FileContent(try file(at: position))
        return []
    }

    /// A file as it lies in the folder; it must be the one that was listed.
    func file(at position: Int) throws(ArchiveError) -> SourceFile {
        let record = entries.records[position]
        let segments = entries.nameBytes(at: position).split(separator: UInt8(ascii: "/"))
        guard let name = segments.last else { throw .notFound }
        let file = try withFolder(segments.dropLast()) { folder throws(ArchiveError) in
            try FolderWalk.openFile(Array(name), in: folder)
        }
        guard file.byteCount == record.byteCount, file.stamp.seconds == record.modified else { throw .changed }
        return file
    }

    private func withFolder(
        _ segments: ArraySlice<ArraySlice<UInt8>>, _ body: (Int32) throws(ArchiveError) -> SourceFile
    ) throws(ArchiveError) -> SourceFile {
        var folder = root
        defer { if folder != root { close(folder) } }
        for segment in segments {
            let child = try FolderWalk.openFolder(Array(segment), in: folder)
            if folder != root { close(folder) }
            folder = child
        }
        return try body(folder)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        guard content != nil else { throw .superseded }
        return try content?.read(into: buffer) ?? 0
    }
}
