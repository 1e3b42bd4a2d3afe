internal import Glibc
internal import Hosting
internal import Items

/// Reads what a host's folder holds. Symbolic links are neither followed nor listed. Every call blocks its thread.
struct FolderListing {
    /// The largest calendar object or card that is read to learn its UID, in bytes.
    private static let readLimit: UInt64 = 64 << 20
    /// The longest display name that is read, in bytes.
    private static let displayNameLimit = 4096

    private let root: HostRoot
    private let layout: FolderLayout

    init(_ root: HostRoot, _ layout: FolderLayout) {
        self.root = root
        self.layout = layout
    }

    /// The collections: for a file tree its top folders.
    func collections() throws(StoreError) -> [StoredCollection] {
        guard let (folder, names) = try open([layout.top]) else { return [] }
        var collections: [StoredCollection] = []
        for name in names where layout.isCollection(name) {
            guard try status(of: name, in: folder, [layout.top])?.isFolder == true else { continue }
            collections.append(StoredCollection(path: name, displayName: displayName(of: name, in: folder)))
        }
        return collections
    }

    /// The resources directly in a collection.
    ///
    /// - Parameter earlier: what is known; one that still has its ETag is not read.
    func resources(
        in collection: String, knowing earlier: [StoredResource] = []
    ) throws(StoreError) -> [StoredResource] {
        let path = try layout.folder(of: collection)
        var known: [ExactText: StoredResource] = [:]
        for resource in earlier where resource.fingerprint != nil { known[ExactText(resource.href.name)] = resource }
        // A calendar or card at the top of its service is in no collection.
        guard layout.reader == nil || path.count > 1, let (folder, names) = try open(path) else { return [] }
        var resources: [StoredResource] = []
        for name in names where layout.isResource(name) {
            guard let status = try status(of: name, in: folder, path), status.isRegular else { continue }
            if let same = known[ExactText(name)], same.etag == status.etag {
                resources.append(same)
            } else {
                resources.append(resource(Href(collection: collection, name: name), in: folder, status))
            }
        }
        return resources
    }

    /// Whether nothing is in a folder.
    func isEmpty(_ path: [String]) throws(StoreError) -> Bool {
        guard layout.reader != nil else { return false }
        return try open(path)?.names.isEmpty ?? true
    }

    /// Describes a resource that was just written.
    func resource(_ href: Href, _ status: FileStatus) throws(StoreError) -> StoredResource {
        guard layout.reader != nil else {
            return StoredResource(href: href, etag: status.etag, byteCount: status.byteCount)
        }
        let path = try layout.folder(of: href.collection)
        do { return resource(href, in: try root.open(path), status) } catch {
            throw StoreError(error, trying: "read the folder \(root.path(of: path))")
        }
    }

    /// Describes a resource; a calendar object or card is read for it. One that is too large or cannot be read has no
    /// UID and no fingerprint.
    private func resource(_ href: Href, in folder: Descriptor, _ status: FileStatus) -> StoredResource {
        var summary: ResourceSummary?
        if let reader = layout.reader, status.byteCount <= Self.readLimit {
            let body = FileBody(href.name, in: folder, at: href.path, status)
            do { summary = reader(try body.readAll(limit: Int(Self.readLimit))) } catch { summary = nil }
        }
        return StoredResource(
            href: href, etag: status.etag, byteCount: status.byteCount, uid: summary?.uid,
            fingerprint: summary.map { Fingerprint(of: $0.comparisonBytes) })
    }

    /// Opens a folder and reads its names; `nil` where there is no such folder.
    ///
    /// - Throws: `.refused` for a symbolic link.
    private func open(_ path: [String]) throws(StoreError) -> (folder: Descriptor, names: [String])? {
        do {
            let folder = try root.open(path)
            return (folder, try folder.names())
        } catch  where error.code == ENOENT || error.code == ENOTDIR {
            return nil
        } catch { throw StoreError(error, trying: "read the folder \(root.path(of: path))") }
    }

    /// `nil` for what went away since its folder was read.
    private func status(of name: String, in folder: Descriptor, _ path: [String]) throws(StoreError) -> FileStatus? {
        do { return try folder.statusIfPresent(of: name) } catch {
            throw StoreError(error, trying: "look at \(root.path(of: path + [name]))")
        }
    }

    /// The first line of a collection's `displayname`; `nil` where it has none that can be read.
    private func displayName(of collection: String, in top: Descriptor) -> String? {
        guard layout.reader != nil else { return nil }
        let bytes: [UInt8]
        do {
            let folder = try top.openFolder(collection)
            let status = try folder.status(of: FolderLayout.displayName)
            let body = FileBody(FolderLayout.displayName, in: folder, at: collection, status)
            bytes = try body.readAll(limit: Self.displayNameLimit)
        } catch { return nil }
        let line = String(validating: bytes, as: UTF8.self)?.split(whereSeparator: \.isNewline).first
        return line.map(String.init)
    }
}
