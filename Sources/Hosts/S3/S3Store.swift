internal import Hosting
internal import Items
internal import Synchronization

/// Files or notes in a bucket. A key is the URL's prefix, `files/` or `notes/`, and the path; there are no folders but
/// the beginnings of keys.
struct S3Store: Store {
    /// The longest key, in bytes of UTF-8 (S3 user guide, "Naming Amazon S3 objects").
    private static let maximumKeyLength = 1024
    /// The largest object, in bytes: 5 TiB (S3 user guide, "Amazon S3 multipart upload limits").
    private static let maximumSize: UInt64 = 5 << 40

    let service: StoreService
    let capabilities = Capabilities(concurrentChanges: S3Driver.mostRequests, maximumResourceSize: maximumSize)
    private let client: S3Client
    /// `nil` when the host is only read.
    private let writer: S3Writer?
    /// The top folders that were made in this session: until a file is in one, the service knows nothing of it.
    private let made = MadeFolders()

    init(_ service: StoreService, client: S3Client, writer: S3Writer?) {
        self.service = service
        self.client = client
        self.writer = writer
    }

    /// What the keys of a file tree begin with, below the URL's prefix.
    static func folder(of service: StoreService) -> String { service.rawValue + "/" }

    private var keyPrefix: String { client.location.prefix + Self.folder(of: service) }

    func collections() async throws(StoreError) -> [StoredCollection] {
        let found = try await client.list(keyPrefix).folders
        let others = made.names.filter { name in !found.contains { $0.utf8.elementsEqual(name.utf8) } }
        return (found + others).map { StoredCollection(path: $0, displayName: nil) }
    }

    func list(_ collection: String) async throws(StoreError) -> [StoredResource] {
        let prefix = keyPrefix + (try folder(collection))
        return try await client.list(prefix).objects.map { name, object in
            StoredResource(
                href: Href(collection: collection, name: name), etag: ETag(object.etag), byteCount: object.byteCount)
        }
    }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody {
        let key = try key(of: href)
        guard let object = try await client.head(key) else { throw StoreError(.notFound, "there is no \(href.path)") }
        return try client.content(of: key, byteCount: object.byteCount)
    }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        _ = try writing()
        if let top = try PathComponents(path: path).names.first { made.add(top) }
    }

    /// A folder is nothing but the beginning of keys: it is gone with its last object.
    func removeCollection(_ path: String) async throws(StoreError) -> CollectionRemoval {
        _ = try writing()
        let found = try await client.list(keyPrefix + (try folder(path)))
        return found.objects.isEmpty && found.folders.isEmpty ? .removed : .occupied
    }

    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        let stored = try await write(resource, body, if: .nothing)
        try await requireName(resource.href)
        return stored
    }

    /// SeaweedFS takes `\` for `/` without a word: the file would come back in a folder that nobody made.
    private func requireName(_ href: Href) async throws(StoreError) {
        guard href.path.utf8.contains(UInt8(ascii: "\\")) else { return }
        let names = try await list(href.collection).map(\.href.name)
        guard !names.contains(where: { $0.utf8.elementsEqual(href.name.utf8) }) else { return }
        try await client.delete(try key(of: href))
        throw StoreError(.refused, "this service keeps \(href.path) under another name; rename it")
    }

    func update(_ resource: NewResource, body: any ContentBody, ifMatch etag: ETag) async throws(StoreError) -> Arrival
    {
        try await write(resource, body, if: .object(etag: etag.rawValue))
    }

    /// Not every service knows conditions for a deletion, so the object is looked at before: what somebody writes in the
    /// moment between is lost.
    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) {
        _ = try writing()
        let key = try key(of: href)
        guard try await client.head(key)?.etag == etag.rawValue else {
            throw StoreError(.preconditionFailed, "\(href.path) has changed or is gone")
        }
        try await client.delete(key)
        guard try await client.head(key) == nil else {
            throw StoreError(.refused, "the service says that \(href.path) is removed, but it is still there")
        }
    }

    private func write(_ resource: NewResource, _ body: any ContentBody, if condition: S3Writer.Condition)
        async throws(StoreError) -> Arrival
    {
        let key = try key(of: resource.href)
        let (object, evidence) = try await writing().write(body, to: key, modified: resource.modified, if: condition)
        let stored = StoredResource(href: resource.href, etag: ETag(object.etag), byteCount: object.byteCount)
        return Arrival(stored, by: evidence)
    }

    private func writing() throws(StoreError) -> S3Writer {
        guard let writer else {
            throw StoreError(.notPermitted, "the bucket \(client.location.bucket) was opened for reading only")
        }
        return writer
    }

    /// The path of a folder with a `/` behind it, empty for the top.
    private func folder(_ collection: String) throws(StoreError) -> String {
        _ = try PathComponents(path: collection)
        return collection.isEmpty ? "" : collection + "/"
    }

    private func key(of href: Href) throws(StoreError) -> String {
        try PathComponents.check(name: href.name)
        let key = keyPrefix + (try folder(href.collection)) + href.name
        guard key.utf8.count <= Self.maximumKeyLength else {
            throw StoreError(.refused, "\(href.path) is longer than the \(Self.maximumKeyLength) bytes of a key")
        }
        return key
    }
}

/// Names of folders, each once.
private final class MadeFolders: Sendable {
    // Bytes, because two names that Unicode calls equivalent are two folders.
    private let known = Mutex<Set<[UInt8]>>([])

    func add(_ name: String) { known.withLock { _ = $0.insert(Array(name.utf8)) } }

    var names: [String] { known.withLock { $0.map { String(decoding: $0, as: UTF8.self) }.sorted() } }
}
