/// Lists a tar in one pass over it and keeps the contents that are wanted.
struct TarListing {
    private var builder: EntryListBuilder
    private var problems: [ArchiveProblem] = []
    private var retained: [Int32: [UInt8]] = [:]
    private let path: String
    private let compression: Part.Compression
    private let options: ArchiveOptions

    /// - Parameters:
    ///   - path: named in problems.
    ///   - budget: how many bytes may still be retained.
    static func list(
        _ file: SourceFile, _ compression: Part.Compression, path: String, options: ArchiveOptions, budget: inout Int
    ) throws(ArchiveProblem) -> Listing {
        var listing = TarListing(path, compression, options)
        do throws(ArchiveError) {
            let identity = try file.edgesIdentity()
            let stream = try TarStream(file, compression)
            do throws(ArchiveError) {
                try listing.read(stream, budget: &budget)
            } catch {
                if listing.builder.count == 0, error != .bomb { throw error }
                // What was listed before the fault stays usable.
                listing.problems.append(listing.problem(error))
            }
            if stream.sawDamage { listing.problems.append(listing.problem(.damaged)) }
            return listing.finish(identity)
        } catch {
            throw listing.problem(error)
        }
    }

    private func problem(_ error: ArchiveError) -> ArchiveProblem {
        switch error {
        case .notAnArchive:
            ArchiveProblem(
                .notAnArchive, .error, path: path, "It is named like an archive but no tar is in it.",
                advice: "Download the part again.")
        case .truncated: .incomplete(path, "The end of the tar is missing; the entries before are read.")
        case .bomb:
            ArchiveProblem(
                .bomb, .error, path: path,
                "It expands more than 200 times beyond 100 MB, like a decompression bomb; the rest is not read.",
                advice: "Do not trust this file.")
        case .damaged:
            ArchiveProblem(
                .damagedArchive, .error, path: path,
                "Its data is damaged; entries may be missing and the content of others may be wrong.",
                advice: "Download the part again.")
        default: ArchiveProblem(error, path: path)
        }
    }

    private init(_ path: String, _ compression: Part.Compression, _ options: ArchiveOptions) {
        self.path = path
        self.compression = compression
        self.options = options
        builder = EntryListBuilder(options)
    }

    private mutating func read(_ stream: TarStream, budget: inout Int) throws(ArchiveError) {
        while let header = try stream.next() {
            if builder.isFull {
                problems.append(.tooManyEntries(path, kept: builder.count))
                return
            }
            append(header)
            let position = builder.count - 1
            do throws(ArchiveError) {
                if let size = retainableSize(position, budget) {
                    retained[Int32(position)] = try content(of: stream, size)
                    budget -= size
                }
                try stream.skipContent(isCompressed: compression != .none)
            } catch {
                builder.refuse(position, error == .bomb ? .bomb : .truncated)
                throw error
            }
        }
        if try stream.drain() {
            problems.append(
                ArchiveProblem(
                    .trailingData, .warning, path: path, "Data follows the end of the tar and is not read.",
                    advice: "If two archives were joined, give them one by one."))
        }
    }

    private mutating func append(_ header: TarStream.Header) {
        guard let name = header.name else {
            var record = header.record
            record.refuse(.unsafePath(.undecodable))
            builder.append(record, name: EntryName(UnsafeBufferPointer(start: nil, count: 0), encoding: .utf8))
            return
        }
        name.withUnsafeBufferPointer { builder.append(header.record, name: EntryName($0, encoding: .utf8)) }
    }

    /// The size of an entry that is to be kept; nil for one that is not.
    private func retainableSize(_ position: Int, _ budget: Int) -> Int? {
        let record = builder.list.records[position]
        guard record.kind == .file, record.refusal == PackedRefusal.none.bits,
            record.byteCount <= UInt64(min(largestRetained, budget))
        else { return nil }
        let path = builder.list.path(at: position)
        if options.opensNested?(path) == true { return Int(record.byteCount) }
        guard record.byteCount <= UInt64(options.retainEntryLimit), options.retain?(path) == true else { return nil }
        return Int(record.byteCount)
    }

    /// A zip inside a tar can only be opened in memory.
    private var largestRetained: Int {
        options.opensNested == nil
            ? options.retainEntryLimit : max(options.retainEntryLimit, ArchiveOptions.nestedInTarLimit)
    }

    private func content(of stream: TarStream, _ size: Int) throws(ArchiveError) -> [UInt8] {
        guard size > 0 else { return [] }
        var content = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            let count = try content.withUnsafeMutableBufferPointer { buffer throws(ArchiveError) in
                try stream.read(
                    into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled...])))
            }
            if count == 0 { break }
            filled += count
        }
        return content
    }

    private mutating func finish(_ identity: [UInt8]) -> Listing {
        if builder.count == 0 { problems.append(.noEntries(path)) }
        return Listing(
            format: .tar(compression), entries: builder.finish(), identity: identity, problems: problems,
            retained: retained)
    }
}
