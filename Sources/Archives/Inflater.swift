internal import CArchive

/// A zlib inflate stream that is used again for one entry after another.
final class Inflater {
    /// What the bytes to inflate are wrapped in.
    enum Wrapping: Int32 {
        /// Nothing, as in zip: a negative window size.
        case none = -15
        /// A gzip header and trailer (RFC 1952). Its checksum and length are left to the caller, who has a quicker
        /// checksum than zlib.
        case gzip = 31
    }

    /// What one step did.
    enum Outcome {
        case more
        /// The stream is complete, its trailer passed over.
        case end
        /// Nothing can be done without more input.
        case starved
        case damaged
    }

    fileprivate let stream: UnsafeMutablePointer<z_stream>

    init(_ wrapping: Wrapping) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Only lack of memory makes it fail, and then the first step reports damage.
        _ = degoogle_inflate_init(stream, wrapping.rawValue)
        if case .gzip = wrapping { inflateValidate(stream, 0) }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Forgets the input and begins a new stream.
    func reset() {
        inflateReset(stream)
        stream.pointee.avail_in = 0
    }

    /// Begins a new stream and keeps the input that is left.
    func resetKeepingInput() {
        inflateReset(stream)
    }

    /// How much of the input is not used yet.
    var pendingByteCount: Int { Int(stream.pointee.avail_in) }

    /// The input that is not used yet.
    var pending: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: stream.pointee.next_in, count: pendingByteCount)
    }

    /// Sets the input; it must stay in place until it is used up.
    func supply(_ input: UnsafeMutableRawBufferPointer) {
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(input.count)
    }

    /// Inflates into the buffer; gives the number of bytes written.
    ///
    /// - Parameter pausing: whether to stop between two blocks of the stream too.
    func step(
        into output: UnsafeMutableRawBufferPointer, pausing: Bool = false
    ) -> (count: Int, outcome: Outcome) {
        let room = UInt32(clamping: output.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = room
        let status = inflate(stream, pausing ? Z_BLOCK : Z_NO_FLUSH)
        let count = Int(room - stream.pointee.avail_out)
        switch status {
        case Z_OK: return (count, .more)
        case Z_STREAM_END: return (count, .end)
        case Z_BUF_ERROR: return (count, .starved)
        default: return (count, .damaged)
        }
    }
}

/// Beginning in the middle of a stream.
extension Inflater {
    private static let windowCapacity = 32 << 10

    /// How many bits of the last byte of used input belong to what comes next; `nil` inside a block, where nothing can
    /// begin, and in the last block.
    var unusedBitsBetweenBlocks: Int32? {
        let state = stream.pointee.data_type
        return state & 128 != 0 && state & 64 == 0 ? state & 7 : nil
    }

    /// What came out last, as far as later data may refer to it.
    func window() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.windowCapacity) { buffer, count in
            var length: UInt32 = 0
            inflateGetDictionary(stream, buffer.baseAddress, &length)
            count = Int(length)
        }
    }

    /// Sets what came out before; after `reset` only.
    func setWindow(_ window: [UInt8]) {
        inflateSetDictionary(stream, window, UInt32(window.count))
    }

    /// Gives the last bits of a byte whose first ones were used.
    func prime(_ byte: UInt8, bits: Int32) {
        inflatePrime(stream, bits, Int32(byte) >> (8 - bits))
    }
}
