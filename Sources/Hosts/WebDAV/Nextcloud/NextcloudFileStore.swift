internal import Hosting
internal import Items
internal import RemoteHosting
internal import Synchronization
internal import Transport

/// The files of a Nextcloud account: as in any WebDAV collection, but small ones many at a time, large ones in chunks,
/// and checked by checksums that the server computes.
final class NextcloudFileStore: BatchStore {
    let service = StoreService.files
    let batchLimits: BatchLimits?

    private let files: WebDAVFileStore
    private let server: NextcloudServer
    private let tree: FileTree
    private let bulk: BulkUpload
    private let timing: Timing
    /// How many small files go at once.
    private let width = Mutex(BulkUpload.limits.count)
    /// Chunks are held in memory; two files at a time fill any line.
    private let large = RequestGate(AdaptiveLimit(maximum: 2, initial: 2))

    /// - Parameter prefix: the path of the tree below the account's files, empty or beginning with `/`.
    init(_ files: WebDAVFileStore, _ server: NextcloudServer, _ tree: FileTree, prefix: String, timing: Timing) {
        self.files = files
        self.server = server
        self.tree = tree
        self.timing = timing
        bulk = BulkUpload(server: server, prefix: prefix)
        batchLimits = server.features.takesBulk ? BulkUpload.limits : nil
    }

    var capabilities: Capabilities { files.capabilities }

    func collections() async throws(StoreError) -> [StoredCollection] { try await files.collections() }

