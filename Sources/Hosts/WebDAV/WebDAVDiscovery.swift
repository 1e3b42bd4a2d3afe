internal import Hosting
internal import Transport

/// Finds out what a host is and which stores it has.
struct WebDAVDiscovery: Sendable {
    let client: WebDAVClient
    /// The URL of the profile, as a collection.
    let start: RemoteAddress
    let access: HostAccess
    let timing: Timing

    /// Opens what the host has.
    ///
    /// - Throws: `.unavailable` when there is nothing this program can use.
    func session() async throws(StoreError) -> HostSession {
        let files = try await fileStore()
        return HostSession(stores: [files]) {
            guard case .writing = access else { return }
            // What cannot be removed now is removed when the host is next opened for writing.
            do throws(StoreError) { try await files.clearLeftOvers() } catch { return }
        }
    }

    /// The file tree at the URL.
    private func fileStore() async throws(StoreError) -> WebDAVFileStore {
        let found = try await client.propfind(
            start, depth: .zero, [.dav("resourcetype"), Quota.available])
        guard let found, let own = found.own, own.isCollection else {
            throw StoreError(.unavailable, "\(start) is no WebDAV collection")
        }
        let store = WebDAVFileStore(
            FileTree(client: client, root: found.address),
            Capabilities(
                concurrentChanges: WebDAVDriver.mostRequests, availableBytes: Quota.availableBytes(own)),
            access: access, timing: timing)
        if case .writing = access { try await store.clearLeftOvers() }
        return store
    }
}
