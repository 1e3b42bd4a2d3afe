internal import Digests
/// Lists a zip by its central directory, APPNOTE 4.3.12, in memory that does not grow with comments and extra fields.
struct ZipListing {
    private(set) var problems: [ArchiveProblem] = []
    private let path: String
    private var builder: EntryListBuilder
    private let digest = SHA256()
    /// How much it takes in the archive around it, of how much.
    private var packing: (packed: UInt64, whole: UInt64)?

    /// - Parameters:
    ///   - path: named in problems.
    ///   - packedByteCount: how many bytes it takes in an archive around it, if it lies in one.
    static func list(
        _ file: any ByteSource, path: String, options: ArchiveOptions, packedByteCount: UInt64? = nil
    ) throws(ArchiveProblem) -> Listing {
        let end = try locate(file, path: path)
        var listing = ZipListing(path: path, options: options)
        listing.packing = packedByteCount.map { (packed: $0, whole: file.byteCount) }
        do throws(ArchiveError) {
            try listing.read(file, end)
        } catch {
            throw ArchiveProblem(error, path: path)
        }
        return listing.finish(end)
    }

    private init(path: String, options: ArchiveOptions) {
        self.path = path
        builder = EntryListBuilder(options)
    }

    private static func locate(_ file: any ByteSource, path: String) throws(ArchiveProblem) -> ZipDirectoryEnd {
        do throws(ZipDirectoryEnd.Fault) {
            return try ZipDirectoryEnd.find(in: file)
        } catch {
            switch error {
            case .absent: throw .incomplete(path, "The end of the zip is missing.")
            case .broken: throw .incomplete(path, "The central directory of the zip is not where its end record says.")
            case .spanned:
                throw ArchiveProblem(
                    .unsupportedArchive, .error, path: path, "It is one volume of a zip that was cut into pieces.",
                    advice: "Join the volumes into one zip first, for example with zip -s 0.")
            case .unreadable(let error): throw ArchiveProblem(error, path: path)
            }
        }
    }

    private mutating func read(_ file: any ByteSource, _ end: ZipDirectoryEnd) throws(ArchiveError) {
        digest.update(file.byteCount)
        let shortest = UInt64(ZipDirectoryRecord.fixedLength)
        builder.reserve(Int(min(end.byteCount / shortest, max(end.declaredCount, 1))))
        let window = UnsafeMutableRawBufferPointer.allocate(
            byteCount: 2 * ZipDirectoryRecord.maximumLength, alignment: 16)
        defer { window.deallocate() }
        var offset = end.start
        var left = end.byteCount
        var filled = 0
        while true {
            let wanted = Int(min(UInt64(window.count - filled), left))
            let free = UnsafeMutableRawBufferPointer(rebasing: window[filled..<filled + wanted])
            let count = try file.read(into: free, at: offset)
            digest.update(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(free)[..<count]))
            offset += UInt64(count)
            left = count < wanted ? 0 : left - UInt64(count)
            filled += count
            let used = readRecords(UnsafeRawBufferPointer(rebasing: window[..<filled]), end, isLast: left == 0)
            if builder.isFull || (used == 0 && left == 0) || (used < filled && left == 0) { break }
            if used == filled, left == 0 { break }
            window.copyMemory(from: UnsafeRawBufferPointer(rebasing: window[used..<filled]))
            filled -= used
            // Without a whole record in a window that holds two of the longest, none will come.
            if used == 0, filled == window.count { break }
        }
    }

    /// Reads the whole records of the window; gives the number of bytes used.
    private mutating func readRecords(_ window: UnsafeRawBufferPointer, _ end: ZipDirectoryEnd, isLast: Bool) -> Int {
        var position = 0
        while position < window.count, !builder.isFull {
            if !isLast, window.count - position < ZipDirectoryRecord.maximumLength { break }
            guard let record = ZipDirectoryRecord(UnsafeRawBufferPointer(rebasing: window[position...])) else { break }
            var (entry, unicodePath) = record.entry(shift: end.shift)
            let (dataEnd, isHuge) = entry.location.addingReportingOverflow(entry.compressedByteCount)
            if isHuge || dataEnd > end.start || end.start - dataEnd < UInt64(ZipLocalHeader.fixedLength) {
                entry.refuse(.outsideArchive)
            }
            if isBomb(entry) { entry.refuse(.bomb) }
            builder.append(entry, name: record.entryName(unicodePath: unicodePath))
            position += record.length
        }
        return position
    }

    private func isBomb(_ entry: EntryRecord) -> Bool {
        let input =
            packing.map { BombLimit.scaled(entry.compressedByteCount, by: $0.packed, of: $0.whole) }
            ?? entry.compressedByteCount
        return (entry.method == 8 || packing != nil) && BombLimit.isExceeded(output: entry.byteCount, input: input)
    }

    private mutating func finish(_ end: ZipDirectoryEnd) -> Listing {
        let found = UInt64(builder.count)
        if builder.isFull {
            problems.append(.tooManyEntries(path, kept: builder.count))
        } else if end.countIsExact ? found != end.declaredCount : found & 0xffff != end.declaredCount {
            problems.append(
                ArchiveProblem(
                    .countMismatch, .error, path: path,
                    "The central directory declares \(end.declaredCount) entries but has \(found); "
                        + "entries may be missing.", advice: "Download the part again."))
        }
        if found == 0 { problems.append(.noEntries(path)) }
        let overlapping = refuseOverlaps()
        if overlapping > 0 {
            problems.append(
                ArchiveProblem(
                    .overlappingEntries, .error, path: path,
                    "\(overlapping) entries share bytes of the archive, as in a decompression bomb; they are refused.",
                    advice: "Download the part again; do not trust this file."))
        }
        return Listing(
            format: .zip, entries: builder.finish(), identity: digest.finish(), problems: problems, retained: [:])
    }

    /// Refuses every entry whose header and data intersect another's; gives their number.
    private mutating func refuseOverlaps() -> Int {
        let records = builder.list.records
        var order = Array(records.indices)
        let isSorted = zip(records, records.dropFirst()).allSatisfy { $0.location <= $1.location }
        if !isSorted { order.sort { (records[$0].location, $0) < (records[$1].location, $1) } }
        var refused = Set<Int>()
        var reach: UInt64 = 0
        var holder: Int?
        for position in order {
            let record = records[position]
            let (end, isOutside) = record.location.addingReportingOverflow(
                record.compressedByteCount &+ UInt64(ZipLocalHeader.fixedLength))
            // Overflowing sums are refused already.
            if isOutside { continue }
            if record.location < reach, let holder {
                refused.insert(position)
                refused.insert(holder)
            }
            if end > reach {
                reach = end
                holder = position
            }
        }
        for position in refused { builder.refuse(position, .overlapping) }
        return refused.count
    }
}

/// What listing a part gives.
struct Listing {
    let format: Part.Format
    let entries: EntryList
    let identity: [UInt8]
    let problems: [ArchiveProblem]
    let retained: [Int32: [UInt8]]
}