    func list(_ collection: String) async throws(StoreError) -> [StoredResource] { try await files.list(collection) }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody { try await files.get(href) }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        // The bulk endpoint and the chunks go there without the store of the tree.
        try await files.makeCollectionNow(path)
    }

    func removeCollection(_ path: String) async throws(StoreError) -> CollectionRemoval {
        try await files.removeCollection(path)
    }

    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        guard let byteCount = chunkedSize(body) else {
            return try await server.client.turns.with { () async throws(StoreError) in
                KeptTime.noting(resource, try await files.create(resource, body: body))
            }
        }
        return try await files.exclusively(resource.href) { () async throws(StoreError) in
            let target = try tree.address(of: resource.href)
            guard try await tree.state(of: target) == nil else {
                throw StoreError(.alreadyExists, "there is a \(resource.href.path) already")
            }
            return try await sendChunks(resource, target, body, byteCount, replacing: false)
        }
    }

    func update(
        _ resource: NewResource, body: any ContentBody, ifMatch etag: ETag
    ) async throws(StoreError) -> Arrival {
        guard let byteCount = chunkedSize(body) else {
            return try await server.client.turns.with { () async throws(StoreError) in
                KeptTime.noting(resource, try await files.update(resource, body: body, ifMatch: etag))
            }
        }
        return try await files.exclusively(resource.href) { () async throws(StoreError) in
            let target = try tree.address(of: resource.href)
            guard try await tree.state(of: target)?.etag == etag else {
                throw StoreError(.preconditionFailed, "\(resource.href.path) has changed, or is gone")
            }
            return try await sendChunks(resource, target, body, byteCount, replacing: true)
        }
    }

    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) {
        try await server.client.turns.with { () async throws(StoreError) in
            try await files.delete(href, ifMatch: etag)
        }
    }

    func clearLeftOvers() async throws(StoreError) { try await files.clearLeftOvers() }

    // MARK: Large files

    private func chunkedSize(_ body: any ContentBody) -> UInt64? {
        guard server.features.takesChunks, let count = body.byteCount, count >= ChunkedUpload.smallestFile else {
            return nil
        }
        return count
    }

    private func sendChunks(
        _ resource: NewResource, _ target: RemoteAddress, _ body: any ContentBody, _ byteCount: UInt64,
        replacing: Bool
    ) async throws(StoreError) -> Arrival {
        let ticket: AdaptiveLimit.Ticket
        do { ticket = try await large.enter() } catch { throw StoreError(error) }
        defer { large.leave(ticket, .unknown) }
        let upload = ChunkedUpload(
            server: server, resource: resource, target: target, byteCount: byteCount, timing: timing)
        let fingerprint = try await upload.run(body, replacing: replacing)
        guard let state = try await tree.state(of: target), state.byteCount == byteCount else {
            throw StoreError(.refused, "the host does not hold all of \(resource.href.path)")
        }
        let evidence = try await compareChecksum(target, fingerprint, resource.href)
        return KeptTime.noting(resource, Arrival(FileTree.resource(resource.href, state), by: evidence))
    }

    /// Has the server compute the SHA-256 of what it holds (ChecksumUpdatePlugin of nextcloud/server); one that
    /// cannot has told the size.
    private func compareChecksum(
        _ target: RemoteAddress, _ fingerprint: Fingerprint, _ href: Href
    ) async throws(StoreError) -> Evidence {
        let request = HTTPRequest(HTTPMethod("PATCH"), target, headers: ["X-Recalculate-Hash": "sha256"])
        let outcome = try await server.client.change(request)
        guard outcome.isSuccess, let checksum = outcome.headers["OC-Checksum"] else {
            return .size
        }
        guard checksum.lowercased() == "sha256:\(fingerprint)" else {
            throw StoreError(.refused, "the host holds other bytes than were sent for \(href.path)")
        }
        return .checksum
    }

    // MARK: Small files

    func create(_ batch: [BatchItem]) async throws(StoreError) -> [Result<Arrival, StoreError>] {
        var results = [Result<Arrival, StoreError>?](repeating: nil, count: batch.count)
        var parts: [(index: Int, part: BulkBody.Part)] = []
        // By Unicode's equality, because the answer is an object whose members are told apart by it.
        var paths: Set<String> = []
        let taken = try await names(in: Set(batch.map { ExactText($0.resource.href.collection) }))
        for (index, item) in batch.enumerated() {
            let href = item.resource.href
            let path = bulk.path(of: href)
            guard !taken.contains(ExactText(href.path)) else {
                results[index] = .failure(StoreError(.alreadyExists, "there is a \(href.path) already"))
                continue
            }
            guard BulkBody.canCarry(path), files.problem(with: href) == nil, paths.insert(path).inserted else {
                continue
            }
            do {
                let bytes = try item.body.readAll(limit: Int(BulkUpload.limits.resourceByteCount))
                parts.append((index, BulkBody.Part(path: path, bytes: bytes, modified: item.resource.modified)))
            } catch { results[index] = .failure(StoreError(error)) }
        }
        let etags = try await send(parts.map(\.part))
        for (index, part) in parts {
            guard let etag = etags[part.path] else { continue }
            let stored = StoredResource(
                href: batch[index].resource.href, etag: etag, byteCount: UInt64(part.bytes.count))
            results[index] = .success(
                KeptTime.noting(batch[index].resource, Arrival(stored, by: .checksum)))
        }
        // What was refused or could not go along is stored by itself, which also tells why it cannot be.
        for (index, item) in batch.enumerated() where results[index] == nil {
            results[index] = try await alone(item)
        }
        return results.compactMap { $0 }
    }

    /// Sends as many at once as the server has been found to take: a gateway before a slow one gives up on more.
    ///
    /// - Returns: what is stored for sure; the others then go one by one, which asks what is there.
    private func send(_ parts: [BulkBody.Part]) async throws(StoreError) -> [String: ETag] {
        var stored: [String: ETag] = [:]
        var rest = parts[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(width.withLock { $0 }))
            rest = rest.dropFirst(piece.count)
            do throws(StoreError) {
                let answer = try await bulk.send(piece)
                stored.merge(answer.etags) { _, new in new }
                if answer.gaveUp { width.withLock { $0 = max(1, min($0, piece.count / 2)) } }
            } catch  where error.endsHost {
                throw error
            } catch {
                continue
            }
        }
        return stored
    }

    private func alone(_ item: BatchItem) async throws(StoreError) -> Result<Arrival, StoreError> {
        do throws(StoreError) {
            return .success(try await create(item.resource, body: item.body))
        } catch  where error.endsHost {
            throw error
        } catch {
            return .failure(error)
        }
    }

    /// The files in collections that this session did not make itself: the bulk endpoint overwrites without asking.
    private func names(in collections: Set<ExactText>) async throws(StoreError) -> Set<ExactText> {
        var names: Set<ExactText> = []
        for collection in collections.sorted() where !files.isOwn(collection.text) {
            for resource in try await files.list(collection.text) { names.insert(ExactText(resource.href.path)) }
        }
        return names
    }
}
