internal import Hosting
internal import Transport

/// Finds out what a host is and which stores it has.
struct WebDAVDiscovery: Sendable {
    let client: WebDAVClient
    /// The URL of the profile, as a collection.
    let start: RemoteAddress
    let access: HostAccess
    let timing: Timing
    let attendees: AttendeePolicy
    /// Whether the credential is one a Nextcloud checks quickly.
    let hasAppPassword: Bool

    /// Opens what the host has.
    ///
    /// - Throws: `.unavailable` when there is nothing this program can use.
    func session() async throws(StoreError) -> HostSession {
        let nextcloud = try await NextcloudServer.find(client, at: start)
        let objects = try await objectStores()
        // A server of calendars only answers like a file tree at its top, but takes no files there.
        guard nextcloud != nil || objects.isEmpty else {
            return HostSession(stores: objects, remarks: remarks(nil)) {}
        }
        let (files, notes, clear) = try await fileStores(nextcloud)
        return HostSession(stores: objects + [files, notes], remarks: remarks(nextcloud)) {
            guard case .writing = access else { return }
            // What cannot be removed now is removed when the host is next opened for writing.
            do throws(StoreError) { try await clear() } catch { return }
        }
    }

    /// The calendars and address books of the account.
    private func objectStores() async throws(StoreError) -> [any Store] {
        let homes = try await AccountDiscovery(client: client, start: start).homes()
        var stores: [any Store] = []
        if let home = homes.calendars {
            stores.append(try await ObjectStore(.calendars, home: home, client: client, attendees: attendees))
        }
        if let home = homes.contacts {
            stores.append(try await ObjectStore(.contacts, home: home, client: client, attendees: attendees))
        }
        return stores
    }

    private func remarks(_ nextcloud: NextcloudServer?) -> [String] {
        guard let nextcloud else { return [] }
        var remarks = ["It is a \(nextcloud.product) \(nextcloud.version)."]
        if !hasAppPassword {
            remarks.append(
                "The password looks like the one you log in with. The server checks that one about eight times as slowly "
                    + "as an app password: degoogle host add --login gets one.")
        }
        return remarks
    }

    private typealias FileStores = (
        files: any Store, notes: any Store, clear: @Sendable () async throws(StoreError) -> Void
    )

    /// The file tree at the URL, or that of the account when the URL is the one of a Nextcloud; and the notes, which
    /// are a folder in it.
    private func fileStores(_ nextcloud: NextcloudServer?) async throws(StoreError) -> FileStores {
        var root = start
        // The old address of the files still works; every other one of a Nextcloud means the account.
        if let nextcloud, try Self.prefix(of: start, in: nextcloud) == nil, !start.path.contains("/remote.php/webdav/")
        {
            root = try nextcloud.files
        }
        let (address, own) = try await collection(root)
        let tree = FileTree(client: client, root: address)
        let capabilities = Capabilities(
            concurrentChanges: nextcloud == nil ? WebDAVDriver.mostRequests : 4,
            availableBytes: Quota.availableBytes(own),
            nameRules: nextcloud?.features.nameRules ?? NameRules())
        let known = nextcloud?.hasKnownHabits == true ? ServerHabits.nextcloud(hashesPuts: true) : nil
        let store = WebDAVFileStore(tree, capabilities, access: access, timing: timing, known: known)
        if case .writing = access { try await store.clearLeftOvers() }
        guard let nextcloud, let prefix = try Self.prefix(of: address, in: nextcloud) else {
            let notes = NotesStore(in: store, tree, at: [Self.notesFolder])
            return (store, notes, { () async throws(StoreError) in try await store.clearLeftOvers() })
        }
        let whole = NextcloudFileStore(store, nextcloud, tree, prefix: prefix, timing: timing)
        // The Notes app shows its own folder only, and a URL that names a folder means that folder only.
        let folder = prefix.isEmpty ? try await nextcloud.notesFolder() : [Self.notesFolder]
        let notes = NotesStore(in: whole, tree, at: folder)
        return (whole, notes, { () async throws(StoreError) in try await whole.clearLeftOvers() })
    }

    /// The folder of notes in a file tree.
    private static let notesFolder = "notes"

    /// Looks whether there is a collection.
    ///
    /// - Returns: its address, after redirects, and what the server says of it.
    private func collection(
        _ root: RemoteAddress
    ) async throws(StoreError) -> (RemoteAddress, MultistatusResponse) {
        do throws(StoreError) {
            let found = try await client.propfind(root, depth: .zero, [.dav("resourcetype"), Quota.available])
            if let found, let own = found.own, own.isCollection { return (found.address, own) }
        } catch  where error.endsHost {
            throw error
        } catch {
            throw StoreError(.unavailable, error.description)
        }
        throw StoreError(.unavailable, "\(root) is no WebDAV collection")
    }

    /// The path of a collection below the account's files.
    ///
    /// - Returns: `nil` when it lies elsewhere, as a share does.
    private static func prefix(
        of address: RemoteAddress, in server: NextcloudServer
    ) throws(StoreError) -> String? {
        let top = try server.files.path
        guard address.path.hasPrefix(top) else { return nil }
        var prefix = ""
        for segment in address.path.dropFirst(top.utf8.count).split(separator: "/") {
            guard let name = PercentEncoding.decode(segment) else { return nil }
            prefix += "/" + name
        }
        return prefix
    }
}
