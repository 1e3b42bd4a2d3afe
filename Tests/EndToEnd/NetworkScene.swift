import Foundation
import Glibc
import Items
import TestKit
import Testing

/// A person's machine whose hosts are servers.
extension Scene {
    /// Writes the configuration.
    ///
    /// - Parameter hosts: by name, the lines of their tables.
    func configure(_ hosts: [(name: String, lines: [String])]) throws {
        let text = hosts.map { "[hosts.\($0.name)]\n" + $0.lines.joined(separator: "\n") + "\n" }.joined()
        let path = try folder.write(text, to: "home/config/degoogle/config.toml")
        chmod(path, 0o600)
    }

    /// Writes a file that only its owner can read.
    @discardableResult
    func writePrivately(_ text: String, to name: String, mode: mode_t = 0o600) throws -> String {
        let path = try folder.write(text, to: name)
        chmod(path, mode)
        return path
    }
}

extension SampleExport {
    /// Events, contacts and files, few enough for servers that are slow.
    static var few: SampleExport {
        var export = SampleExport.tiny
        export.calendars = 2
        export.eventsPerCalendar = 6
        export.contacts = 8
        export.driveFiles = 12
        return export
    }
}

/// A server behind a proxy that makes faults, beside a folder that none reach.
final class FaultStage {
    /// What stands behind the proxy.
    enum Server: String, CaseIterable, Sendable {
        case radicale, apache, s3
    }

    let scene: Scene
    let server: Server
    let proxy: FaultProxy
    /// What the server takes of the export, and nothing else is read.
    let arguments: [String]
    private let running: AnyObject

    /// - Parameters:
    ///   - rules: what goes wrong.
    ///   - copies: with 2 everything goes to the folder too.
    init(_ server: Server, _ rules: [FaultRule] = [], copies: Int = 1) throws {
        self.server = server
        scene = try Scene()
        let port: UInt16
        switch server {
        case .radicale:
            let radicale = try PythonServer.radicale()
            (running, port) = (radicale, radicale.port)
        case .apache:
            let apache = try ApacheServer()
            (running, port) = (apache, apache.port)
        case .s3:
            let s3 = try S3Server.rclone()
            (running, port) = (s3, s3.port)
        }
        proxy = try FaultProxy(upstream: port, rules: rules)
        let secret = try scene.writePrivately(Self.secret(server), to: "secret")
        let login = ["secret = { file = \"\(secret)\" }", "stall-timeout = 1"]
        var hosts = [(name: "server", lines: Self.address(server, proxy.port) + login)]
        if copies == 2 { hosts.append(("folder", ["url = \"folder:\(scene.folder.at("folder"))?durable=no\""])) }
        try scene.configure(hosts)
        let kinds = server == .radicale ? ["event", "contact"] : ["file"]
        arguments = kinds.flatMap { ["--only", $0] } + ["--copies", "\(copies)"] + (try scene.export(.few))
    }

    private static func secret(_ server: Server) -> String {
        switch server {
        case .radicale: "anything"
        case .apache: ApacheServer.password
        case .s3: S3Server.secretKey
        }
    }

    private static func address(_ server: Server, _ port: UInt16) -> [String] {
        switch server {
        case .radicale: ["url = \"http://127.0.0.1:\(port)/\"", "user = \"alice\""]
        case .apache: ["url = \"http://127.0.0.1:\(port)/basic/\"", "user = \"\(ApacheServer.user)\""]
        case .s3:
            [
                "url = \"s3:http://127.0.0.1:\(port)/\(S3Server.bucket)/zoe\"",
                "user = \"\(S3Server.accessKey)\"",
            ]
        }
    }

    /// Imports and gives the report.
    @discardableResult
    func `import`(status: Int32 = 0, at location: SourceLocation = #_sourceLocation) throws -> ReportDocument {
        try scene.import(arguments, status: status, at: location)
    }

    /// The requests that change something at the server, but for the copy of the catalogue and its folder.
    var changes: [RecordedRequest] {
        proxy.requests.filter { request in
            !["GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"].contains(request.method)
                && !request.target.contains("degoogle")
        }
    }

    /// Without faults the same command finishes: nothing is missing, nothing is there twice, and then there is nothing
    /// to do.
    func expectRerunFinishes(of first: ReportDocument, at location: SourceLocation = #_sourceLocation) throws {
        proxy.reset()
        let second = try `import`(at: location)
        let total = first.all.total
        #expect(second.all.total == total && second.all.failed == 0, sourceLocation: location)
        proxy.reset()
        let third = try `import`(at: location)
        #expect(third.all.unchanged == total, sourceLocation: location)
        #expect(changes.isEmpty, "\(changes.map { "\($0.method) \($0.target)" })", sourceLocation: location)
        // How each came there is known of all, whichever run brought it.
        for host in third.hosts {
            #expect((host.evidence ?? [:]).values.reduce(0, +) == host.items, sourceLocation: location)
        }
        try scene.expectTidy(scene.tree("folder").files.isEmpty ? [] : ["folder"])
    }
}
