internal import Glibc

/// Apache httpd with mod_dav: `/open/` for everybody, `/basic/` and `/digest/` for one user.
public final class ApacheServer: Sendable {
    /// The user of `/basic/` and `/digest/`.
    public static let user = "alice"
    /// The user's password: tests look for it where it must not be.
    public static let password = "canary-wonderland"

    private let folder: ScratchDirectory
    private let process: ServerProcess

    /// Starts it.
    ///
    /// - Parameter tls: with it, it speaks HTTP/1.1 and HTTP/2 over TLS only.
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public init(tls: (authority: TestAuthority, flaw: TestAuthority.Flaw)? = nil) throws {
        let program = try Program.find("apache2", package: "apt-get install apache2 apache2-utils")
        folder = try ScratchDirectory("apache")
        let port = try ServerProcess.freePort()
        for name in ["open", "basic", "digest"] { try folder.makeDirectory(name, mode: 0o777) }
        try folder.makeDirectory("locks", mode: 0o777)
        chmod(folder.path, 0o755)
        try Program.run(["htpasswd", "-bc", folder.path + "/users", Self.user, Self.password])
        try folder.write("digests", Self.digestLine)
        try folder.write("apache.conf", Self.configuration(folder.path, port: port, tls: tls))
        process = try ServerProcess(
            [program, "-DFOREGROUND", "-f", folder.path + "/apache.conf"], port: port,
            log: folder.path + "/log")
    }

    // Before its folder goes.
    deinit { process.stop() }

    /// The scratch directory with its data.
    public var directory: String { folder.path }

    /// Where it listens.
    public var port: UInt16 { process.port }

    /// The lines of its access log: method, path, status, protocol, bytes received, requests before on the connection.
    public var accessLog: [String] {
        String(decoding: folder.read("access"), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// The access log when it has as many lines. Apache writes a line after its answer is out: the log is asked for
    /// through it, without TLS, until the lines are there, at most a thousand times.
    public func accessLog(lines count: Int) -> [String] {
        var lines: [String] = []
        // What came before the first asking is in the log for certain once that asking is.
        var isAsked = false
        for _ in 0..<1000 where lines.count < count || !isAsked {
            guard let descriptor = Socket.connect(port: port) else { break }
            defer { close(descriptor) }
            let connection = Socket(descriptor)
            connection.write(Array("GET /access HTTP/1.0\r\n\r\n".utf8))
            var answer: [UInt8] = connection.readHead() == nil ? [] : connection.read()
            while case let more = connection.read(), !more.isEmpty { answer += more }
            let all = String(decoding: answer, as: UTF8.self).split(separator: "\n").map(String.init)
            lines = all.filter { !$0.hasPrefix("GET /access ") }
            isAsked = lines.count < all.count
        }
        return lines
    }

    /// What a file of a share holds.
    public func content(of path: String) -> [UInt8] { folder.read(path) }

    /// Ends it.
    public func stop() { process.stop() }
}

extension ApacheServer {
    /// User, realm and the MD5 of both with the password (RFC 7616 section 3.4.2).
    fileprivate static let digestLine = "alice:dav:57b1f6e4f410a17d4686e0b37f594180\n"

    private static let modules = [
        "mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "auth_digest", "dav",
        "dav_fs", "dav_lock", "mime", "http2", "ssl", "socache_shmcb",
    ]

    fileprivate static func configuration(
        _ folder: String, port: UInt16, tls: (authority: TestAuthority, flaw: TestAuthority.Flaw)?
    ) -> String {
        var lines = modules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so" }
        lines += [
            "ServerName localhost", "Listen 127.0.0.1:\(port)", "PidFile \(folder)/pid", "ErrorLog \(folder)/errors",
            "DefaultRuntimeDir \(folder)", "DavLockDB \(folder)/locks/db", "TypesConfig /etc/mime.types",
            "LogFormat \"%m %U %>s %H %I %k\" plain", "CustomLog \(folder)/access plain",
            "MaxKeepAliveRequests 0", "KeepAliveTimeout 30", "LimitRequestBody 0", "DocumentRoot \(folder)",
            "<Directory \(folder)>", "Dav On", "Require all granted", "</Directory>",
        ]
        // Apache refuses to serve as root.
        if geteuid() == 0 { lines += ["User www-data", "Group www-data"] }
        for (name, type) in [("basic", "Basic"), ("digest", "Digest")] {
            lines += ["<Location /\(name)/>", "AuthType \(type)", "AuthName dav", "Require valid-user"]
            lines.append(
                type == "Basic" ? "AuthUserFile \(folder)/users" : "AuthUserFile \(folder)/digests")
            lines.append("</Location>")
        }
        if let tls {
            lines += [
                "SSLEngine on", "Protocols h2 http/1.1", "SSLSessionCache none",
                "SSLCertificateFile \(tls.authority.certificate(tls.flaw))",
                "SSLCertificateKeyFile \(tls.authority.key(tls.flaw))",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
