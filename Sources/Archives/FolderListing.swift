internal import Digests
internal import Glibc

/// Lists a folder and everything beneath it.
struct FolderListing {
    private var builder: EntryListBuilder
    private var problems: [ArchiveProblem] = []
    private let digest = SHA256()
    private(set) var byteCount: UInt64 = 0
    private let path: String

    /// - Parameter path: of the folder.
    static func list(
        path: String, options: ArchiveOptions
    ) throws(ArchiveProblem) -> (listing: Listing, stamp: FileStamp, byteCount: UInt64) {
        var listing = FolderListing(path, options)
        do throws(ArchiveError) {
            let root = try FolderWalk.openRoot(path)
            defer { close(root) }
            var status = stat()
            guard fstat(root, &status) == 0 else { throw .system(errno) }
            try listing.walk(root, prefix: [], depth: 0)
            return (listing.finish(), FileStamp(status), listing.byteCount)
        } catch {
            throw ArchiveProblem(error, path: path)
        }
    }

    private init(_ path: String, _ options: ArchiveOptions) {
        self.path = path
        builder = EntryListBuilder(options)
    }

    private mutating func walk(_ folder: Int32, prefix: [UInt8], depth: Int) throws(ArchiveError) {
        for name in try FolderWalk.names(in: folder) {
            if builder.isFull {
                if !problems.contains(where: { $0.code == .tooManyEntries }) {
                    problems.append(.tooManyEntries(path, kept: builder.count))
                }
                return
            }
            let inner = prefix + name
            do throws(ArchiveError) {
                try visit(name, inner, in: folder, depth: depth)
            } catch {
                // One bad file or folder does not end the walk.
                problems.append(ArchiveProblem(error, path: path + "/" + String(decoding: inner, as: UTF8.self)))
            }
        }
    }

    private mutating func visit(
        _ name: [UInt8], _ inner: [UInt8], in folder: Int32, depth: Int
    ) throws(ArchiveError) {
        let status = try FolderWalk.status(name, in: folder)
        append(inner, status)
        guard status.st_mode & S_IFMT == S_IFDIR else { return }
        guard depth < FolderWalk.maximumDepth else {
            problems.append(
                ArchiveProblem(
                    .tooDeep, .error, path: path + "/" + String(decoding: inner, as: UTF8.self),
                    "Folders are nested deeper than \(FolderWalk.maximumDepth) levels; this one is not read.",
                    advice: "Give it as an argument of its own."))
            return
        }
        let child = try FolderWalk.openFolder(name, in: folder)
        defer { close(child) }
        try walk(child, prefix: inner + [UInt8(ascii: "/")], depth: depth + 1)
    }

    private mutating func append(_ name: [UInt8], _ status: stat) {
        var record = EntryRecord()
        record.modified = Int64(status.st_mtim.tv_sec)
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            record.byteCount = UInt64(max(status.st_size, 0))
            byteCount += record.byteCount
        case S_IFDIR: record.kind = .directory
        case S_IFLNK: record.kind = .symbolicLink
        default: record.kind = .special
        }
        digest.update(UInt64(name.count))
        digest.update(name)
        digest.update(UInt64(record.kind.rawValue))
        digest.update(record.byteCount)
        if record.kind == .file { digest.update(UInt64(bitPattern: record.modified)) }
        name.withUnsafeBufferPointer { builder.append(record, name: EntryName($0, encoding: .utf8)) }
    }

    private mutating func finish() -> Listing {
        if builder.count == 0 { problems.append(.noEntries(path)) }
        return Listing(
            format: .folder, entries: builder.finish(), identity: digest.finish(), problems: problems, retained: [:])
    }
}
