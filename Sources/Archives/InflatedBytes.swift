/// What a deflated range gives, readable at any position with memory that does not grow.
///
/// It inflates front to back and keeps the last blocks, so that reading forward is one pass. Now and then it notes where
/// it is: the place in the input, to the bit, and the 32 KiB that later data may refer to (RFC 1951, 2). A step back
/// begins at the nearest of these places and not at the start. What long steps back cost is counted, and as much as all of
/// it may be inflated again a few times and no more: a stream without places, as nobody but a hostile writer makes one,
/// would cost that for each step.
final class InflatedBytes: ByteSource {
    let byteCount: UInt64

    static let blockCapacity = 256 << 10
    private static let inputCapacity = 128 << 10
    /// How many places are kept: half a megabyte. When there are more, every second is dropped.
    private static let maximumPlaces = 16
    /// How much is inflated again without counting: the usual distance between two places and some.
    private static let freeDistance: UInt64 = 4 << 20
    /// How often as much as all of it may be inflated again.
    private static let maximumRepeats: UInt64 = 8

    private let base: any ByteSource
    private let start: UInt64
    private let packedByteCount: UInt64
    private let inflater = Inflater(.none)
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: inputCapacity, alignment: 64)
    /// How much of the packed range was read, and how much has come out.
    private var consumed: UInt64 = 0
    private var produced: UInt64 = 0
    /// The most that ever came out, and how much of it was inflated again only to be passed over.
    private var farthest: UInt64 = 0
    private var repeated: UInt64 = 0
    private var hasEnded = false
    private var places: [Place] = []
    private var spacing: UInt64 = 1 << 20
    /// The block that ends where the inflater is, and the one before it.
    private var blocks = [Block(), Block()]

    /// A place where inflating can begin, between two blocks of the deflate stream.
    private struct Place {
        let produced: UInt64
        /// The next whole byte of the input, and how many bits of the byte before it are not used.
        let consumed: UInt64
        let bits: Int32
        let window: [UInt8]
    }

    /// Bytes that came out, from a multiple of the capacity on.
    private struct Block {
        var number: UInt64 = .max
        var bytes: [UInt8] = []
    }

    /// - Parameters:
    ///   - start: where the deflated bytes begin in `base`.
    ///   - packedByteCount: how many they are.
    ///   - byteCount: how many are to come out; not one more is given.
    init(_ base: any ByteSource, from start: UInt64, packedByteCount: UInt64, byteCount: UInt64) {
        self.base = base
        self.start = start
        self.packedByteCount = packedByteCount
        self.byteCount = byteCount
    }

    deinit { input.deallocate() }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ArchiveError) -> Int {
        var filled = 0
        while filled < buffer.count, offset + UInt64(filled) < byteCount {
            let position = offset + UInt64(filled)
            let index = try block(position / UInt64(Self.blockCapacity))
            let skipped = Int(position % UInt64(Self.blockCapacity))
            let count = min(buffer.count - filled, blocks[index].bytes.count - skipped)
            guard count > 0 else { throw .truncated }
            blocks[index].bytes.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[skipped..<skipped + count]))
            }
            filled += count
        }
        return filled
    }

    /// Inflates all of it once.
    ///
    /// - Throws: what is wrong with it; afterwards it is known to have its size and this checksum.
    func verify(checksum: UInt32) throws(ArchiveError) {
        var found: UInt32 = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockCapacity, alignment: 64)
        defer { buffer.deallocate() }
        var offset: UInt64 = 0
        while offset < byteCount {
            let count = try read(into: buffer, at: offset)
            found = checksum32(
                of: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), after: found)
            offset += UInt64(count)
        }
        guard try endsHere() else { throw .sizeMismatch(declared: byteCount) }
        guard found == checksum else { throw .checksumMismatch }
    }

    /// Whether nothing more comes out.
    private func endsHere() throws(ArchiveError) -> Bool {
        var spare: UInt8 = 0
        while !hasEnded {
            if inflater.pendingByteCount == 0, consumed < packedByteCount { try refill() }
            let (count, outcome) = withUnsafeMutableBytes(of: &spare) { inflater.step(into: $0) }
            guard count == 0 else { return false }
            switch outcome {
            case .end: hasEnded = true
            case .damaged: throw .damaged
            case .starved where consumed == packedByteCount: throw .truncated
            case .starved, .more: break
            }
        }
        return true
    }

    /// The place in `blocks` of a block, inflated if it is not there.
    private func block(_ number: UInt64) throws(ArchiveError) -> Int {
        if let index = blocks.firstIndex(where: { $0.number == number }) { return index }
        let wanted = number * UInt64(Self.blockCapacity)
        // Forward from here, unless there is a noted place between here and there.
        let place = places.last { $0.produced <= wanted }
        let isJump = wanted < produced || (place?.produced ?? 0) > produced
        try count(from: isJump ? place?.produced ?? 0 : produced, to: wanted)
        if isJump { try begin(at: place) }
        while true {
            let reached = produced / UInt64(Self.blockCapacity)
            try inflateBlock()
            if reached == number { return 0 }
            guard produced < byteCount else { throw .truncated }
        }
    }

    /// Counts what is inflated again on the way to what is wanted.
    private func count(from start: UInt64, to wanted: UInt64) throws(ArchiveError) {
        farthest = max(farthest, produced)
        let again = min(wanted, farthest) - min(start, farthest)
        guard again > Self.freeDistance else { return }
        repeated += again
        guard repeated / Self.maximumRepeats <= byteCount else { throw .bomb }
    }

    private func begin(at place: Place?) throws(ArchiveError) {
        for index in blocks.indices { blocks[index].number = .max }
        hasEnded = false
        inflater.reset()
        guard let place else {
            (consumed, produced) = (0, 0)
            return
        }
        (consumed, produced) = (place.consumed, place.produced)
        if place.bits > 0 {
            let byte = try base.bytes(at: start + place.consumed - 1, count: 1)
            guard let byte = byte.first else { throw .changed }
            inflater.prime(byte, bits: place.bits)
        }
        inflater.setWindow(place.window)
    }

    /// Inflates up to the next multiple of the capacity. After a jump to a noted place the block has no beginning: it
    /// is then only passed through.
    private func inflateBlock() throws(ArchiveError) {
        let number = produced / UInt64(Self.blockCapacity)
        let blockStart = number * UInt64(Self.blockCapacity)
        let end = min(blockStart + UInt64(Self.blockCapacity), byteCount)
        blocks.swapAt(0, 1)
        blocks[0].number = .max
        let isWhole = produced == blockStart
        blocks[0].bytes.reserveCapacity(Self.blockCapacity)
        let missing = Int(end - produced)
        var filled = 0
        if blocks[0].bytes.count != missing { blocks[0].bytes = [UInt8](repeating: 0, count: missing) }
        while filled < missing {
            guard !hasEnded else { throw .sizeMismatch(declared: byteCount) }
            if inflater.pendingByteCount == 0, consumed < packedByteCount { try refill() }
            let (count, outcome) = blocks[0].bytes.withUnsafeMutableBytes {
                inflater.step(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]), pausing: true)
            }
            filled += count
            produced += UInt64(count)
            switch outcome {
            case .end: hasEnded = true
            case .damaged: throw .damaged
            case .starved where consumed == packedByteCount: throw .truncated
            case .starved, .more: notePlace()
            }
        }
        if isWhole { blocks[0].number = number }
    }

    private func refill() throws(ArchiveError) {
        let wanted = Int(min(UInt64(input.count), packedByteCount - consumed))
        let slice = UnsafeMutableRawBufferPointer(rebasing: input[..<wanted])
        guard try base.read(into: slice, at: start + consumed) == wanted else { throw .truncated }
        consumed += UInt64(wanted)
        inflater.supply(slice)
    }

    /// Keeps the place where the inflater is, if it is between two blocks and far enough from the last one.
    private func notePlace() {
        guard let bits = inflater.unusedBitsBetweenBlocks, produced >= (places.last?.produced ?? 0) + spacing else {
            return
        }
        if places.count == Self.maximumPlaces {
            places = places.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            spacing *= 2
        }
        places.append(
            Place(
                produced: produced, consumed: consumed - UInt64(inflater.pendingByteCount), bits: bits,
                window: inflater.window()))
    }
}
