internal import CCurl
internal import Glibc
internal import Items

/// Bytes between the callback that receives them and the thread that reads them as content.
///
/// Full, the transfer pauses. Empty, the reading thread waits.
/// Unchecked, because its variables are only touched with the lock held.
final class DownloadPipe: @unchecked Sendable {
    /// What a reader finds.
    enum Piece {
        case bytes(Int)
        case end(Result<ResponseHead, TransportError>)
        case nothingYet
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let capacity: Int
    private var bytes: [UInt8] = []
    private var position = 0
    private var isPaused = false
    private var head: ResponseHead?
    private var result: Result<ResponseHead, TransportError>?

    init(capacity: Int) {
        self.capacity = capacity
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    private func change<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let value = body()
        pthread_cond_signal(condition)
        return value
    }

    /// Takes bytes that arrived.
    ///
    /// - Returns: `false` when they must come again later.
    func offer(_ piece: UnsafeRawBufferPointer, after head: ResponseHead) -> Bool {
        change {
            self.head = head
            guard bytes.count - position < capacity else {
                isPaused = true
                return false
            }
            if position == bytes.count || position > capacity / 2 {
                bytes.removeFirst(position)
                position = 0
            }
            bytes.append(contentsOf: piece)
            return true
        }
    }

    /// The transfer is over.
    func end(_ result: Result<ResponseHead, TransportError>) { change { self.result = result } }

    /// Waits for the beginning of the content or the end of the transfer, at most a moment.
    func waitForHead() -> Result<ResponseHead, TransportError>? { wait { head.map { .success($0) } ?? result } }

    /// Waits for bytes, at most a moment, so that the caller can see whether it has been cancelled.
    ///
    /// - Returns: what came, and whether a paused transfer can go on.
    func take(into buffer: UnsafeMutableRawBufferPointer) -> (piece: Piece, mustResume: Bool) {
        wait { () -> (Piece, Bool)? in
            let count = min(buffer.count, bytes.count - position)
            guard count > 0 else { return result.map { (.end($0), false) } }
            bytes.withUnsafeBytes { source in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<(position + count)]))
            }
            position += count
            let mustResume = isPaused && bytes.count - position <= capacity / 2
            if mustResume { isPaused = false }
            return (.bytes(count), mustResume)
        } ?? (.nothingYet, false)
    }

    private func wait<Value>(for body: () -> Value?) -> Value? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if let value = body() { return value }
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        moment.tv_nsec += 200_000_000
        if moment.tv_nsec >= 1_000_000_000 {
            moment.tv_sec += 1
            moment.tv_nsec -= 1_000_000_000
        }
        while pthread_cond_timedwait(condition, mutex, &moment) == 0 {
            if let value = body() { return value }
        }
        return body()
    }
}
