internal import CCurl
internal import Items
internal import Synchronization

/// A ring of bytes between the task that reads content and the callback that sends it.
///
/// Full, the task suspends. Empty, the transfer pauses. So neither a slow archive stalls the other transfers of the
/// loop, nor does a slow host fill the memory.
final class UploadPipe: Sendable {
    private struct State {
        /// Bytes put in and taken out since the beginning.
        var written: UInt64 = 0
        var taken: UInt64 = 0
        var isFinished = false
        /// The sender is gone; nothing more is taken.
        var isClosed = false
        var failure: ContentError?
        var isPaused = false
        var writer: CheckedContinuation<Void, Never>?
    }

    /// Unchecked, because the one writer touches only the free part of the ring and the one reader only the filled
    /// part; which is which changes with the lock held.
    private struct Ring: @unchecked Sendable {
        let memory: UnsafeMutableRawBufferPointer
    }

    private let ring: Ring
    private let state = Mutex(State())
    /// Called when a paused transfer can go on, on the thread of the writer.
    private let wake: @Sendable () -> Void

    init(capacity: Int, wake: @escaping @Sendable () -> Void) {
        ring = Ring(memory: .allocate(byteCount: capacity, alignment: 64))
        self.wake = wake
    }

    deinit { ring.memory.deallocate() }

    /// The most bytes one reading puts in: the ring is drained while the next piece is read.
    private var pieceSize: Int { max(1, ring.memory.count / 4) }

    /// Reads a piece from the content into the ring, waiting for room first.
    ///
    /// - Returns: how many bytes, 0 at the end of the content or when the sender is gone.
    func fill(from reader: any ContentReader) async throws(ContentError) -> Int {
        await room()
        let free = state.withLock { state -> UnsafeMutableRawBufferPointer? in
            guard !state.isClosed else { return nil }
            let capacity = UInt64(ring.memory.count)
            let start = Int(state.written % capacity)
            let room = Int(capacity - (state.written - state.taken))
            let count = min(room, ring.memory.count - start, pieceSize)
            return UnsafeMutableRawBufferPointer(rebasing: ring.memory[start..<(start + count)])
        }
        guard let free else { return 0 }
        let count = try reader.read(into: free)
        change { $0.written += UInt64(count) }
        return count
    }

    private func room() async {
        let capacity = UInt64(ring.memory.count)
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state -> Bool in
                if state.isClosed || state.written - state.taken < capacity { return true }
                state.writer = continuation
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// The content is at its end.
    func finish() { change { $0.isFinished = true } }

    /// The content cannot be had: the transfer must not look whole.
    func fail(_ error: ContentError) {
        change {
            $0.failure = error
            $0.isFinished = true
        }
    }

    /// Whether the sender is gone.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Why the content failed, if it did.
    var failure: ContentError? { state.withLock { $0.failure } }

    private func change(_ body: (inout State) -> Void) {
        let mustWake = state.withLock { state -> Bool in
            body(&state)
            defer { state.isPaused = false }
            return state.isPaused
        }
        if mustWake { wake() }
    }

    /// The sender is gone: lets the writer go.
    func close() {
        let writer = state.withLock { state in
            state.isClosed = true
            defer { state.writer = nil }
            return state.writer
        }
        writer?.resume()
    }

    /// Gives bytes to the sender.
    ///
    /// - Returns: how many, 0 at the end, or libcurl's code for pausing or for giving up.
    func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let capacity = UInt64(ring.memory.count)
        let (start, available) = state.withLock { state -> (Int, Int?) in
            if state.failure != nil { return (0, Int(CURL_READFUNC_ABORT)) }
            if state.written == state.taken {
                if state.isFinished { return (0, 0) }
                state.isPaused = true
                return (0, Int(CURL_READFUNC_PAUSE))
            }
            return (Int(state.taken % capacity), nil)
        }
        if let available { return available }
        let filled = state.withLock { Int($0.written - $0.taken) }
        let count = min(buffer.count, filled, ring.memory.count - start)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: ring.memory[start..<(start + count)]))
        let writer = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.taken += UInt64(count)
            guard state.written - state.taken <= capacity / 2 else { return nil }
            defer { state.writer = nil }
            return state.writer
        }
        writer?.resume()
        return count
    }
}
