/// Reads entries of a zip by their place in the central directory. Damage in one entry cannot reach another.
final class ZipSource: EntrySource {
    private static let inputCapacity = 256 << 10

    private let file: any ByteSource
    private let entries: EntryList
    private let inflater = Inflater(.none)
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: inputCapacity, alignment: 64)

    private var record = EntryRecord()
    /// Where the next compressed bytes are read from, and how many are left there.
    private var offset: UInt64 = 0
    private var left: UInt64 = 0
    /// Compressed bytes in `input` that a stored entry has not delivered yet.
    private var buffered = 0..<0
    private var produced: UInt64 = 0
    private var checksum: UInt32 = 0
    private var hasEnded = false

    init(_ file: any ByteSource, _ entries: EntryList) {
        self.file = file
        self.entries = entries
    }

    deinit { input.deallocate() }

    func begin(_ position: Int) throws(ArchiveError) -> [EntryWarning] {
        record = entries.records[position]
        produced = 0
        checksum = 0
        hasEnded = false
        // Most entries are small: header and content come with one system call.
        let headerEstimate = ZipLocalHeader.fixedLength + entries.nameBytes(at: position).count + 1024
        let wanted = min(UInt64(input.count), record.compressedByteCount + UInt64(headerEstimate))
        let count = try file.read(into: slice(0..<Int(wanted)), at: record.location)
        let bytes = UnsafeRawBufferPointer(slice(0..<count))
        guard let header = ZipLocalHeader(bytes) else { throw .damaged }
        let start = min(header.length, count)
        let used = Int(min(UInt64(count - start), record.compressedByteCount))
        offset = record.location + UInt64(header.length + used)
        left = record.compressedByteCount - UInt64(used)
        buffered = start..<start + used
        if record.method == 0 {
            guard record.compressedByteCount == record.byteCount else {
                throw .sizeMismatch(declared: record.byteCount)
            }
        } else {
            inflater.reset()
            inflater.supply(slice(buffered))
        }
        return header.warnings(against: record)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = record.method == 0 ? try readStored(into: buffer) : try readDeflated(into: buffer)
        if count > 0 {
            checksum = checksum32(
                of: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), after: checksum)
            produced += UInt64(count)
            return count
        }
        guard produced == record.byteCount else { throw .sizeMismatch(declared: record.byteCount) }
        guard checksum == record.checksum else { throw .checksumMismatch }
        return 0
    }

    private func readStored(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        if !buffered.isEmpty {
            let count = min(buffered.count, buffer.count)
            buffer.copyMemory(from: UnsafeRawBufferPointer(slice(buffered.lowerBound..<buffered.lowerBound + count)))
            buffered = buffered.lowerBound + count..<buffered.upperBound
            return count
        }
        guard left > 0 else { return 0 }
        let wanted = Int(min(UInt64(buffer.count), left))
        let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset)
        guard count == wanted else { throw .truncated }
        offset += UInt64(count)
        left -= UInt64(count)
        return count
    }

    private func readDeflated(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        while !hasEnded {
            if inflater.pendingByteCount == 0, left > 0 { try refill() }
            let missing = record.byteCount - produced
            let (count, outcome) =
                missing > 0
                ? inflater.step(
                    into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(UInt64(buffer.count), missing))]))
                : stepBeyondEnd()
            switch outcome {
            case .end: hasEnded = true
            case .damaged: throw .damaged
            case .starved where left == 0: throw .truncated
            case .starved, .more: break
            }
            guard count > 0 else { continue }
            // Never more than declared, and nothing that only a bomb can hold.
            if missing == 0 { throw .sizeMismatch(declared: record.byteCount) }
            let used = record.compressedByteCount - left - UInt64(inflater.pendingByteCount)
            if BombLimit.isExceeded(output: produced + UInt64(count), input: used) { throw .bomb }
            return count
        }
        return 0
    }

    /// Lets the stream come to its end; a byte that still comes is one too many.
    private func stepBeyondEnd() -> (count: Int, outcome: Inflater.Outcome) {
        var spare: UInt8 = 0
        return withUnsafeMutableBytes(of: &spare) { inflater.step(into: $0) }
    }

    private func refill() throws(ArchiveError) {
        let wanted = Int(min(UInt64(input.count), left))
        let count = try file.read(into: slice(0..<wanted), at: offset)
        guard count == wanted else { throw .truncated }
        offset += UInt64(count)
        left -= UInt64(count)
        inflater.supply(slice(0..<count))
    }

    private func slice(_ range: Range<Int>) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: input[range])
    }
}
