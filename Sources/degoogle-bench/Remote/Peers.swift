internal import Foundation

/// The programs of comparison, and the settings with which they are at their best.
struct Peers {
    let scratch: Scratch

    /// The path of a program of that environment, or its name, to be found in `PATH`.
    static func path(_ name: String) -> String {
        FileManager.default.isExecutableFile(atPath: Programs.peers + name) ? Programs.peers + name : name
    }

    /// Runs a command that is not measured.
    ///
    /// - Returns: what it printed.
    @discardableResult
    func run(_ invocation: Invocation) throws -> String {
        let output = scratch.path("unmeasured")
        let (_, status) = try invocation.run(output: output)
        let text = try String(decoding: Data(contentsOf: URL(filePath: output)), as: UTF8.self)
        guard status == 0 else {
            let errors = try String(decoding: Data(contentsOf: URL(filePath: output + ".errors")), as: UTF8.self)
            throw MeasurementError("\(invocation.text) ended with \(status): \(errors.suffix(800))")
        }
        return text
    }

    // MARK: degoogle

    /// The real command, with what it stores by itself beside the items: a copy of its catalogue.
    func degoogle(_ paths: [String], _ options: [String] = []) throws -> Invocation {
        try Degoogle.invocation(
            ["import", "--yes", "--to", "bench"] + options + paths, secrets: Destination.secrets, in: scratch)
    }

    // MARK: rclone

    /// rclone on the remotes of the configuration.
    func rclone(_ arguments: [String]) -> Invocation {
        Invocation([Self.path("rclone"), "--config", scratch.path(Destination.rcloneFile)] + arguments)
    }

    /// A copy of a directory without rclone's own waits between requests to WebDAV servers.
    func rcloneCopy(_ directory: String, transfers: Int, _ options: [String] = []) -> Invocation {
        rclone(
            ["copy", "--transfers", "\(transfers)", "--checkers", "\(transfers)"]
                + ["--webdav-pacer-min-sleep", "0.01ms"] + options + [directory, "bench:"])
    }

    /// What rclone finds at the destination, but for the catalogue of degoogle.
    func stored(_ options: [String]) throws -> String {
        struct Size: Decodable {
            let count: Int
            let bytes: Int64
        }
        let text = try run(
            rclone(["size", "--json", "--exclude", "degoogle-catalogue.jsonl"] + options + ["direct:"]))
        let size = try JSONDecoder().decode(Size.self, from: Data(text.utf8))
        return "\(size.count) files, \(size.bytes) bytes"
    }

    // MARK: curl

    /// Uploads as a configuration says it, over so many connections or streams.
    func curl(connections: Int) -> Invocation {
        Invocation(
            ["curl", "--parallel", "--parallel-max", "\(connections)", "--no-progress-meter", "--config"]
                + [scratch.path("curl.conf")])
    }

    /// Writes the configuration of curl: one PUT for each file.
    func writeUploads(of files: FileList, to destination: Destination, headers: [String] = []) throws {
        guard let url = destination.url else { throw MeasurementError("curl has no URL to put files to") }
        // Without its question before each body (RFC 9110 section 10.1.1), which costs a round trip or a second.
        var lines = ["fail", "header = \"Expect:\""] + headers.map { "header = \"\($0)\"" } + destination.curl
        for path in files.paths {
            lines.append("upload-file = \"\(files.directory)/\(path)\"")
            lines.append("url = \"\(url)\(URLPath.encoded(path))\"")
            lines.append("output = \"/dev/null\"")
        }
        try scratch.write(lines.joined(separator: "\n") + "\n", to: "curl.conf")
    }

    /// Makes the collections above files, one after the other; not measured.
    func makeCollections(above files: FileList, at destination: Destination) throws {
        guard let url = destination.url, !files.directories.isEmpty else { return }
        var lines = ["fail", "request = MKCOL"] + destination.curl
        for path in files.directories {
            lines += ["url = \"\(url)\(URLPath.encoded(path))/\"", "output = \"/dev/null\""]
        }
        try scratch.write(lines.joined(separator: "\n") + "\n", to: "curl-folders.conf")
        try run(Invocation(["curl", "--no-progress-meter", "--config", scratch.path("curl-folders.conf")]))
    }

    // MARK: vdirsyncer

    /// Writes the configuration of vdirsyncer, which has seen neither side yet.
    ///
    /// - Parameters:
    ///   - vdir: the directory with a file for each event.
    ///   - collection: the name of the collection at the server.
    ///   - account: the lines that say where the server is and who asks.
    func writeVdirsyncer(_ vdir: String, to collection: String, account: [String]) throws {
        let local = URL(filePath: vdir)
        try scratch.remove("vdirsyncer")
        try scratch.write(
            """
            [general]
            status_path = "\(scratch.path("vdirsyncer"))"

            [pair bench]
            a = "local"
            b = "remote"
            collections = [["bench", "\(local.lastPathComponent)", "\(collection)"]]
            conflict_resolution = "a wins"

            [storage local]
            type = "filesystem"
            path = "\(local.deletingLastPathComponent().path)"
            fileext = ".ics"

            [storage remote]
            type = "caldav"
            \(account.joined(separator: "\n"))

            """, to: "vdirsyncer.conf")
    }

    /// What makes each program say its version.
    static var versions: [[String]] {
        [["curl", "--version"], [path("rclone"), "version"], [path("vdirsyncer"), "--version"]]
    }
}
