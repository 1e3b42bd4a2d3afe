import Glibc
import Hosting
import TestKit
import Transport

@testable import WebDAVHost

/// The servers calendars and address books are tried on, each started once for the test run.
enum DAVServer: String, CaseIterable, Sendable {
    case radicale, xandikos, sabre, davical

    /// Those that everything is tried on. DAViCal, with a process of its database for each request, is tried on the
    /// rules of stores and read back only.
    static let quick: [DAVServer] = [.radicale, .xandikos, .sabre]

    /// The names a resource cannot have there.
    var refusedNames: Set<HardName> {
        let everywhere: Set<HardName> = [.leadingDot, .spaces, .percent, .quotes, .delimiters, .backslash, .controls]
        return self == .radicale ? everywhere.union([.emoji]) : everywhere
    }

    func port() throws -> UInt16 {
        switch self {
        case .radicale: try Self.radicaleServer.get().port
        case .xandikos: try Self.xandikosServer.get().port
        case .sabre: try Self.sabreServer.get().port
        case .davical: try Self.davicalServer.get().port
        }
    }

    private static let radicaleServer = Result { try PythonServer.radicale() }
    private static let xandikosServer = Result { try PythonServer.xandikos() }
    private static let sabreServer = Result { try SabreServer() }
    private static let davicalServer = Result { try DAViCalServer() }

    /// A store of the account, found by discovery from the top of the server.
    func store(
        _ service: StoreService, port: UInt16? = nil, timing: Timing = .hurried,
        attendees: AttendeePolicy = .automatic
    ) async throws -> ObjectStore {
        let stores = try await Self.stores(port: port ?? self.port(), timing: timing, attendees: attendees)
        guard let store = stores.first(where: { $0.service == service }) else {
            throw StoreError(.notFound, "\(rawValue) has no \(service)")
        }
        return store
    }

    static func stores(
        port: UInt16, timing: Timing = .hurried, attendees: AttendeePolicy = .automatic
    ) async throws -> [ObjectStore] {
        let start = try RemoteAddress("http://127.0.0.1:\(port)/")
        let http = try HTTPClient(
            start.origin, credential: .basic(user: "alice", password: Secret("wonderland")), options: ClientOptions())
        let gate = RequestGate(AdaptiveLimit(maximum: 16, initial: 8))
        let client = WebDAVClient(http, gate: gate, timing: timing)
        return try await AccountDiscovery(client: client, start: start).stores(attendees: attendees)
    }
}
