internal import Synchronization

/// Lets as many requests through as an adaptive limit says; the others wait in the order they came.
public final class RequestGate: Sendable {
    private struct State {
        var limit: AdaptiveLimit
        var underWay = 0
        var nextNumber: UInt64 = 0
        var waiting: [(number: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []

        /// Those that may go now.
        mutating func release() -> [CheckedContinuation<Bool, Never>] {
            let count = min(waiting.count, max(0, limit.limit - underWay))
            underWay += count
            defer { waiting.removeFirst(count) }
            return waiting.prefix(count).map(\.continuation)
        }
    }

    private let state: Mutex<State>

    /// Opens a gate for one host.
    public init(_ limit: AdaptiveLimit) { state = Mutex(State(limit: limit)) }

    /// How many may be under way now.
    public var limit: Int { state.withLock { $0.limit.limit } }

    /// Waits until a request may begin.
    ///
    /// - Throws: `.cancelled` when the task is cancelled before that.
    public func enter() async throws(TransportError) -> AdaptiveLimit.Ticket {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        let mayGo = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if state.waiting.isEmpty, state.underWay < state.limit.limit {
                        state.underWay += 1
                        return true
                    }
                    state.waiting.append((number, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).continuation }
            }
            waiting?.resume(returning: false)
        }
        guard mayGo else { throw TransportError(.cancelled, "The request was cancelled.") }
        return state.withLock { $0.limit.begin() }
    }

    /// Notes the end of a request and lets the next ones go.
    public func leave(_ ticket: AdaptiveLimit.Ticket, _ outcome: AdaptiveLimit.Outcome) {
        let released = state.withLock { state in
            state.underWay -= 1
            state.limit.end(ticket, outcome)
            return state.release()
        }
        for continuation in released { continuation.resume(returning: true) }
    }
}
