/// Reads entries of a tar, forward if it can.
final class TarSource: EntrySource {
    /// How often the tar was begun.
    private(set) var passes = 0

    private let file: SourceFile
    private let compression: Part.Compression
    private let entries: EntryList
    private var stream: TarStream?
    /// The place of the header that comes next.
    private var next = 0
    private var declared: UInt64?
    private var produced: UInt64 = 0

    init(_ file: SourceFile, _ compression: Part.Compression, _ entries: EntryList) {
        self.file = file
        self.compression = compression
        self.entries = entries
    }

    func begin(_ position: Int) throws(ArchiveError) -> [EntryWarning] {
        do throws(ArchiveError) {
            try move(to: position)
        } catch {
            stream = nil
            throw error
        }
        declared = entries[position].byteCount
        produced = 0
        return []
    }

    private func move(to position: Int) throws(ArchiveError) {
        var current = stream
        if position < next { current = nil }
        let stream: TarStream
        if let current {
            stream = current
            if next > 0 { try stream.skipContent(isCompressed: compression != .none) }
        } else {
            stream = try TarStream(file, compression)
            self.stream = stream
            next = 0
            passes += 1
        }
        while true {
            guard try stream.next() != nil else { throw .changed }
            next += 1
            if next > position { return }
            try stream.skipContent(isCompressed: compression != .none)
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        guard let stream else { throw .superseded }
        let count = try stream.read(into: buffer)
        produced += UInt64(count)
        if BombLimit.isExceeded(output: produced, input: stream.feed.consumed) { throw .bomb }
        if let declared, count == 0 ? produced != declared : produced > declared {
            throw .sizeMismatch(declared: declared)
        }
        return count
    }
}
