/// Gives the bytes of a tar file to libarchive, inflated if they are gzip.
///
/// libarchive's own gzip filter does not verify the checksum at the end of the stream (3.6.2), so damage could pass
/// unseen; here it is verified.
final class TarFeed {
    private static let capacity = 256 << 10

    /// How many bytes of the file were read.
    private(set) var consumed: UInt64 = 0
    /// How many bytes were given.
    private(set) var produced: UInt64 = 0
    /// What ended the feed before its end.
    private(set) var failure: ArchiveError?
    /// The bytes given last; they stay until the next call.
    private(set) var lastBlock = UnsafeRawBufferPointer(start: nil, count: 0)

    private let file: SourceFile
    private let inflater: Inflater?
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
    private let output: UnsafeMutableRawBufferPointer
    private var hasEnded = false
    /// The checksum and the length of what the current member of the gzip file has given.
    private var checksum: UInt32 = 0
    private var memberLength: UInt64 = 0
    /// What will be thrown once the bytes before it are given.
    private var deferredFailure: ArchiveError?

    init(_ file: SourceFile, inflating: Bool) {
        self.file = file
        inflater = inflating ? Inflater(.gzip) : nil
        output = .allocate(byteCount: inflating ? Self.capacity : 0, alignment: 64)
    }

    deinit {
        input.deallocate()
        output.deallocate()
    }

    /// Whether the file was read to its last byte.
    var reachedEnd: Bool { consumed >= file.byteCount }

    /// The next bytes; none at the end; nil after a failure. What was inflated before a failure is given first.
    func next() -> UnsafeRawBufferPointer? {
        if failure != nil { return nil }
        do throws(ArchiveError) {
            lastBlock = inflater == nil ? try readInput() : try inflateBlock()
            produced += UInt64(lastBlock.count)
            return lastBlock
        } catch {
            failure = error
            return nil
        }
    }

    /// Leaves bytes out, as many as the file can give; 0 for a stream that must be inflated.
    func skip(_ count: UInt64) -> UInt64 {
        guard inflater == nil, failure == nil else { return 0 }
        let skipped = min(count, file.byteCount - min(consumed, file.byteCount))
        consumed += skipped
        produced += skipped
        return skipped
    }

    private func readInput() throws(ArchiveError) -> UnsafeRawBufferPointer {
        let count = try file.read(into: input, at: consumed)
        consumed += UInt64(count)
        return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(input)[..<count])
    }

    private func inflateBlock() throws(ArchiveError) -> UnsafeRawBufferPointer {
        if let deferredFailure { throw deferredFailure }
        var filled = 0
        do throws(ArchiveError) {
            while !hasEnded, deferredFailure == nil, filled < output.count { filled += try inflateMore(at: filled) }
        } catch {
            guard filled > 0 else { throw error }
            deferredFailure = error
        }
        if BombLimit.isExceeded(output: produced + UInt64(filled), input: consumed) { throw .bomb }
        return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<filled])
    }

    private func inflateMore(at position: Int) throws(ArchiveError) -> Int {
        guard let inflater else { return 0 }
        if inflater.pendingByteCount == 0 {
            let count = try readInput().count
            if count == 0 { throw .truncated }
            inflater.supply(UnsafeMutableRawBufferPointer(rebasing: input[..<count]))
        }
        let (count, outcome) = inflater.step(into: UnsafeMutableRawBufferPointer(rebasing: output[position...]))
        checksum = checksum32(
            of: UnsafeRawBufferPointer(rebasing: output[position..<position + count]), after: checksum)
        memberLength += UInt64(count)
        var isDamaged = false
        switch outcome {
        case .more, .starved: break
        case .damaged: isDamaged = true
        case .end:
            if try trailerFits(inflater) { try beginNextMember(inflater) } else { isDamaged = true }
        }
        if isDamaged {
            guard count > 0 else { throw .damaged }
            deferredFailure = .damaged
        }
        return count
    }

    /// Whether the trailer of a member, which the inflater has just passed, states the checksum and the length of what
    /// came out (RFC 1952, 2.3.1).
    private func trailerFits(_ inflater: Inflater) throws(ArchiveError) -> Bool {
        let trailer = UnsafeMutableRawBufferPointer.allocate(byteCount: 8, alignment: 8)
        defer { trailer.deallocate() }
        let position = consumed - UInt64(inflater.pendingByteCount) - UInt64(trailer.count)
        guard try file.read(into: trailer, at: position) == trailer.count else { throw .truncated }
        let stated = UnsafeRawBufferPointer(trailer)
        return stated.uint32(0) == checksum && stated.uint32(4) == UInt32(truncatingIfNeeded: memberLength)
    }

    /// A gzip file may have several members (RFC 1952, 2.2); anything else after a member is ignored as gzip does.
    private func beginNextMember(_ inflater: Inflater) throws(ArchiveError) {
        if inflater.pendingByteCount < 2 {
            let rest = inflater.pendingByteCount
            input.copyMemory(from: inflater.pending)
            let free = UnsafeMutableRawBufferPointer(rebasing: input[rest...])
            let count = try file.read(into: free, at: consumed)
            consumed += UInt64(count)
            inflater.supply(UnsafeMutableRawBufferPointer(rebasing: input[..<(rest + count)]))
        }
        let pending = inflater.pending
        if pending.count >= 2, pending[0] == 0x1f, pending[1] == 0x8b {
            inflater.resetKeepingInput()
            checksum = 0
            memberLength = 0
        } else {
            hasEnded = true
        }
    }
}
