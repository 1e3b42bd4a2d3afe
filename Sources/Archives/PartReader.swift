/// Reads entries of one part. It owns its file descriptor and buffers and is meant for one worker: make one for each.
///
/// A zip, a folder and a file have random access. A tar is read forward: opening entries in ascending order is one
/// pass over it, and each step back begins another; see ``ArchiveOptions/retain``.
public final class PartReader {
    private let part: Part
    private let source: any EntrySource
    /// Which `open` was the last one; earlier entry readers are void.
    fileprivate private(set) var generation = 0

    /// - Parameter parts: of the set, for a part that lies in another.
    init(_ part: Part, of parts: [Part]) throws(ArchiveError) {
        self.part = part
        switch part.format {
        case .zip: source = ZipSource(try PartBytes.whole(part, of: parts), part.entries)
        case .tar(let compression): source = TarSource(try PartBytes.file(part), compression)
        case .folder: source = try FolderSource(path: part.path, part.entries)
        case .file: source = FileSource(try PartBytes.file(part))
        }
    }

    /// How often a tar was begun to be read.
    package var passes: Int { (source as? TarSource)?.passes ?? 0 }

    /// Opens the content of an entry. The entry reader given before is void from now on.
    ///
    /// - Parameter index: the place in the part, ``EntryID/index``.
    /// - Throws: ``ArchiveError/refused(_:)`` for a refused entry, ``ArchiveError/directory`` for a directory, or what
    ///   is wrong with the archive at this place.
    public func open(_ index: Int32) throws(ArchiveError) -> EntryReader {
        let position = Int(index)
        guard part.entries.indices.contains(position) else { throw .notFound }
        let entry = part.entries[position]
        if let refusal = entry.refusal { throw .refused(refusal) }
        guard entry.kind == .file else { throw .directory }
        generation += 1
        if let content = part.retained[index] {
            return EntryReader(entry, self, MemorySource(content), warnings: [], generation: generation)
        }
        let warnings = try source.begin(position)
        return EntryReader(entry, self, source, warnings: warnings, generation: generation)
    }
}

/// Reads the content of one entry from first to last.
public final class EntryReader {
    /// The entry.
    public let entry: Entry
    /// Contradictions found when it was opened. They do not keep it from being read.
    public let warnings: [EntryWarning]

    private let reader: PartReader
    private let source: any EntrySource
    private let generation: Int
    private var end: Result<Int, ArchiveError>?

    fileprivate init(
        _ entry: Entry, _ reader: PartReader, _ source: any EntrySource, warnings: [EntryWarning], generation: Int
    ) {
        self.entry = entry
        self.reader = reader
        self.source = source
        self.warnings = warnings
        self.generation = generation
    }

    /// Fills some or all of a buffer, which must not be empty; gives the number of bytes.
    ///
    /// 0 means that the content has ended and that its size and, where the archive has one, its checksum are right.
    /// Nothing that was read may be published before. An error ends the reading and is thrown again by later calls.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        precondition(!buffer.isEmpty, "an empty buffer cannot tell the end from progress")
        if let end { return try end.get() }
        guard generation == reader.generation else { throw .superseded }
        do throws(ArchiveError) {
            let count = try source.read(into: buffer)
            if count == 0 { end = .success(0) }
            return count
        } catch {
            end = .failure(error)
            throw error
        }
    }

    /// The whole content, verified.
    ///
    /// - Parameter limit: in bytes; longer content is ``ArchiveError/overLimit(_:)``.
    public func readAll(limit: Int) throws(ArchiveError) -> [UInt8] {
        if let declared = entry.byteCount, declared > UInt64(limit) { throw .overLimit(limit) }
        var content: [UInt8] = []
        // One byte more than declared, so that the end is met without growing.
        var chunk = [UInt8](repeating: 0, count: min(Int(clamping: entry.byteCount ?? 0) + 1, 1 << 20))
        if let declared = entry.byteCount { content.reserveCapacity(Int(min(declared, 16 << 20))) }
        while true {
            let count = try chunk.withUnsafeMutableBufferPointer { buffer throws(ArchiveError) in
                try read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if count == 0 { return content }
            if content.count + count > limit { throw .overLimit(limit) }
            content.append(contentsOf: chunk[..<count])
        }
    }
}
