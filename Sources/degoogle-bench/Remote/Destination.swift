internal import Foundation

/// Where a run stores things, and how the configuration of each program says it. The commands stay the same from run to
/// run: what differs is in these files.
struct Destination {
    /// What degoogle's configuration says of the host `bench`.
    var degoogle: [String]
    /// What rclone's configuration says of the server.
    var rclone: [String] = []
    /// The place at that server.
    var rclonePath = ""
    /// The URL of the place, ending in a slash, for programs that put single files; nil where it is not HTTP.
    var url: String?
    /// What curl is told about user and trust.
    var curl: [String] = []

    /// Where the secret of an account is, in degoogle's configuration.
    static let secret = "secret = { env = \"DEGOOGLE_BENCH_SECRET\" }"
    /// That variable.
    static let secrets = ["DEGOOGLE_BENCH_SECRET": "wonderland"]

    /// Writes the configurations, and forgets what earlier runs of degoogle stored.
    ///
    /// - Parameter direct: the same place without what may stand before the server; what is not measured goes there.
    func write(in scratch: Scratch, direct: Destination) throws {
        try scratch.remove("state")
        try scratch.makeDirectory("configuration/degoogle")
        try scratch.write((["[hosts.bench]"] + degoogle).joined(separator: "\n") + "\n", to: Self.degoogleFile)
        let remotes = remote("bench") + direct.remote("direct")
        try scratch.write(remotes.joined(separator: "\n") + "\n", to: Self.rcloneFile)
    }

    private func remote(_ name: String) -> [String] {
        ["[\(name)-server]"] + rclone + ["", "[\(name)]", "type = alias", "remote = \(name)-server:\(rclonePath)", ""]
    }

    private static let degoogleFile = "configuration/degoogle/config.toml"
    /// The configuration of rclone.
    static let rcloneFile = "rclone.conf"
}

/// Files below a directory and where each of them goes.
struct FileList {
    let directory: String
    /// Paths below it, sorted.
    let paths: [String]

    /// - Parameter ending: what all their names end in.
    init(below directory: String, ending: String = "") throws {
        self.directory = directory
        guard let walk = FileManager.default.enumerator(atPath: directory) else {
            throw MeasurementError("\(directory) is missing")
        }
        var paths: [String] = []
        while let entry = walk.nextObject() as? String {
            guard walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
            if ending.isEmpty || entry.hasSuffix(ending) { paths.append(entry) }
        }
        self.paths = paths.sorted()
    }

    /// The directories above the files, each after those above it.
    var directories: [String] {
        var all: Set<String> = []
        for path in paths {
            var names = path.split(separator: "/").dropLast()
            while !names.isEmpty {
                all.insert(names.joined(separator: "/"))
                names = names.dropLast()
            }
        }
        return all.sorted()
    }
}

/// Paths as a URL has them (RFC 3986 section 3.3).
enum URLPath {
    static func encoded(_ path: String) -> String {
        path.utf8.map { byte in
            let isPlain =
                byte == UInt8(ascii: "/") || byte < 0x80 && Character(.init(byte)).isLetter
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-._~@".utf8.contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : String(format: "%%%02X", byte)
        }.joined()
    }
}
