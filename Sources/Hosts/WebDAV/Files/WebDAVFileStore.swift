internal import Hosting
internal import Items
internal import Transport

/// The files in a WebDAV collection (RFC 4918).
///
/// What the server honours is found out at the first change. Where preconditions hold and a broken upload does no
/// harm, a file is put in its place directly. Else it is put into a temporary folder, looked at, and moved to its place.
final class WebDAVFileStore: VerifyingStore {
    let service = StoreService.files
    let capabilities: Capabilities

    private let tree: FileTree
    private let access: HostAccess
    private let timing: Timing
    private let temporary: TemporaryCollection
    private let finder: HabitsFinder
    private let making: CollectionMaking
    private let locks = NameLocks()
    private let tally = EvidenceTally()

    /// - Parameter known: the server's habits, when they need not be found out.
    init(
        _ tree: FileTree, _ capabilities: Capabilities, access: HostAccess, timing: Timing, known: ServerHabits? = nil
    ) {
        self.tree = tree
        self.capabilities = capabilities
        self.access = access
        self.timing = timing
        temporary = TemporaryCollection(tree: tree)
        finder = HabitsFinder(temporary, known: known)
        making = CollectionMaking(tree, locks)
    }

    var evidence: [Evidence: Int] { tally.value }

    func collections() async throws(StoreError) -> [StoredCollection] {
        try await tree.topFolders().filter { $0 != TemporaryCollection.name }
            .map { StoredCollection(path: $0, displayName: nil) }
    }

    func list(_ collection: String) async throws(StoreError) -> [StoredResource] {
        try await tree.files(in: collection)
    }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody { try await tree.content(of: href) }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        try requireWriting()
        let names = try PathComponents(path: path).names
        for name in names { try Self.check(name) }
        try checkPlace(path)
        try await making.make(names)
    }

    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> StoredResource {
        try await upload(resource, body) { upload throws(StoreError) in try await upload.create() }
    }

    func update(
        _ resource: NewResource, body: any ContentBody, ifMatch etag: ETag
    ) async throws(StoreError) -> StoredResource {
        try await upload(resource, body) { upload throws(StoreError) in try await upload.replace(etag) }
    }

    /// Removes what earlier runs left behind, if there is anything.
    func clearLeftOvers() async throws(StoreError) { try await temporary.clear() }

    private func upload(
        _ resource: NewResource, _ body: any ContentBody,
        _ action: (FileUpload) async throws(StoreError) -> StoredResource
    ) async throws(StoreError) -> StoredResource {
        try requireWriting()
        let href = resource.href
        _ = try tree.address(of: href)
        try Self.check(href.name)
        try checkPlace(href.path)
        let habits = try await finder.habits()
        guard habits.listsDotNames || !href.name.hasPrefix(".") else {
            throw StoreError(
                .refused, "\(href.path): the host hides names that begin with a dot, so that it could not be found again")
        }
        let upload = try FileUpload(
            resource, body, tree: tree, temporary: temporary, habits: habits, finder: finder, tally: tally,
            timing: timing)
        return try await locks.with(href.path) { () async throws(StoreError) in try await action(upload) }
    }

    private func requireWriting() throws(StoreError) {
        guard case .writing = access else {
            throw StoreError(.notPermitted, "\(tree.root) was opened for reading only")
        }
    }

    /// The most bytes of a name: no file system these servers use takes more, and some answer it with 500.
    private static let longestName = 255

    private static func check(_ name: String) throws(StoreError) {
        guard name.utf8.count <= longestName else {
            throw StoreError(.refused, "the name \(name.prefix(40))... has more than \(longestName) bytes")
        }
        guard name != ".DAV" else { throw StoreError(.refused, ".DAV is where Apache keeps properties") }
    }

    private func checkPlace(_ path: String) throws(StoreError) {
        guard !(path + "/").hasPrefix(TemporaryCollection.name + "/") else {
            throw StoreError(.refused, "\(TemporaryCollection.name) is this program's own folder at the host")
        }
    }
}
