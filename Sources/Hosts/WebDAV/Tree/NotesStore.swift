internal import Hosting
internal import Items

/// Notes in a folder of a file tree, by the store of that tree, so that what it has found out about the server and its
/// ways of storing hold for them too.
struct NotesStore: BatchStore {
    let service = StoreService.notes
    private let files: any Store
    private let tree: FileTree
    private let folder: [String]

    /// - Parameters:
    ///   - files: the store of the whole tree.
    ///   - folder: where the notes lie in it.
    init(in files: any Store, _ tree: FileTree, at folder: [String]) {
        self.files = files
        self.tree = tree
        self.folder = folder
    }

    var capabilities: Capabilities { files.capabilities }

    var batchLimits: BatchLimits? { (files as? any BatchStore)?.batchLimits }

    func collections() async throws(StoreError) -> [StoredCollection] {
        try await tree.folders(in: folder).map { StoredCollection(path: $0, displayName: nil) }
    }

    func list(_ collection: String) async throws(StoreError) -> [StoredResource] {
        try await files.list(outer(collection)).map { inner($0, in: collection) }
    }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody { try await files.get(outer(href)) }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        try await files.makeCollection(outer(path), as: description)
    }

    func removeCollection(_ path: String) async throws(StoreError) -> CollectionRemoval {
        try await files.removeCollection(outer(path))
    }

    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        try await makeTop(for: [resource.href])
        return inner(try await files.create(outer(resource), body: body), in: resource.href.collection)
    }

    func create(_ batch: [BatchItem]) async throws(StoreError) -> [Result<Arrival, StoreError>] {
        guard let store = files as? any BatchStore else {
            throw StoreError(.refused, "\(tree.root) takes no batches")
        }
        try await makeTop(for: batch.map(\.resource.href))
        let results = try await store.create(batch.map { BatchItem(outer($0.resource), body: $0.body) })
        return zip(batch, results).map { item, result in
            result.map { inner($0, in: item.resource.href.collection) }
        }
    }

    func update(
        _ resource: NewResource, body: any ContentBody, ifMatch etag: ETag
    ) async throws(StoreError) -> Arrival {
        let stored = try await files.update(outer(resource), body: body, ifMatch: etag)
        return inner(stored, in: resource.href.collection)
    }

    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) {
        try await files.delete(outer(href), ifMatch: etag)
    }

    /// Nobody makes the top of a file tree, so it may be missing yet.
    private func makeTop(for hrefs: [Href]) async throws(StoreError) {
        guard hrefs.contains(where: \.collection.isEmpty) else { return }
        try await makeCollection("", as: ItemCollection(.notes, name: ""))
    }

    // MARK: The same thing in both trees

    private func outer(_ collection: String) -> String {
        (folder + (collection.isEmpty ? [] : [collection])).joined(separator: "/")
    }

    private func outer(_ href: Href) -> Href { Href(collection: outer(href.collection), name: href.name) }

    private func outer(_ resource: NewResource) -> NewResource {
        NewResource(href: outer(resource.href), modified: resource.modified)
    }

    private func inner(_ arrival: Arrival, in collection: String) -> Arrival {
        Arrival(inner(arrival.resource, in: collection), as: arrival.record)
    }

    private func inner(_ stored: StoredResource, in collection: String) -> StoredResource {
        StoredResource(
            href: Href(collection: collection, name: stored.href.name), etag: stored.etag,
            byteCount: stored.byteCount, uid: stored.uid, fingerprint: stored.fingerprint)
    }
}
