import Hosting
import TestKit
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

extension Timing {
    /// The system's clocks, with waits a hundredth as long.
    static let hurried = Timing(
        now: system.now, elapsed: system.elapsed, sleep: { try await Task.sleep(for: $0 / 100) })
}

/// Opens a host without a credential.
func session(_ url: String, _ access: HostAccess = .writing, timing: Timing = .system) async throws -> HostSession {
    let driver = WebDAVDriver(timing: timing) { _ in .anonymous }
    return try await driver.open(HostProfile(name: "test", url: url), for: access)
}
