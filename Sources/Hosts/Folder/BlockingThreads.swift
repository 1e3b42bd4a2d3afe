internal import Glibc
internal import Hosting

/// Threads on which tasks may block: a write or fsync on a slow disk then holds up no thread of the concurrency
/// runtime, which has only one for each core. Threads start as they are needed and end with their owner.
final class BlockingThreads: TaskExecutor {
    /// The most threads there will be.
    let limit: Int
    private let queue: JobQueue

    /// - Parameter count: the most threads there will be, at least 1.
    /// - Throws: `.unavailable` when the system gives not even one thread.
    init(atMost count: Int) throws(StoreError) {
        limit = count
        queue = JobQueue(atMost: count)
        guard queue.addThread() else { throw StoreError(.unavailable, "the system has no thread left for this run") }
    }

    deinit { queue.end() }

    func enqueue(_ job: consuming ExecutorJob) {
        queue.add(Work(job: UnownedJob(job), executor: asUnownedTaskExecutor()))
    }
}

/// A piece of a task and the executor it belongs to.
private struct Work {
    let job: UnownedJob
    let executor: UnownedTaskExecutor
}

private enum Turn {
    case run(Work)
    case end
}

/// What the threads share; it lives until the last of them has ended.
private final class JobQueue: Sendable {
    private struct State {
        var waiting: [Work] = []
        /// The first of `waiting` that nobody has taken.
        var next = 0
        var threads = 0
        /// How many of them run something.
        var busy = 0
        var ended = false

        /// What a free thread does next; `nil` when it waits.
        mutating func turn() -> Turn? {
            guard next < waiting.count else { return ended ? .end : nil }
            busy += 1
            defer {
                next += 1
                if next == waiting.count {
                    waiting.removeAll(keepingCapacity: true)
                    next = 0
                }
            }
            return .run(waiting[next])
        }
    }

    private let limit: Int
    private let state = Monitor(State())

    init(atMost limit: Int) { self.limit = limit }

    func add(_ work: Work) {
        let needsThread = state.change { state in
            state.waiting.append(work)
            return state.waiting.count - state.next > state.threads - state.busy && state.threads < limit
        }
        // One more that cannot be had is no harm: the first does all the work then.
        if needsThread { _ = addThread() }
    }

    func end() { state.change(wakingAll: true) { $0.ended = true } }

    /// Starts a thread.
    func addThread() -> Bool {
        state.change { $0.threads += 1 }
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<JobQueue>.fromOpaque(argument).takeRetainedValue().work() }
                return nil
            }, argument.toOpaque())
        guard code == 0 else {
            argument.release()
            state.change { $0.threads -= 1 }
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// What a thread does.
    private func work() {
        while case .run(let work) = state.wait(for: { $0.turn() }) {
            work.job.runSynchronously(on: work.executor)
            state.change { $0.busy -= 1 }
        }
    }
}
