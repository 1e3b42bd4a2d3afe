public import Hosting
public import Items
internal import Synchronization

/// A store that fails where a test wants it to, and counts what it is asked; all else is done by the store behind it.
public final class FailingStore: Store {
    /// What happens to one change.
    public enum Fault: Sendable {
        /// Nothing is done, and this is thrown.
        case refusal(StoreError.Code)
        /// It is done, and the answer is lost on its way.
        case lostReply
        /// Nothing is done, then or ever after: the host is gone.
        case death
    }

    private struct State {
        var faults: [Int: Fault]
        var isDead: Bool
        var changes = 0
        var done = 0
    }

    private let store: any Store
    private let state: Mutex<State>

    /// Wraps a store.
    ///
    /// - Parameters:
    ///   - faults: by the number of the change (creations, updates and deletions together, from 1).
    ///   - isDead: whether every call fails from the start.
    public init(_ store: any Store, faults: [Int: Fault] = [:], isDead: Bool = false) {
        self.store = store
        state = Mutex(State(faults: faults, isDead: isDead))
    }

    /// What the store behind it holds.
    public var service: StoreService { store.service }

    /// What the store behind it can do, one change at a time, so that the number of a change means the same each time.
    public var capabilities: Capabilities {
        let real = store.capabilities
        return Capabilities(
            concurrentChanges: 1, maximumResourceSize: real.maximumResourceSize, availableBytes: real.availableBytes)
    }

    /// How many changes it was asked for.
    public var changesAsked: Int { state.withLock { $0.changes } }

    /// How many changes were done, whatever was answered.
    public var changesDone: Int { state.withLock { $0.done } }

    /// As the store behind it.
    public func collections() async throws(StoreError) -> [StoredCollection] {
        try live()
        return try await store.collections()
    }

    /// As the store behind it.
    public func list(_ collection: String) async throws(StoreError) -> [StoredResource] {
        try live()
        return try await store.list(collection)
    }

    /// As the store behind it.
    public func get(_ href: Href) async throws(StoreError) -> any ContentBody {
        try live()
        return try await store.get(href)
    }

    /// As the store behind it.
    public func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        try live()
        try await store.makeCollection(path, as: description)
    }

    /// As the store behind it.
    public func removeCollection(_ path: String) async throws(StoreError) -> CollectionRemoval {
        try live()
        return try await store.removeCollection(path)
    }

    /// Fails if it is its turn.
    public func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        let isReplyLost = try begin()
        let stored = try await store.create(resource, body: body)
        return try end(stored, isReplyLost)
    }

    /// Fails if it is its turn.
    public func update(_ resource: NewResource, body: any ContentBody, ifMatch etag: ETag) async throws(StoreError)
        -> Arrival
    {
        let isReplyLost = try begin()
        let stored = try await store.update(resource, body: body, ifMatch: etag)
        return try end(stored, isReplyLost)
    }

    /// Fails if it is its turn.
    public func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) {
        let isReplyLost = try begin()
        try await store.delete(href, ifMatch: etag)
        state.withLock { $0.done += 1 }
        if isReplyLost { throw StoreError(.unavailable, "the connection broke") }
    }

    private func live() throws(StoreError) {
        if state.withLock({ $0.isDead }) { throw StoreError(.unavailable, "the host does not answer") }
    }

    private func begin() throws(StoreError) -> Bool {
        try live()
        let fault = state.withLock { state in
            state.changes += 1
            return state.faults[state.changes]
        }
        switch fault {
        case nil: return false
        case .lostReply: return true
        case .refusal(let code): throw StoreError(code, "a test wanted \(code.rawValue)")
        case .death:
            state.withLock { $0.isDead = true }
            throw StoreError(.unavailable, "the host does not answer")
        }
    }

    private func end(_ stored: Arrival, _ isReplyLost: Bool) throws(StoreError) -> Arrival {
        state.withLock { $0.done += 1 }
        if isReplyLost { throw StoreError(.unavailable, "the connection broke") }
        return stored
    }
}
