/// Reads the one entry of a loose file.
final class FileSource: EntrySource {
    private let file: SourceFile
    private var content: FileContent

    init(_ file: SourceFile) {
        self.file = file
        content = FileContent(file)
    }

    func begin(_ position: Int) -> [EntryWarning] {
        content = FileContent(file)
        return []
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        try content.read(into: buffer)
    }
}

/// The bytes of a file from first to last; a file that shrank or grew since it was opened is an error.
struct FileContent {
    private let file: SourceFile
    private var offset: UInt64 = 0

    init(_ file: SourceFile) { self.file = file }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = try file.read(into: buffer, at: offset)
        offset += UInt64(count)
        if offset > file.byteCount || (count < buffer.count && offset < file.byteCount) { throw .changed }
        return count
    }
}
