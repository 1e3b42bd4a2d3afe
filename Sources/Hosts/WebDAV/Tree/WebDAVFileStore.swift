internal import Hosting
internal import Items
internal import RemoteHosting
internal import Synchronization
internal import Transport

/// The files in a WebDAV collection (RFC 4918).
///
/// What the server honours is found out at the first change. Where preconditions hold and a broken upload does no
/// harm, a file is put in its place directly. Else it is put into a temporary folder, looked at, and moved to its place.
final class WebDAVFileStore: Store {
    let service = StoreService.files
    let capabilities: Capabilities

    let tree: FileTree
    private let access: HostAccess
    private let timing: Timing
    let temporary: TemporaryCollection
    private let finder: HabitsFinder
    let making: CollectionMaking
    private let locks = NameTurns()
    private let memberCounts = Mutex<[ExactText: Int]>([:])
    /// A large file has a buffer for as long as it is sent, and a few of them fill any line.
    private let large = RequestGate(AdaptiveLimit(maximum: 6, initial: 6))
    private static let largeSize: UInt64 = 1 << 20

    /// - Parameter known: the server's habits, when they need not be found out.
    init(
        _ tree: FileTree, _ capabilities: Capabilities, access: HostAccess, timing: Timing, known: ServerHabits? = nil
    ) {
        self.tree = tree
        self.capabilities = capabilities
        self.access = access
        self.timing = timing
        temporary = TemporaryCollection(tree: tree)
        finder = HabitsFinder(temporary, timing: timing, known: known)
        making = CollectionMaking(tree)
    }

    func collections() async throws(StoreError) -> [StoredCollection] {
        let found = try await tree.folders(in: []).filter { $0 != TemporaryCollection.name }
        // Those that are made when their first files come are made as far as anybody else is concerned.
        let coming = making.postponed.filter { !$0.contains("/") && !found.contains($0) }
        return (found + coming).map { StoredCollection(path: $0, displayName: nil) }
    }

