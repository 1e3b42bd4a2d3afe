internal import Glibc

/// nginx with its own small WebDAV (PUT, DELETE, MKCOL, COPY, MOVE) below `/`, open to everybody; with `dav-ext` also
/// PROPFIND and OPTIONS, which make it a WebDAV server.
public final class NginxServer: Sendable {
    private let folder: ScratchDirectory
    private let process: ServerProcess

    /// Starts it.
    ///
    /// - Parameters:
    ///   - tls: with it, it speaks HTTP/1.1 and HTTP/2 over TLS only.
    ///   - requestsPerConnection: after so many it ends a connection.
    ///   - directory: where it keeps files; its own scratch directory when `nil`.
    ///   - extended: whether `dav-ext` is loaded.
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public init(
        tls: (authority: TestAuthority, flaw: TestAuthority.Flaw)? = nil, directory: String? = nil,
        requestsPerConnection: Int = 1_000_000, extended: Bool = false
    ) throws {
        let program = try Program.find("nginx", package: "apt-get install nginx-extras libnginx-mod-http-dav-ext")
        folder = try ScratchDirectory("nginx")
        let port = try ServerProcess.freePort()
        let path = folder.path
        chmod(path, 0o755)
        try folder.makeDirectory("files", mode: 0o777)
        try folder.makeDirectory("temporary", mode: 0o777)
        var server = ["listen 127.0.0.1:\(port)" + (tls == nil ? ";" : " ssl http2;")]
        if let tls {
            server += [
                "ssl_certificate \(tls.authority.certificate(tls.flaw));",
                "ssl_certificate_key \(tls.authority.key(tls.flaw));",
            ]
        }
        let storage = directory ?? path + "/files"
        server += [
            "root \(storage);", "client_body_temp_path \(storage)/.temporary;", "client_max_body_size 0;",
            "dav_methods PUT DELETE MKCOL COPY MOVE;", "create_full_put_path on;",
        ]
        if extended { server.append("dav_ext_methods PROPFIND OPTIONS; autoindex on;") }
        let module = extended ? "load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;" : ""
        let user = geteuid() == 0 ? "user root;" : ""
        try folder.write(
            "nginx.conf",
            """
            \(module) daemon off; worker_processes 1; pid \(path)/pid; error_log \(path)/errors; \(user)
            events { worker_connections 1024; }
            http {
                access_log \(path)/access;
                keepalive_requests \(requestsPerConnection);
                server { \(server.joined(separator: " ")) }
            }

            """)
        process = try ServerProcess(
            [program, "-c", path + "/nginx.conf", "-p", path], port: port, log: path + "/log")
    }

    // Before its folder goes.
    deinit { process.stop() }

    /// Where it listens.
    public var port: UInt16 { process.port }

    /// Ends it.
    public func stop() { process.stop() }
}
