internal import Hosting
internal import RemoteHosting
internal import Synchronization

/// Changes of one host, one after the other once its database was found to take one writer at a time, as that of a
/// Nextcloud on SQLite does: that is as fast as it can, and nothing is sent in vain.
final class WritingTurns: Sendable {
    private let turns = NameTurns()
    private let oneByOne = Mutex(false)

    /// Whether changes go one by one.
    var areTaken: Bool { oneByOne.withLock { $0 } }

    /// Reads why a change failed.
    ///
    /// - Parameter message: what the server says for a person.
    /// - Returns: whether it was for other changes that were under way.
    @discardableResult
    func note(failure message: String?) -> Bool {
        guard message?.contains("database is locked") == true else { return false }
        oneByOne.withLock { $0 = true }
        return true
    }

    /// Makes a change when its turn has come, which is at once as long as the server takes many.
    func with<Value>(_ change: () async throws(StoreError) -> Value) async throws(StoreError) -> Value {
        guard areTaken else { return try await change() }
        return try await alone(change)
    }

    /// Makes a change while none of those is under way that take turns.
    func alone<Value>(_ change: () async throws(StoreError) -> Value) async throws(StoreError) -> Value {
        try await turns.with("", change)
    }
}
