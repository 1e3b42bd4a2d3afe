internal import Hosting
internal import Items
internal import RemoteHosting
internal import Synchronization
internal import Transport

/// Makes the collections of a file tree, each once.
final class CollectionMaking: Sendable {
    private let tree: FileTree
    private let locks: NameTurns
    private let known = Mutex<Set<ExactText>>([])
    /// Those that this session made itself.
    private let own = Mutex<Set<ExactText>>([])

    init(_ tree: FileTree, _ locks: NameTurns) {
        self.tree = tree
        self.locks = locks
    }

    /// Makes a collection and those above it, as far as they are missing.
    func make(_ names: [String]) async throws(StoreError) {
        for end in names.indices { try await makeOne(Array(names[...end])) }
    }

    /// Removes a collection in which nothing lies.
    func remove(_ names: [String]) async throws(StoreError) -> CollectionRemoval {
        let path = names.joined(separator: "/")
        return try await locks.with("collection " + path) { () async throws(StoreError) in
            let address = try tree.address(ofCollection: names)
            let removal = try await tree.client.removeEmptyCollection(address, path, if: \.isCollection)
            guard removal == .removed else { return removal }
            known.withLock { _ = $0.remove(ExactText(path)) }
            own.withLock { _ = $0.remove(ExactText(path)) }
            return .removed
        }
    }

    /// Whether this session made a collection, so that nobody else has put anything into it.
    func isOwn(_ path: String) -> Bool { own.withLock { $0.contains(ExactText(path)) } }

    private func makeOne(_ names: [String]) async throws(StoreError) {
        let path = names.joined(separator: "/")
        let key = ExactText(path)
        guard !known.withLock({ $0.contains(key) }) else { return }
        try await locks.with("collection " + path) { () async throws(StoreError) in
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
            _ = known.withLock { $0.insert(key) }
        }
    }
}
