internal import Synchronization

/// Lets tasks hold so many bytes in memory between them, in the order they ask.
final class MemoryBudget: Sendable {
    private struct State {
        var free: Int
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>
    private let total: Int

    /// - Parameter total: in bytes.
    init(total: Int) {
        self.total = total
        state = Mutex(State(free: total))
    }

    /// Waits until so many bytes are free and takes them, for as long as there is the share. More than there are in all
    /// count as all.
    func share(_ count: Int) async -> MemoryShare {
        let count = min(count, total)
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state -> Bool in
                guard state.waiting.isEmpty, state.free >= count else {
                    state.waiting.append((count, continuation))
                    return false
                }
                state.free -= count
                return true
            }
            if isFree { continuation.resume() }
        }
        return MemoryShare(of: self, count)
    }

    fileprivate func giveBack(_ count: Int) {
        let released = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.free += count
            var released: [CheckedContinuation<Void, Never>] = []
            while let first = state.waiting.first, first.count <= state.free {
                state.free -= first.count
                released.append(first.continuation)
                state.waiting.removeFirst()
            }
            return released
        }
        for continuation in released { continuation.resume() }
    }
}

/// Bytes that somebody may hold; they are free again when it is gone.
final class MemoryShare: Sendable {
    private let budget: MemoryBudget
    private let count: Int

    fileprivate init(of budget: MemoryBudget, _ count: Int) {
        self.budget = budget
        self.count = count
    }

    deinit { budget.giveBack(count) }
}
