internal import Glibc

/// Writes entries as plain files below a folder.
final class SampleFolderWriter: SampleWriter {
    private let root: String
    private let time: Int
    private var known: Set<String> = []

    init(_ root: String, time: Int) throws {
        self.root = root
        self.time = time
        try Self.makeDirectory(root)
    }

    func write(_ entry: SampleEntry) throws {
        let path = "\(root)/\(entry.path)"
        if let slash = path.lastIndex(of: "/"), known.insert(String(path[..<slash])).inserted {
            try Self.makeDirectory(String(path[..<slash]))
        }
        if entry.isDirectory { return }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer { close(descriptor) }
        try entry.content.forEachChunk { chunk in
            var rest = chunk
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                guard written > 0 else { throw Self.failure(path) }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
        let times = [timespec(tv_sec: time, tv_nsec: 0), timespec(tv_sec: time, tv_nsec: 0)]
        guard futimens(descriptor, times) == 0 else { throw Self.failure(path) }
    }

    func finish() throws {}

    /// Makes the directory `path` and those above it; one that is there already is no error.
    static func makeDirectory(_ path: String) throws {
        let ends = path.indices.filter { path[$0] == "/" && $0 > path.startIndex } + [path.endIndex]
        for end in ends {
            let directory = String(path[..<end])
            guard mkdir(directory, 0o755) == 0 || errno == EEXIST else { throw failure(directory) }
        }
    }

    private static func failure(_ path: String) -> SampleWriteError {
        SampleWriteError(description: "\(path): \(String(cString: strerror(errno)))")
    }
}
