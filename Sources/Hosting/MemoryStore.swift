public import Items
internal import Synchronization

/// A store that lives and ends with the process: what tests and rehearsals write to.
public final class MemoryStore: Store {
    /// What it holds.
    public let service: StoreService
    /// It has no limits but the memory.
    public let capabilities = Capabilities(concurrentChanges: 16)

    private let reader: ResourceSummary.Reader
    private let state = Mutex(State())

    /// Makes an empty store.
    ///
    /// - Parameter reader: reads the calendar objects or cards `list` tells of; a file tree needs none.
    public init(service: StoreService, reader: @escaping ResourceSummary.Reader = { _ in nil }) {
        self.service = service
        self.reader = reader
    }

    /// The collections by the bytes of their paths.
    public func collections() throws(StoreError) -> [StoredCollection] {
        let all = state.withLock { $0.collections.values.sorted { $0.key < $1.key } }
        return all.filter { !service.isFileTree || $0.key.bytes.contains(UInt8(ascii: "/")) == false }
            .map { StoredCollection(path: $0.path, displayName: $0.displayName) }
    }

    /// The resources by the bytes of their names.
    public func list(_ collection: String) throws(StoreError) -> [StoredResource] {
        let key = PathKey(collection)
        return state.withLock { state in
            state.resources.values.filter { PathKey($0.stored.href.collection) == key }
                .sorted { PathKey($0.stored.href.name) < PathKey($1.stored.href.name) }.map(\.stored)
        }
    }

    /// The content of a resource.
    public func get(_ href: Href) throws(StoreError) -> any ContentBody {
        guard let held = state.withLock({ $0.resources[PathKey(href.path)] }) else {
            throw StoreError(.notFound, "there is no \(href.path)")
        }
        return BytesBody(held.bytes)
    }

    /// Makes a collection; one of calendars or cards does not nest.
    public func makeCollection(_ path: String, as description: ItemCollection) throws(StoreError) {
        let names = try PathComponents(path: path).names
        guard service.isFileTree || names.count == 1 else {
            throw StoreError(.refused, "\(path) cannot be a collection: those of \(service.rawValue) do not nest")
        }
        state.withLock { state in
            for end in names.indices {
                let path = names[...end].joined(separator: "/")
                let key = PathKey(path)
                guard state.collections[key] == nil else { continue }
                let displayName = service.isFileTree ? nil : description.name
                state.collections[key] = HeldCollection(key: key, path: path, displayName: displayName)
            }
        }
    }

    /// Removes a collection without resources and collections below it.
    public func removeCollection(_ path: String) throws(StoreError) -> CollectionRemoval {
        _ = try PathComponents(path: path)
        let key = PathKey(path)
        let below = PathKey(path + "/").bytes
        return state.withLock { state in
            let keys = state.collections.keys.map(\.bytes) + state.resources.keys.map(\.bytes)
            guard !keys.contains(where: { $0.starts(with: below) }) else { return .occupied }
            state.collections[key] = nil
            return .removed
        }
    }

    /// Keeps the whole of `body` in memory.
    public func create(_ resource: NewResource, body: any ContentBody) throws(StoreError) -> Arrival {
        let key = try check(resource.href)
        let bytes = try read(body)
        return try put(resource.href, key, bytes) { held throws(StoreError) in
            guard held == nil else { throw StoreError(.alreadyExists, "there is a \(resource.href.path) already") }
        }
    }

    /// Replaces a resource.
    public func update(_ resource: NewResource, body: any ContentBody, ifMatch etag: ETag) throws(StoreError) -> Arrival
    {
        let key = try check(resource.href)
        let bytes = try read(body)
        return try put(resource.href, key, bytes) { held throws(StoreError) in
            guard held?.stored.etag == etag else {
                throw StoreError(.preconditionFailed, "\(resource.href.path) has changed or is gone")
            }
        }
    }

    /// Removes a resource.
    public func delete(_ href: Href, ifMatch etag: ETag) throws(StoreError) {
        let key = PathKey(href.path)
        try state.withLock { state throws(StoreError) in
            guard state.resources[key]?.stored.etag == etag else {
                throw StoreError(.preconditionFailed, "\(href.path) has changed or is gone")
            }
            state.resources[key] = nil
        }
    }

    private func check(_ href: Href) throws(StoreError) -> PathKey {
        try PathComponents.check(name: href.name)
        _ = try PathComponents(path: href.collection)
        let collection = PathKey(href.collection)
        guard state.withLock({ $0.collections[collection] != nil }) || (service.isFileTree && href.collection.isEmpty)
        else { throw StoreError(.notFound, "there is no collection \(href.collection)") }
        return PathKey(href.path)
    }

    private func read(_ body: any ContentBody) throws(StoreError) -> [UInt8] {
        do { return try body.readAll(limit: .max) } catch { throw StoreError(error) }
    }

    /// Puts a resource in place if `condition` agrees to what has that href now.
    private func put(
        _ href: Href, _ key: PathKey, _ bytes: [UInt8], if condition: (Held?) throws(StoreError) -> Void
    ) throws(StoreError) -> Arrival {
        let summary = service.isFileTree ? nil : reader(bytes)
        return try state.withLock { state throws(StoreError) in
            try condition(state.resources[key])
            state.changes += 1
            let stored = StoredResource(
                href: href, etag: ETag(String(state.changes)), byteCount: UInt64(bytes.count), uid: summary?.uid,
                fingerprint: summary.map { Fingerprint(of: $0.comparisonBytes) })
            state.resources[key] = Held(stored: stored, bytes: bytes)
            return Arrival(stored, by: .content)
        }
    }
}

/// A path by its bytes: two texts that Unicode calls equivalent are two names to a store.
private struct PathKey: Hashable, Comparable {
    let bytes: [UInt8]

    init(_ path: String) { bytes = Array(path.utf8) }

    static func < (left: PathKey, right: PathKey) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}

private struct HeldCollection {
    let key: PathKey
    let path: String
    let displayName: String?
}

private struct Held {
    let stored: StoredResource
    let bytes: [UInt8]
}

private struct State {
    var collections: [PathKey: HeldCollection] = [:]
    var resources: [PathKey: Held] = [:]
    var changes: UInt64 = 0
}
