import Hosting
import Items
import TestKit

/// A store in memory beside which something of a test's happens.
struct HookedStore: BatchStore {
    let store: MemoryStore
    /// With these it takes batches, stores them, and gives an answer nobody understands.
    var batchLimits: BatchLimits?
    var beforeList: @Sendable (MemoryStore) throws(StoreError) -> Void = { (_) throws(StoreError) in }
    var afterCreate: @Sendable () throws(StoreError) -> Void = { () throws(StoreError) in }

    var service: StoreService { store.service }
    var capabilities: Capabilities { store.capabilities }

    func collections() async throws(StoreError) -> [StoredCollection] { try store.collections() }

    func list(_ collection: String) async throws(StoreError) -> [StoredResource] {
        try beforeList(store)
        return try store.list(collection)
    }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody { try store.get(href) }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        try store.makeCollection(path, as: description)
    }

    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        let arrival = try store.create(resource, body: body)
        try afterCreate()
        return arrival
    }

    func create(_ batch: [BatchItem]) async throws(StoreError) -> [Result<Arrival, StoreError>] {
        for item in batch { _ = try store.create(item.resource, body: item.body) }
        throw StoreError(.refused, "the answer makes no sense")
    }

    func update(_ resource: NewResource, body: any ContentBody, ifMatch etag: ETag) async throws(StoreError) -> Arrival
    {
        try store.update(resource, body: body, ifMatch: etag)
    }

    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) { try store.delete(href, ifMatch: etag) }
}

extension MemoryHost {
    /// A session with another store of files.
    func session(files: HookedStore) -> HostSession {
        HostSession(stores: stores.values.filter { $0.service != .files } + [files]) {}
    }
}
