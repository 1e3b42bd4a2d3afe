internal import Glibc
internal import Hosting
internal import Items

/// Calendars, address books, files or notes in a folder: `calendars/NAME/RESOURCE.ics`, `contacts/NAME/RESOURCE.vcf` (the
/// vdir layout of vdirsyncer, khal and khard), `files/...`, `notes/...`.
struct FolderStore: Store {
    let service: StoreService
    private let root: HostRoot
    private let layout: FolderLayout
    private let threads: BlockingThreads
    /// `nil` when the host is only read.
    private let writer: FolderWriter?

    init(_ service: StoreService, in root: HostRoot, on threads: BlockingThreads, writer: FolderWriter?) {
        self.service = service
        self.root = root
        self.threads = threads
        self.writer = writer
        layout = FolderLayout(service)
    }

    var capabilities: Capabilities {
        Capabilities(concurrentChanges: threads.limit, availableBytes: root.availableBytes)
    }

    func collections() async throws(StoreError) -> [StoredCollection] {
        try await withTaskExecutorPreference(threads) { () throws(StoreError) in
            try FolderListing(root, layout).collections()
        }
    }

    func list(_ collection: String) async throws(StoreError) -> [StoredResource] {
        try await withTaskExecutorPreference(threads) { () throws(StoreError) in
            try FolderListing(root, layout).resources(in: collection)
        }
    }

    func list(_ collection: String, knowing earlier: [StoredResource]) async throws(StoreError) -> [StoredResource] {
        try await withTaskExecutorPreference(threads) { () throws(StoreError) in
            try FolderListing(root, layout).resources(in: collection, knowing: earlier)
        }
    }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody {
        try await withTaskExecutorPreference(threads) { () throws(StoreError) in
            try PathComponents.check(name: href.name)
            let path = try layout.folder(of: href.collection)
            let folder: Descriptor
            do throws(SystemFailure) { folder = try root.open(path) } catch {
                throw StoreError(error, trying: "read \(root.path(of: path))")
            }
            return try FileBody(href.name, in: folder, at: root.path(of: path + [href.name]))
        }
    }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        let writer = try writing()
        try await withTaskExecutorPreference(threads) { () throws(StoreError) in
            let folder = try layout.folder(ofNew: path)
            // An empty folder is new, or a run was killed right after making it; any other is left as it is.
            try writer.makeFolder(folder)
            guard try FolderListing(root, layout).isEmpty(folder) else { return }
            for (name, text) in layout.properties(of: description) {
                _ = try writer.write(BytesBody(Array(text.utf8)), to: name, in: folder, modified: nil, if: .nothing)
            }
        }
    }

    func removeCollection(_ path: String) async throws(StoreError) -> CollectionRemoval {
        let writer = try writing()
        return try await withTaskExecutorPreference(threads) { () throws(StoreError) in
            guard !path.isEmpty else { return .unsupported }
            let isRemoved = try writer.removeFolder(layout.folder(of: path), ifOnly: layout.propertyNames)
            return isRemoved ? .removed : .occupied
        }
    }

    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        try await write(resource, body, if: .nothing)
    }

    func update(_ resource: NewResource, body: any ContentBody, ifMatch etag: ETag) async throws(StoreError) -> Arrival
    {
        do { return try await write(resource, body, if: .resource(etag)) } catch  where error.code == .notFound {
            throw StoreError(.preconditionFailed, error.description)
        }
    }

    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) {
        let writer = try writing()
        try await withTaskExecutorPreference(threads) { () throws(StoreError) in
            try PathComponents.check(name: href.name)
            let folder = try layout.folder(of: href.collection)
            do throws(StoreError) { try writer.remove(href.name, from: folder, if: etag) } catch
                where error.code == .notFound
            {
                throw StoreError(.preconditionFailed, error.description)
            }
        }
    }

    private func writing() throws(StoreError) -> FolderWriter {
        guard let writer else { throw StoreError(.notPermitted, "\(root.path) was opened for reading only") }
        return writer
    }

    private func write(_ resource: NewResource, _ body: any ContentBody, if condition: FolderWriter.Condition)
        async throws(StoreError) -> Arrival
    {
        let writer = try writing()
        return try await withTaskExecutorPreference(threads) { () throws(StoreError) in
            let href = resource.href
            try layout.check(newName: href.name)
            let folder = try layout.folder(of: href.collection)
            if folder.count == 1 {
                guard service.isFileTree else { throw StoreError(.refused, "\(href.path) lies in no collection") }
                // Nobody makes the top of a file tree, so it may be missing yet.
                try writer.makeFolder(folder)
            }
            let status = try writer.write(body, to: href.name, in: folder, modified: resource.modified, if: condition)
            return Arrival(try FolderListing(root, layout).resource(href, status), by: .disk)
        }
    }
}
