/// Opens zips that lie in other parts, where they lie: nothing is unpacked.
///
/// A stored one is a range of the archive around it. A deflated one is inflated once to be verified, since its
/// directory is at its end, and again for each pass over its entries, with a bounded memory (``InflatedBytes``). Of a
/// tar, which has no random access, only what fits into the memory for retained entries is opened.
///
/// The bounds: a zip inside a zip inside a zip is the deepest, a thousand are tried, all of them have together as many
/// entries and bytes of names as one part may have, an archive that contains itself is not followed, and what an entry expands to is compared with what it
/// takes in the outermost archive.
struct NestedArchives {
    /// How deep they are followed.
    static let maximumDepth = 3
    /// How many are tried; one that cannot be opened counts too.
    static let maximumArchives = 1000
    private static let maximumNotes = 20

    private let options: ArchiveOptions
    private let isWanted: @Sendable (String) -> Bool
    private var archivesLeft = Self.maximumArchives
    private var entriesLeft: Int
    private var nameBytesLeft: Int
    /// How many archives of the container at hand stay files.
    private var notes = 0
    private(set) var problems: [ArchiveProblem] = []

    /// - Returns: `nil` where nobody wants any.
    init?(_ options: ArchiveOptions) {
        guard let isWanted = options.opensNested else { return nil }
        self.isWanted = isWanted
        self.options = options
        entriesLeft = options.maximumEntries
        nameBytesLeft = options.maximumNameBytes
    }

    /// Opens what lies in the parts from place `first` on and appends it, level after level.
    mutating func open(in parts: inout [Part], from first: Int, repeats: inout RepeatedParts) {
        var next = first
        while next < parts.count {
            let container = parts[next]
            next += 1
            guard container.repeatOf == nil, container.format != .file else { continue }
            // In the order in which they lie there, so that what is around them is inflated front to back.
            let records = container.entries.records
            let candidates = records.indices.filter { isCandidate($0, in: container) }
                .sorted { (records[$0].location, $0) < (records[$1].location, $1) }
            var whole: (any ByteSource)?
            for position in candidates {
                guard let part = open(position, in: container, &whole, of: parts) else { continue }
                parts.append(part)
                repeats.mark(&parts, from: parts.count - 1)
            }
            finishNotes(container)
        }
    }

    private func isCandidate(_ position: Int, in container: Part) -> Bool {
        container.entries.kind(at: position) == .file && container.entries.refusal(at: position) == nil
            && container.entries.withPathBytes(at: position) { $0.isNamedZip }
            && isWanted(container.pathPrefix + container.entries.path(at: position))
    }

    private mutating func open(
        _ position: Int, in container: Part, _ whole: inout (any ByteSource)?, of parts: [Part]
    ) -> Part? {
        let name = container.entries.path(at: position)
        let path = container.pathPrefix + name
        guard container.depth < Self.maximumDepth else {
            note(container, path, "It lies deeper than \(Self.maximumDepth) archives, so it stays a file.")
            return nil
        }
        guard archivesLeft > 0, entriesLeft > 0, nameBytesLeft > 0 else {
            note(container, path, "There is too much in archives inside archives, so it stays a file.")
            return nil
        }
        archivesLeft -= 1
        do throws(ArchiveError) {
            let bytes = try PartBytes.entry(position, in: container, &whole, of: parts)
            if let bytes = bytes as? InflatedBytes, let checksum = container.entries[position].checksum {
                try bytes.verify(checksum: checksum)
            }
            var limits = options
            limits.maximumEntries = entriesLeft
            limits.maximumNameBytes = nameBytesLeft
            let packed = container.packedByteCount(of: position)
            let listing: Listing
            do throws(ArchiveProblem) {
                listing = try ZipListing.list(
                    bytes, path: container.path + ": " + path, options: limits, packedByteCount: packed)
            } catch {
                note(container, path, "It cannot be opened, so it stays a file. \(error.sentence)")
                return nil
            }
            guard !contains(listing.identity, container, parts) else {
                note(container, path, "It contains itself, so it stays a file.")
                return nil
            }
            entriesLeft -= listing.entries.count
            nameBytesLeft -= listing.entries.names.count
            return container.nested(
                listing, at: position, path: path, byteCount: bytes.byteCount, packedByteCount: packed,
                isInflated: bytes is InflatedBytes, id: Int32(parts.count))
        } catch {
            // Whoever reads the entry will meet the same fault and account for it.
            note(container, path, "It cannot be opened, so it stays a file. \(error.sentence)")
            return nil
        }
    }

    /// Whether an archive around the part, or the part itself, is the same as what was found in it.
    private func contains(_ identity: [UInt8], _ container: Part, _ parts: [Part]) -> Bool {
        var part: Part? = container
        while let current = part {
            if current.identity == identity { return true }
            part = current.container.map { parts[Int($0.part)] }
        }
        return false
    }

    private mutating func note(_ container: Part, _ path: String, _ sentence: String) {
        notes += 1
        guard notes <= Self.maximumNotes else { return }
        add(container.path + ": " + path, sentence)
    }

    private mutating func finishNotes(_ container: Part) {
        let rest = notes - Self.maximumNotes
        notes = 0
        guard rest > 0 else { return }
        let inner = container.pathPrefix.isEmpty ? "" : ": " + container.pathPrefix.dropLast()
        add(container.path + inner, "\(rest) more archives in it stay files.")
    }

    private mutating func add(_ path: String, _ sentence: String) {
        problems.append(
            ArchiveProblem(
                .nestedArchive, .warning, path: path, sentence,
                advice: "Unpack it and give it as an argument of its own if it is to be read."))
    }
}

extension Part {
    /// How many bytes an entry takes in the outermost archive.
    fileprivate func packedByteCount(of position: Int) -> UInt64 {
        let record = entries.records[position]
        switch format {
        case .zip: return BombLimit.scaled(record.compressedByteCount, by: packedByteCount, of: byteCount)
        case .tar: return min(record.byteCount, byteCount)
        case .folder, .file: return record.byteCount
        }
    }

    /// A part that lies in this one.
    fileprivate func nested(
        _ listing: Listing, at position: Int, path inner: String, byteCount: UInt64, packedByteCount: UInt64,
        isInflated: Bool, id: Int32
    ) -> Part {
        var part = Part(
            id: id, path: path, name: PartName(String(inner.lastPathComponent)), format: listing.format,
            byteCount: byteCount, entries: listing.entries, identity: listing.identity, problems: listing.problems,
            repeatOf: nil, retained: [:], stamp: stamp)
        part.entries.part = id
        part.container = EntryID(part: self.id, index: Int32(position))
        part.pathPrefix = inner + "/"
        part.depth = depth + 1
        part.packedByteCount = packedByteCount
        part.isInflated = isInflated || self.isInflated
        return part
    }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    /// Whether a path ends as the name of a zip does.
    fileprivate var isNamedZip: Bool {
        count > 4 && suffix(4).elementsEqual(".zip".utf8) { $0 == $1 || $0 | 0x20 == $1 }
    }
}
