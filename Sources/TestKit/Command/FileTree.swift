internal import Glibc
public import Items

/// What lies below a folder at one moment.
public struct FileTree: Hashable, Sendable {
    /// One file, folder or link.
    public struct Node: Hashable, Sendable {
        /// The type and the rights, as stat(2) gives them.
        public let mode: UInt32
        /// The size in bytes; of a folder 0, because it says nothing.
        public let size: Int64
        /// The SHA-256 of a file's bytes, or of where a link points.
        public let content: Fingerprint?
        /// The time of the last change of content, nanoseconds since 1970.
        public let modified: Int64
        /// The time of the last change of anything, which no program can set.
        public let changed: Int64

        /// Whether it is a regular file.
        public var isFile: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
        /// The rights.
        public var rights: UInt32 { mode & 0o7777 }
    }

    /// By path below the folder, as bytes: two spellings that Unicode calls equivalent are two files.
    public private(set) var nodes: [ExactText: Node] = [:]

    /// Looks at everything below `path`; the folder itself is there too, as `""`. What does not exist is empty.
    public init(_ path: String) { add(path, as: "") }

    /// The program's own file at a host, which says what lies at all of them and when it was written.
    private static let catalogue = "files/degoogle/degoogle-catalogue.jsonl"

    /// The paths of the regular files, sorted by their bytes, but for the copies of the catalogue.
    public var files: [String] { contents.keys.sorted().map(\.text) }

    /// The contents of the regular files by path: what must be equal at two hosts that hold the same. The copies of the
    /// catalogue are not.
    public var contents: [ExactText: Fingerprint] {
        nodes.filter { !$0.key.text.hasSuffix(Self.catalogue) }.compactMapValues { $0.isFile ? $0.content : nil }
    }

    /// The node at a path.
    public subscript(path: String) -> Node? { nodes[ExactText(path)] }

    /// What another tree, which should hold the same files, lacks, has too much, or has with another content.
    public func differences(from other: FileTree) -> [String] {
        let (mine, others) = (contents, other.contents)
        return Set(mine.keys).union(others.keys).filter { mine[$0] != others[$0] }.sorted().map { path in
            let what = others[path] == nil ? "missing" : mine[path] == nil ? "too much" : "other content"
            return "\(what): \(path.text)"
        }
    }

    private mutating func add(_ path: String, as name: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        var content: Fingerprint?
        switch status.st_mode & S_IFMT {
        case S_IFREG: content = Self.bytes(of: path).map(Fingerprint.init)
        case S_IFLNK: content = Fingerprint(of: Self.target(of: path))
        default: break
        }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        nodes[ExactText(name)] = Node(
            mode: status.st_mode, size: isFolder ? 0 : Int64(status.st_size), content: content,
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
            changed: Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec))
        guard isFolder else { return }
        for entry in Self.names(in: path) { add("\(path)/\(entry)", as: name.isEmpty ? entry : "\(name)/\(entry)") }
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Where a symbolic link points; empty when it is none.
    public static func target(of link: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(link, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The bytes of a file; `nil` when it cannot be read.
    public static func bytes(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// Removes a file, or a folder with all below it.
    public static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            for name in names(in: path) { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
