internal import Hosting
internal import Transport

/// Finds out a server's habits when they are first needed, once for all tasks.
actor HabitsFinder {
    private let temporary: TemporaryCollection
    private let timing: Timing
    private var known: ServerHabits?
    private var finding: Task<Result<ServerHabits, StoreError>, Never>?

    /// - Parameter known: what need not be found out.
    init(_ temporary: TemporaryCollection, timing: Timing, known: ServerHabits?) {
        self.temporary = temporary
        self.timing = timing
        self.known = known
    }

    /// What the server does.
    ///
    /// - Throws: why it could not be found out, each time the same.
    func habits() async throws(StoreError) -> ServerHabits {
        if let known { return known }
        let task = finding ?? Task { await Self.find(temporary, timing) }
        finding = task
        let habits = try await task.value.get()
        if known == nil { known = habits }
        return known ?? habits
    }

    private static func find(
        _ temporary: TemporaryCollection, _ timing: Timing
    ) async -> Result<ServerHabits, StoreError> {
        do throws(StoreError) {
            return .success(try await HabitsProbe(temporary, timing: timing).run())
        } catch {
            return .failure(error)
        }
    }

    /// Notes that a file was seen to keep its ETag when it was moved.
    func noteMoveKeepsETag() { known?.moveKeepsETag = true }
}
