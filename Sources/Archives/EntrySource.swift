/// How the bytes of a part's entries are reached: one implementation for each format.
protocol EntrySource: AnyObject {
    /// Moves to the content of an entry that is a file and not refused.
    func begin(_ position: Int) throws(ArchiveError) -> [EntryWarning]

    /// Fills some of a buffer that is not empty; 0 means that the content ended and was verified.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int
}

/// A contradiction in an archive that does not keep its entry from being read.
public enum EntryWarning: Hashable, Sendable {
    /// The local header names the entry otherwise than the central directory, which is followed.
    case localNameDiffers
    /// The local header has another method, size or checksum than the central directory, which is followed.
    case localHeaderDiffers

    /// A short stable name.
    public var code: String {
        switch self {
        case .localNameDiffers: "local-name-differs"
        case .localHeaderDiffers: "local-header-differs"
        }
    }

    /// What it means, in one sentence.
    public var sentence: String {
        switch self {
        case .localNameDiffers: "Its local header has another name than the central directory; the latter is used."
        case .localHeaderDiffers: "Its local header contradicts the central directory; the latter is used."
        }
    }
}

/// The content of an entry that was kept in memory.
final class MemorySource: EntrySource {
    private let content: [UInt8]
    private var position = 0

    init(_ content: [UInt8]) { self.content = content }

    func begin(_ position: Int) -> [EntryWarning] { [] }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, content.count - position)
        content.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
        }
        position += count
        return count
    }
}