    func list(_ collection: String) async throws(StoreError) -> [StoredResource] {
        guard let files = try await tree.look(at: collection) else {
            making.noteAbsent(collection)
            return []
        }
        memberCounts.withLock { $0[ExactText(collection)] = files.count }
        return files
    }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody { try await tree.content(of: href) }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        let names = try names(ofNew: path)
        if try await finder.habits().stagesFolders, try await making.postpone(names) { return }
        try await making.make(names)
    }

    /// Makes a collection at once: for those who put something into it without this store.
    func makeCollectionNow(_ path: String) async throws(StoreError) {
        try await making.make(names(ofNew: path))
    }

    private func names(ofNew path: String) throws(StoreError) -> [String] {
        try requireWriting()
        let names = try PathComponents(path: path).names
        for name in names { try check(name) }
        try checkPlace(path)
        return names
    }

    /// DELETE takes everything in a collection with it (RFC 4918 section 9.6.1): so only where nothing is hidden.
    func removeCollection(_ path: String) async throws(StoreError) -> CollectionRemoval {
        try requireWriting()
        try checkPlace(path)
        guard !path.isEmpty, try await finder.habits().listsDotNames else { return .unsupported }
        return try await making.remove(PathComponents(path: path).names)
    }

    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        try await create(resource, body: body, in: temporary, nil)
    }

    /// - Parameters:
    ///   - room: where it is put before it gets its name, where that is done.
    ///   - look: looks at several files that are stored at the same time.
    func create(
        _ resource: NewResource, body: any ContentBody, in room: TemporaryCollection, _ look: SharedLook?
    ) async throws(StoreError) -> Arrival {
        let arrival = try await upload(resource, body, in: room, look) { upload throws(StoreError) in
            try await upload.create()
        }
        noteNew(1, in: resource.href.collection)
        return arrival
    }

    /// Notes that files are in a folder now.
    func noteNew(_ new: Int, in collection: String) {
        memberCounts.withLock { counts in
            let folder = ExactText(collection)
            // A folder that this session made began empty.
            if let count = counts[folder] ?? (isOwn(collection) ? 0 : nil) { counts[folder] = count + new }
        }
    }

    /// What looks at so many files together.
    func look(for uploads: Int) -> SharedLook { SharedLook(tree, uploads: uploads) { self.memberCount(of: $0) } }

    /// What the server was found to do.
    func habits() async throws(StoreError) -> ServerHabits { try await finder.habits() }

    /// About how many files a folder has, as far as this session has seen it.
    private func memberCount(of folder: String) -> Int? {
        // Each batch has a room of its own.
        if folder.hasPrefix(TemporaryCollection.name + "/") { return 0 }
        return memberCounts.withLock { $0[ExactText(folder)] } ?? (isOwn(folder) ? 0 : nil)
    }

    func update(
        _ resource: NewResource, body: any ContentBody, ifMatch etag: ETag
    ) async throws(StoreError) -> Arrival {
        try await upload(resource, body, in: temporary, nil) { upload throws(StoreError) in
            try await upload.replace(etag)
        }
    }

    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) {
        try await exclusively(href) { () async throws(StoreError) in try await tree.delete(href, ifMatch: etag) }
    }

    /// Removes what earlier runs left behind, if there is anything.
    func clearLeftOvers() async throws(StoreError) { try await temporary.clear() }

    /// Does something to a file that nothing else is done to meanwhile, after the checks every change goes through.
    func exclusively<Value>(
        _ href: Href, _ body: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try requireWriting()
        if let problem = problem(with: href) { throw problem }
        return try await locks.with(href.path, body)
    }

    /// Why a file cannot have that address, as far as is known without asking.
    func problem(with href: Href) -> StoreError? {
        do throws(StoreError) {
            _ = try tree.address(of: href)
            try check(href.name)
            try checkPlace(href.path)
            return nil
        } catch { return error }
    }

    /// Whether this session made a collection.
    func isOwn(_ collection: String) -> Bool { making.isOwn(collection) }

    func upload<Value>(
        _ resource: NewResource, _ body: any ContentBody, in room: TemporaryCollection, _ look: SharedLook?,
        _ action: (FileUpload) async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await exclusively(resource.href) { () async throws(StoreError) in
            let upload = try await prepare(resource, body, in: room, look)
            return try await withRoom(for: body) { () async throws(StoreError) in try await action(upload) }
        }
    }

    /// An upload that may begin, after the checks every change goes through.
    func prepare(
        _ resource: NewResource, _ body: any ContentBody, in room: TemporaryCollection, _ look: SharedLook?
    ) async throws(StoreError) -> FileUpload {
        try requireWriting()
        if let problem = problem(with: resource.href) { throw problem }
        let habits = try await finder.habits()
        try Self.check(resource.href, habits)
        return try FileUpload(
            resource, body, tree: tree, temporary: room, habits: habits, finder: finder, timing: timing, look: look,
            making: making)
    }

    private func withRoom<Value>(
        for body: any ContentBody, _ action: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        if let count = body.byteCount, count <= Self.largeSize { return try await action() }
        let ticket: AdaptiveLimit.Ticket
        do { ticket = try await large.enter() } catch { throw StoreError(error) }
        defer { large.leave(ticket, .unknown) }
        return try await action()
    }

    func requireWriting() throws(StoreError) {
        guard case .writing = access else {
            throw StoreError(.notPermitted, "\(tree.root) was opened for reading only")
        }
    }

    /// The most bytes of a name: no file system these servers use takes more, and some answer it with 500.
    private static let longestName = 255

    private func check(_ name: String) throws(StoreError) {
        guard name.utf8.count <= Self.longestName else {
            throw StoreError(.refused, "the name \(name.prefix(40))... has more than \(Self.longestName) bytes")
        }
        if let problem = capabilities.nameRules.problem(with: name) { throw StoreError(.refused, problem) }
        guard name != ".DAV" else { throw StoreError(.refused, ".DAV is where Apache keeps properties") }
    }

    private static func check(_ href: Href, _ habits: ServerHabits) throws(StoreError) {
        guard habits.listsDotNames || !href.name.hasPrefix(".") else {
            throw StoreError(
                .refused, "\(href.path): the host hides names that begin with a dot, so it could not be found again")
        }
        let isHard = href.path.utf8.contains { $0 < 0x20 || $0 == 0x7F || "?;#".utf8.contains($0) }
        guard habits.putsSafely || habits.movesHardNames || !isHard else {
            throw StoreError(
                .refused, "\(href.path): the host puts a file elsewhere whose name has ?, ;, # or a line break in it")
        }
    }

    private func checkPlace(_ path: String) throws(StoreError) {
        guard !(path + "/").hasPrefix(TemporaryCollection.name + "/") else {
            throw StoreError(.refused, "\(TemporaryCollection.name) is this program's own folder at the host")
        }
    }
}
