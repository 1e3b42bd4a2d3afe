internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// The collection at a server that holds a file tree: addresses, and looking.
struct FileTree: Sendable {
    let client: WebDAVClient
    /// The top collection; its path ends in `/`.
    let root: RemoteAddress

    /// The address of a collection.
    func address(ofCollection names: [String]) throws(StoreError) -> RemoteAddress {
        do { return try root.appending(names, asCollection: true) } catch { throw StoreError(error) }
    }

    /// The address of a file.
    func address(of href: Href) throws(StoreError) -> RemoteAddress {
        try PathComponents.check(name: href.name)
        let names = try PathComponents(path: href.collection).names
        do { return try root.appending(names + [href.name]) } catch { throw StoreError(error) }
    }

    /// What PROPFIND says of a file; `nil` when there is none, or a collection in its place.
    func state(of address: RemoteAddress) async throws(StoreError) -> FileState? {
        guard let answer = try await client.propfind(address, depth: .zero, FileState.properties) else { return nil }
        return answer.own.flatMap(FileState.init)
    }

    /// Whether there is a collection.
    func isCollection(_ address: RemoteAddress) async throws(StoreError) -> Bool {
        let answer = try await client.propfind(address, depth: .zero, [.dav("resourcetype")])
        return answer?.own?.isCollection ?? false
    }

    /// What lies directly in a collection.
    ///
    /// - Returns: `nil` when there is no such collection.
    func members(of address: RemoteAddress) async throws(StoreError) -> [(name: String, MultistatusResponse)]? {
        let answer = try await client.propfind(address, depth: .one, FileState.properties)
        return answer.flatMap(Self.members)
    }

    private static func members(_ answer: Multistatus) -> [(name: String, MultistatusResponse)]? {
        guard answer.own?.isCollection ?? true else { return nil }
        return answer.responses.compactMap { response in
            guard let names = response.names(below: answer.address), names.count == 1 else { return nil }
            return (names[0], response)
        }
    }

    /// The folders directly in a collection; none where there is no such collection.
    func folders(in names: [String]) async throws(StoreError) -> [String] {
        let address = try address(ofCollection: names)
        return (try await members(of: address) ?? []).filter { $0.1.isCollection }.map(\.name)
    }

    /// The files directly in a collection; none where there is no such collection.
    func files(in collection: String) async throws(StoreError) -> [StoredResource] {
        try await look(at: collection) ?? []
    }

    /// The files directly in a collection.
    ///
    /// - Returns: `nil` when nothing is there; no files where there is something that is no collection.
    func look(at collection: String) async throws(StoreError) -> [StoredResource]? {
        let address = try address(ofCollection: PathComponents(path: collection).names)
        guard let answer = try await client.propfind(address, depth: .one, FileState.properties) else { return nil }
        return (Self.members(answer) ?? []).compactMap { name, response in
            FileState(response).map { Self.resource(Href(collection: collection, name: name), $0) }
        }
    }

    /// The content of a file.
    func content(of href: Href) async throws(StoreError) -> any ContentBody {
        let address = try address(of: href)
        guard let state = try await state(of: address) else {
            throw StoreError(.notFound, "there is no \(href.path)")
        }
        return client.content(at: address, byteCount: state.byteCount)
    }

    /// Removes a file that is in a known state, and makes sure that it is gone.
    ///
    /// - Throws: `.preconditionFailed` when it has changed or is gone.
    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) {
        let address = try address(of: href)
        let changed = StoreError(.preconditionFailed, "\(href.path) has changed, or is gone")
        guard let before = try await state(of: address), before.etag == etag else { throw changed }
        // A state that is told apart by its time has no ETag a header could name.
        let isNamed = before.lastModified == nil
        var outcome = try await client.delete(address, if: isNamed ? .matching(FileState.quoted(etag)) : .none)
        if outcome.status == 412, isNamed, try await state(of: address)?.etag == etag {
            // A server that calls its ETags weak lets none of them match (RFC 9110 section 13.1.1).
            outcome = try await client.delete(address)
        }
        guard try await state(of: address) != nil else {
            guard outcome.isSuccess || outcome.isUncertain else { throw changed }
            return
        }
        guard !outcome.isSuccess else {
            throw StoreError(.refused, "the host says that \(href.path) is removed, but it is still there")
        }
        throw outcome.error(trying: "remove \(href.path)")
    }

    static func resource(_ href: Href, _ state: FileState) -> StoredResource {
        StoredResource(href: href, etag: state.etag, byteCount: state.byteCount)
    }
}
