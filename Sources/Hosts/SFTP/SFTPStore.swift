internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// Files or notes at an SFTP server, below `files/` or `notes/` of the URL's folder.
struct SFTPStore: Store {
    /// The longest name, in bytes, on the file systems in use.
    private static let longestName = 255

    let service: StoreService
    let capabilities: Capabilities
    private let sftp: PatientSFTP
    private let top: String
    /// `nil` when the host is only read.
    private let writer: SFTPWriter?

    init(
        _ service: StoreService, at root: String, sftp: PatientSFTP, writer: SFTPWriter?, availableBytes: UInt64?
    ) {
        self.service = service
        self.sftp = sftp
        top = Self.top(of: service, at: root)
        self.writer = writer
        capabilities = Capabilities(concurrentChanges: SFTPDriver.mostRequests, availableBytes: availableBytes)
    }

    /// The folder that holds a file tree.
    static func top(of service: StoreService, at root: String) -> String { root + "/" + service.rawValue }

    func collections() async throws(StoreError) -> [StoredCollection] {
        try await entries(top).filter { $0.kind == .directory }
            .map { StoredCollection(path: $0.name, displayName: nil) }
    }

    func list(_ collection: String) async throws(StoreError) -> [StoredResource] {
        let path = try folder(collection)
        var names: [String] = []
        for entry in try await entries(path) where entry.kind == .file {
            guard entry.name.hasPrefix(SFTPWriter.asidePrefix) else {
                names.append(entry.name)
                continue
            }
            guard let writer else { continue }
            let name = String(entry.name.dropFirst(SFTPWriter.asidePrefix.utf8.count))
            do throws(TransportError) {
                try await writer.restore(path + "/" + name, from: path + "/" + entry.name)
            } catch { throw StoreError(error) }
            if !names.contains(name) { names.append(name) }
        }
        return try await resources(Set(names).sorted(), in: collection, path)
    }

    /// The listing tells times to the minute only, so each file is looked at, many at the same time.
    private func resources(_ names: [String], in collection: String, _ path: String)
        async throws(StoreError) -> [StoredResource]
    {
        let sftp = sftp
        let result = await withTaskGroup(of: Result<StoredResource?, TransportError>.self) {
            group -> Result<[StoredResource], TransportError> in
            for name in names {
                group.addTask {
                    do throws(TransportError) {
                        // `nil` for what went away since its folder was read.
                        return .success(
                            try await sftp.status(path + "/" + name).map {
                                StoredResource(
                                    href: Href(collection: collection, name: name), etag: $0.etag,
                                    byteCount: $0.byteCount)
                            })
                    } catch { return .failure(error) }
                }
            }
            var resources: [StoredResource] = []
            for await result in group {
                switch result {
                case .success(let resource): if let resource { resources.append(resource) }
                case .failure(let error):
                    group.cancelAll()
                    return .failure(error)
                }
            }
            return .success(resources)
        }
        do { return try result.get() } catch { throw StoreError(error) }
    }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody {
        let path = try path(of: href)
        let state: SFTPState?
        do throws(TransportError) { state = try await sftp.status(path) } catch { throw StoreError(error) }
        guard let state else { throw StoreError(.notFound, "there is no \(href.path)") }
        return sftp.client.content(of: path, byteCount: state.byteCount)
    }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        _ = try writing()
        try Self.check(path)
        let folder = try folder(path)
        do throws(TransportError) { try await sftp.makeDirectories(folder) } catch { throw StoreError(error) }
    }

    func removeCollection(_ path: String) async throws(StoreError) -> CollectionRemoval {
        _ = try writing()
        guard !path.isEmpty else { return .unsupported }
        let folder = try folder(path)
        guard try await entries(folder).isEmpty else { return .occupied }
        // rmdir(2) refuses what is not empty by then.
        do throws(TransportError) { try await sftp.client.removeDirectory(folder) } catch {
            guard error.code == .notFound else { throw StoreError(error) }
        }
        return .removed
    }

    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        let writer = try writing()
        try Self.check(resource.href.path)
        let state = try await writer.create(body, at: try path(of: resource.href), modified: resource.modified)
        return Self.arrival(resource.href, state)
    }

    func update(_ resource: NewResource, body: any ContentBody, ifMatch etag: ETag) async throws(StoreError) -> Arrival
    {
        let writer = try writing()
        let aside = SFTPWriter.asidePrefix + resource.href.name
        guard aside.utf8.count <= Self.longestName else {
            throw StoreError(.refused, "\(resource.href.path) has a name too long to be replaced safely")
        }
        let state = try await writer.update(
            body, at: try path(of: resource.href), aside: try folder(resource.href.collection) + "/" + aside,
            modified: resource.modified, ifMatch: etag)
        return Self.arrival(resource.href, state)
    }

    private static func arrival(_ href: Href, _ state: SFTPState) -> Arrival {
        Arrival(StoredResource(href: href, etag: state.etag, byteCount: state.byteCount), by: .size)
    }

    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) {
        let writer = try writing()
        let aside = try folder(href.collection) + "/" + SFTPWriter.asidePrefix + href.name
        try await writer.remove(try path(of: href), aside: aside, ifMatch: etag)
    }

    private func writing() throws(StoreError) -> SFTPWriter {
        guard let writer else { throw StoreError(.notPermitted, "\(top) was opened for reading only") }
        return writer
    }

    private func entries(_ path: String) async throws(StoreError) -> [SFTPEntry] {
        do throws(TransportError) {
            return try await sftp.run(path) { _ throws(TransportError) in try await sftp.client.list(path) }
        } catch {
            if error.code == .notFound { return [] }
            throw StoreError(error)
        }
    }

    private func folder(_ collection: String) throws(StoreError) -> String {
        _ = try PathComponents(path: collection)
        return collection.isEmpty ? top : top + "/" + collection
    }

    private func path(of href: Href) throws(StoreError) -> String {
        try PathComponents.check(name: href.name)
        return try folder(href.collection) + "/" + href.name
    }

    /// A directory is listed line by line: a name with a line break would make it unreadable. And a name of our own
    /// kind would be taken for a file that was set aside.
    private static func check(_ path: String) throws(StoreError) {
        guard !path.utf8.contains(0x0A), !path.utf8.contains(0x0D) else {
            throw StoreError(.refused, "the name \(path.debugDescription) holds a line break")
        }
        for name in path.split(separator: "/") where name.hasPrefix(SFTPWriter.asidePrefix) {
            throw StoreError(.refused, "names that begin with \(SFTPWriter.asidePrefix) are kept for this program")
        }
    }
}
