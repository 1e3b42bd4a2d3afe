internal import Hosting
internal import Items
internal import RemoteHosting
internal import Synchronization
internal import Transport

/// Makes the collections of a file tree, each once; those that hold files may wait until the first of these come.
final class CollectionMaking: Sendable {
    private let tree: FileTree
    private let locks = NameTurns()
    private let known = Mutex<Set<ExactText>>([])
    /// Those that this session made itself.
    private let own = Mutex<Set<ExactText>>([])
    /// Those that were not there when this session listed them.
    private let absent = Mutex<Set<ExactText>>([])
    private let waiting = Mutex(Waiting())

    /// Those that are made with their first files.
    private struct Waiting {
        /// All of them, until they are there.
        var all: Set<ExactText> = []
        /// Those whose files somebody has begun to bring.
        var begun: Set<ExactText> = []
    }

    init(_ tree: FileTree) { self.tree = tree }

    /// Makes a collection and those above it, as far as they are missing.
    func make(_ names: [String]) async throws(StoreError) {
        for end in names.indices { try await makeOne(Array(names[...end])) }
    }

    /// Notes that a collection is not there.
    func noteAbsent(_ path: String) { absent.withLock { _ = $0.insert(ExactText(path)) } }

    /// Makes what is above a collection; the collection itself is made when its first files come.
    ///
    /// - Returns: `false` when it may be there already, so that it must be made in the usual way.
    func postpone(_ names: [String]) async throws(StoreError) -> Bool {
        let key = ExactText(names.joined(separator: "/"))
        guard !names.isEmpty, absent.withLock({ $0.contains(key) }), !known.withLock({ $0.contains(key) }) else {
            return false
        }
        try await make(names.dropLast())
        waiting.withLock { _ = $0.all.insert(key) }
        return true
    }

    /// The collections that are not there yet but will be.
    var postponed: [String] { waiting.withLock { $0.all.map(\.text) } }

    /// Makes a collection that waits for its first files, if it still does; else waits for whoever brings them.
    func ensure(_ path: String) async throws(StoreError) {
        guard waiting.withLock({ $0.all.contains(ExactText(path)) }) else { return }
        try await make(PathComponents(path: path).names)
    }

    /// Whether a collection waits for its first files and nobody has begun to bring them.
    func waits(_ path: String) -> Bool {
        let key = ExactText(path)
        return waiting.withLock { $0.all.contains(key) && !$0.begun.contains(key) }
    }

    /// Brings the first files of a collection that waits for them: one task for each collection, while others who need
    /// it wait.
    ///
    /// - Parameter bring: does it, and says whether the collection is there now.
    /// - Returns: `nil`, without doing anything, when the collection does not wait or somebody else is at it.
    func first<Value>(
        _ path: String, _ bring: () async throws(StoreError) -> (value: Value, isThere: Bool)
    ) async throws(StoreError) -> Value? {
        let key = ExactText(path)
        let isMine = waiting.withLock { $0.all.contains(key) && $0.begun.insert(key).inserted }
        guard isMine else { return nil }
        return try await locks.with(path) { () async throws(StoreError) in
            guard !known.withLock({ $0.contains(key) }) else { return nil }
            let (value, isThere) = try await bring()
            if isThere {
                own.withLock { _ = $0.insert(key) }
                noteThere(key)
            }
            return value
        }
    }

    private func noteThere(_ key: ExactText) {
        known.withLock { _ = $0.insert(key) }
        waiting.withLock { _ = $0.all.remove(key) }
    }

    /// Removes a collection in which nothing lies.
    func remove(_ names: [String]) async throws(StoreError) -> CollectionRemoval {
        let path = names.joined(separator: "/")
        return try await locks.with(path) { () async throws(StoreError) in
            let address = try tree.address(ofCollection: names)
            let removal = try await tree.client.removeEmptyCollection(address, path, if: \.isCollection)
            guard removal == .removed else { return removal }
            let key = ExactText(path)
            known.withLock { _ = $0.remove(key) }
            own.withLock { _ = $0.remove(key) }
            waiting.withLock { _ = $0.all.remove(key) }
            return .removed
        }
    }

    /// Whether this session made a collection, so that nobody else has put anything into it.
    func isOwn(_ path: String) -> Bool { own.withLock { $0.contains(ExactText(path)) } }

    private func makeOne(_ names: [String]) async throws(StoreError) {
        let path = names.joined(separator: "/")
        let key = ExactText(path)
        guard !known.withLock({ $0.contains(key) }) else { return }
        try await locks.with(path) { () async throws(StoreError) in
            guard !known.withLock({ $0.contains(key) }) else { return }
            let address = try tree.address(ofCollection: names)
            let outcome = try await tree.client.makeCollection(address)
            switch outcome.status {
            case 201: if !outcome.isUncertain { _ = own.withLock { $0.insert(key) } }
            // RFC 4918 section 9.3.1 has no other success, and 405 when something is there: only a look tells what.
            case _ where try await tree.isCollection(address): break
            case 405: throw StoreError(.refused, "\(path) cannot be a folder: there is a file of that name")
            default: throw outcome.error(trying: "make the folder \(path)")
            }
            noteThere(key)
        }
    }
}
