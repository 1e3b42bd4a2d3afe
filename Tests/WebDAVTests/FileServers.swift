import Hosting
import TestKit
import Testing
import Transport
import WebDAVHost

/// The servers file stores are tried on, each started once for the test run.
enum FileServer: String, CaseIterable, Sendable {
    case apache, nginx, wsgiDAV, rclone

    /// The names it is known not to take.
    var refusedNames: Set<HardName> {
        switch self {
        case .nginx: [.leadingDot]
        case .wsgiDAV: [.delimiters, .quotes, .controls]
        case .apache, .rclone: []
        }
    }

    /// A new collection that nothing else uses.
    func url() async throws -> String {
        let top = try RemoteAddress(Self.running(self).url)
        let address = try top.appending(["share-\(UInt64.random(in: 0...UInt64.max))"], asCollection: true)
        _ = try await HTTPClient(top.origin).send(HTTPRequest(.mkcol, address))
        return address.text
    }

    /// The port it listens on.
    func port() throws -> UInt16 { try Self.running(self).port }

    private static func running(_ server: FileServer) throws -> RunningServer {
        switch server {
        case .apache: try apacheServer.get()
        case .nginx: try nginxServer.get()
        case .wsgiDAV: try wsgiServer.get()
        case .rclone: try rcloneServer.get()
        }
    }

    private static let apacheServer = Result {
        let server = try ApacheServer()
        return RunningServer(server, server.port, "/open/")
    }
    private static let nginxServer = Result {
        let server = try NginxServer(extended: true)
        return RunningServer(server, server.port, "/")
    }
    private static let wsgiServer = Result {
        let server = try PythonServer.wsgiDAV()
        return RunningServer(server, server.port, "/")
    }
    private static let rcloneServer = Result {
        let server = try RcloneServer()
        return RunningServer(server, server.port, "/")
    }
}

private struct RunningServer: Sendable {
    let server: any Sendable
    let port: UInt16
    let url: String

    init(_ server: any Sendable, _ port: UInt16, _ path: String) {
        self.server = server
        self.port = port
        url = "http://127.0.0.1:\(port)\(path)"
    }
}

/// Opens a host without a credential.
func session(_ url: String, _ access: HostAccess = .writing, timing: Timing = .system) async throws -> HostSession {
    let driver = WebDAVDriver(timing: timing) { _ in .anonymous }
    return try await driver.open(HostProfile(name: "test", url: url), for: access)
}

/// A new place at a server: its store as seen through a proxy that a test sets faults on, and without.
func proxied(
    _ server: FileServer
) async throws -> (proxy: FaultProxy, session: HostSession, store: any BatchStore, direct: any Store) {
    let proxy = try FaultProxy(upstream: server.port())
    let url = try await server.url()
    let session = try await session("http://127.0.0.1:\(proxy.port)\(RemoteAddress(url).path)", timing: .hurried)
    let store = try #require(session.stores[.files] as? any BatchStore)
    let direct = try #require(try await WebDAVTests.session(url).stores[.files])
    return (proxy, session, store, direct)
}
