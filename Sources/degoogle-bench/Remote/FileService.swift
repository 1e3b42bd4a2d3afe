internal import ArgumentParser
internal import Foundation
internal import TestKit

/// A kind of server of files.
enum FileService: String, CaseIterable, ExpressibleByArgument {
    case apache, nginx, wsgidav, rcloneS3 = "rclone-s3", seaweed, sshd

    /// What it is called in a record.
    var title: String {
        switch self {
        case .apache: "Apache mod_dav"
        case .nginx: "nginx with dav-ext"
        case .wsgidav: "WsgiDAV"
        case .rcloneS3: "rclone serve s3"
        case .seaweed: "SeaweedFS S3"
        case .sshd: "OpenSSH sftp"
        }
    }
}

/// A server of files that runs, and hands out a new, empty place for each run.
final class RunningFileService {
    /// Where the server listens itself.
    let port: UInt16
    private let server: any Sendable
    private let authority: TestAuthority?
    private let make: (_ port: UInt16, _ place: String) throws -> Destination
    private var places = 0

    /// Starts it.
    ///
    /// - Parameter isSecure: over TLS with HTTP/2; Apache and nginx only.
    init(_ service: FileService, isSecure: Bool = false) throws {
        let authority = isSecure ? try TestAuthority() : nil
        self.authority = authority
        let tls = authority.map { (authority: $0, flaw: TestAuthority.Flaw.none) }
        switch service {
        case .apache:
            let started = try ApacheServer(tls: tls)
            (server, port) = (started, started.port)
            make = { try Self.web($0, "open/", $1, authority) }
        case .nginx:
            let started = try NginxServer(tls: tls, extended: true)
            (server, port) = (started, started.port)
            make = { try Self.web($0, "", $1, authority) }
        case .wsgidav:
            let started = try PythonServer.wsgiDAV()
            (server, port) = (started, started.port)
            make = { try Self.web($0, "", $1, nil) }
        case .rcloneS3:
            let started = try S3Server.rclone()
            (server, port) = (started, started.port)
            make = { Self.s3($0, $1) }
        case .seaweed:
            let started = try S3Server.seaweed()
            (server, port) = (started, started.port)
            make = { Self.s3($0, $1) }
        case .sshd:
            let started = try SSHServer()
            (server, port) = (started, started.port)
            make = { Self.sftp(started, $0, $1) }
        }
    }

    /// A server that runs already.
    ///
    /// - Parameter make: gives a place with a name there.
    init(port: UInt16, _ make: @escaping (_ place: String) -> Destination) {
        self.port = port
        server = port
        authority = nil
        self.make = { make($1) }
    }

    /// A new place, with the configurations of all programs written for it.
    ///
    /// - Parameter front: the port of a proxy that stands before the server; its own when nil.
    /// - Returns: the place as programs reach it, and without the proxy.
    func newPlace(for peers: Peers, front: UInt16?) throws -> (front: Destination, direct: Destination) {
        // What an earlier run stored is taken away: a server that fills up becomes slower, and a disk has an end.
        try clear(peers)
        places += 1
        let direct = try make(port, "run-\(places)")
        let destination = try make(front ?? port, "run-\(places)")
        try destination.write(in: peers.scratch, direct: direct)
        try peers.run(peers.rclone(["mkdir"] + trust + ["direct:"]))
        return (destination, direct)
    }

    /// Removes what the last run stored.
    func clear(_ peers: Peers) throws {
        guard places > 0 else { return }
        try peers.run(peers.rclone(["purge"] + trust + ["direct:"]))
    }

    /// What rclone must be told to trust it.
    var trust: [String] { authority.map { ["--ca-cert", $0.certificatePath] } ?? [] }

    private static func web(
        _ port: UInt16, _ path: String, _ place: String, _ authority: TestAuthority?
    ) throws -> Destination {
        let top = "\(authority == nil ? "http" : "https")://127.0.0.1:\(port)/\(path)"
        let url = "\(top)\(place)/"
        var destination = Destination(degoogle: ["url = \"\(url)\""])
        destination.rclone = ["type = webdav", "url = \(top)", "vendor = other"]
        destination.rclonePath = place
        destination.url = url
        if let authority {
            destination.degoogle.append("pinned-key = \"\(try authority.pin(.none))\"")
            destination.curl.append("cacert = \"\(authority.certificatePath)\"")
        }
        return destination
    }

    private static func s3(_ port: UInt16, _ place: String) -> Destination {
        let endpoint = "http://127.0.0.1:\(port)"
        var destination = Destination(degoogle: [
            "url = \"s3:\(endpoint)/\(S3Server.bucket)/\(place)\"", "user = \"\(S3Server.accessKey)\"",
            "secret = { command = [\"printf\", \"\(S3Server.secretKey)\"] }",
        ])
        destination.rclone = [
            "type = s3", "provider = Other", "endpoint = \(endpoint)", "force_path_style = true",
            "access_key_id = \(S3Server.accessKey)", "secret_access_key = \(S3Server.secretKey)",
        ]
        destination.rclonePath = "\(S3Server.bucket)/\(place)"
        return destination
    }

    private static func sftp(_ server: SSHServer, _ port: UInt16, _ place: String) -> Destination {
        let path = "\(server.filesPath)/\(place)"
        let user = NSUserName()
        let options = "?key=\(URLPath.encoded(server.keyPath))&known-hosts=\(URLPath.encoded(server.knownHostsPath))"
        var destination = Destination(
            degoogle: ["url = \"sftp://\(user)@127.0.0.1:\(port)\(path)\(options)\""])
        destination.rclone = [
            "type = sftp", "host = 127.0.0.1", "port = \(port)", "user = \(user)", "key_file = \(server.keyPath)",
            "known_hosts_file = \(server.knownHostsPath)",
        ]
        destination.rclonePath = path
        return destination
    }
}
