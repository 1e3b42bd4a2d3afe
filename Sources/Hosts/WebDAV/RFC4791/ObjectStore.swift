internal import Hosting
internal import Items
internal import RemoteHosting
internal import Synchronization
internal import Transport

/// The calendars or address books of one account: every collection directly below one home (RFC 4791 section 6.2.1,
/// RFC 6352 section 7.1.1). The path of a collection is its one name there.
final class ObjectStore: Store {
    let kind: ObjectKind
    let home: RemoteAddress
    let client: WebDAVClient
    let server: ServerNature
    let attendees: AttendeePolicy
    let state = Mutex(State())
    let locks = NameTurns()
    let trash: TrashBin?

    /// What is learnt on the way.
    struct State {
        var maximumResourceSize: UInt64?
        /// The paths of collections that were there when the store last looked.
        var existing: Set<ExactText> = []
        /// What else has a name in the home: calendars in the trash bin, the inbox, collections of others.
        var occupied: Set<ExactText> = []
        /// Collections this store has made and nothing has been put into yet, with their descriptions.
        var fresh: [ExactText: ItemCollection] = [:]
        /// How many resources in a row the server failed for when nothing else was under way.
        var lonelyFailures = 0
    }

    /// Opens a home that discovery found.
    ///
    /// - Parameter attendees: has a meaning for calendars only.
    /// - Throws: what ends the host.
    init(
        _ kind: ObjectKind, home: RemoteAddress, client: WebDAVClient, attendees: AttendeePolicy = .automatic
    ) async throws(StoreError) {
        self.kind = kind
        self.home = home
        self.client = client
        self.attendees = attendees
        let options = try await client.change(HTTPRequest(.options, home))
        server = options.isSuccess ? ServerNature(options) : ServerNature()
        trash = server.isNextcloud && kind.service == .calendars ? TrashBin(client: client, home: home) : nil
        if server.isNextcloud, kind.service == .contacts {
            state.withLock { $0.maximumResourceSize = NextcloudFeatures.largestCard }
        }
        // Collections tell the limits.
        _ = try await collections()
    }

    var service: StoreService { kind.service }

    var capabilities: Capabilities {
        Capabilities(
            concurrentChanges: 8, maximumResourceSize: state.withLock { $0.maximumResourceSize },
            collectionLimits: server.isNextcloud ? NextcloudFeatures.collectionLimits(of: kind.service) : nil)
    }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody {
        guard let found = try await read(href) else {
            throw StoreError(.notFound, "there is no \(href.path)")
        }
        return BytesBody(found.bytes)
    }

    // MARK: Addresses

    /// The address of a collection: of one that exists its own, of any other one that every server takes.
    ///
    /// - Throws: `.refused` for what is not one name.
    func address(of collection: String) throws(StoreError) -> RemoteAddress {
        let names = try PathComponents(path: collection).names
        guard names.count == 1 else {
            throw StoreError(.refused, "\(collection.debugDescription) is no collection: they do not nest here")
        }
        do { return try home.appending([path(ofNew: collection)], asCollection: true) } catch {
            throw StoreError(error)
        }
    }

    /// The path of one that exists is its own; any other one gets a name that every server takes and that nothing
    /// else has here.
    func path(ofNew path: String) -> String {
        let portable = CollectionSegment.portable(path)
        return state.withLock { state in
            guard !state.existing.contains(ExactText(path)) else { return path }
            var (free, number) = (portable, 2)
            while state.occupied.contains(ExactText(free)) {
                free = "\(portable)-\(number)"
                number += 1
            }
            return free
        }
    }

    /// The address of a resource.
    ///
    /// - Throws: `.refused` for what is not one name in one collection.
    func address(of href: Href) throws(StoreError) -> RemoteAddress {
        try PathComponents.check(name: href.name)
        let collection = try address(of: href.collection)
        do { return try collection.appending([href.name]) } catch { throw StoreError(error) }
    }

    // MARK: One resource

    /// A resource as the server gives it.
    struct Found {
        let bytes: [UInt8]
        let resource: StoredResource
    }

    /// Reads a resource.
    ///
    /// - Returns: `nil` when there is none.
    func read(_ href: Href) async throws(StoreError) -> Found? {
        let request = HTTPRequest(.get, try address(of: href))
        let answer = try await client.send(request)
        switch answer.status {
        case 200:
            // What an answer without ETag tells of is asked for apart.
            let etag: ETag?
            if let given = answer.headers["ETag"] {
                etag = ETag(written: given)
            } else {
                etag = try await self.etag(of: href)
            }
            guard let etag else { return nil }
            return Found(bytes: answer.body, resource: stored(href, etag, nil, answer.body))
        case 404, 410: return nil
        default: throw Outcome(answer).error(trying: "read \(href.path)")
        }
    }

    /// The ETag of a resource by PROPFIND; `nil` when there is no such resource.
    func etag(of href: Href) async throws(StoreError) -> ETag? {
        let answer = try await client.propfind(try address(of: href), depth: .zero, [.dav("getetag")])
        guard let text = answer?.own?.property(.dav("getetag"))?.trimmedText, !text.isEmpty else { return nil }
        return ETag(written: text)
    }

    /// Describes a resource by its content.
    func stored(_ href: Href, _ etag: ETag, _ byteCount: UInt64?, _ bytes: [UInt8]) -> StoredResource {
        let summary = kind.read(bytes)
        return StoredResource(
            href: href, etag: etag, byteCount: byteCount ?? UInt64(bytes.count), uid: summary?.uid,
            fingerprint: summary.map { Fingerprint(of: $0.comparisonBytes) })
    }
}

extension ETag {
    /// An ETag as a server wrote it in a header or a property.
    init(written text: String) { self.init(FileState.opaque(text)) }
}
