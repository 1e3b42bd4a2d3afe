/// Reads entries of a tar, forward if it can.
final class TarSource: EntrySource {
    /// How often the tar was begun.
    private(set) var passes = 0

    private let file: SourceFile
    private let compression: Part.Compression
    private var stream: TarStream?
    /// The place of the header that comes next.
    private var next = 0

    init(_ file: SourceFile, _ compression: Part.Compression) {
        self.file = file
        self.compression = compression
    }

    func begin(_ position: Int) throws(ArchiveError) -> [EntryWarning] {
        do throws(ArchiveError) {
            try move(to: position)
        } catch {
            stream = nil
            throw error
        }
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
        return try stream.read(into: buffer)
    }
}
