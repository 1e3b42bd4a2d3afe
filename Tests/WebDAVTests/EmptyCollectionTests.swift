import Hosting
import Synchronization
import TestKit
import Testing
import Transport

@testable import WebDAVHost

/// A collection is removed only where the server says that it is one and that nothing is in it.
@Suite struct EmptyCollectionTests {
    private static let own =
        "<response><href>/a/</href><propstat><prop><resourcetype><collection/></resourcetype></prop>"
        + "<status>HTTP/1.1 200 OK</status></propstat></response>"

    private static func other(_ href: String) -> String {
        "<response><href>\(href)</href><propstat><prop><resourcetype/></prop><status>HTTP/1.1 200 OK</status></propstat>"
            + "</response>"
    }

    private static func multistatus(_ responses: String) -> CannedServer.Answer {
        .init(207, body: Array("<multistatus xmlns=\"DAV:\">\(responses)</multistatus>".utf8))
    }

    /// - Returns: what became of `/a/`, and how often DELETE was sent.
    private func remove(
        _ respond: @escaping @Sendable (RecordedRequest) -> CannedServer.Answer
    ) async throws -> (CollectionRemoval, deletions: Int) {
        let server = try CannedServer(respond)
        let address = try RemoteAddress("http://127.0.0.1:\(server.port)/a/")
        let client = try WebDAVDriver.client(address, .anonymous, ClientOptions(), .hurried)
        let removal = try await client.removeEmptyCollection(address, "a", if: \.isCollection)
        return (removal, server.requests.count { $0.method == "DELETE" })
    }

    @Test(arguments: [
        (own + other("/a/b"), CollectionRemoval.occupied), (own + other("/elsewhere/b"), .occupied),
        (own + other("/a/%FF"), .occupied), (own + other("/a/b%2Fc"), .occupied), ("", .unsupported),
        (other("/a/"), .unsupported), (other("/b/"), .unsupported),
    ])
    func whatMayHoldSomethingStays(_ responses: String, _ expected: CollectionRemoval) async throws {
        let (removal, deletions) = try await remove { request in
            request.method == "PROPFIND" ? Self.multistatus(responses) : .init(204)
        }
        #expect(removal == expected)
        #expect(deletions == 0)
    }

    @Test func whatCameInBetweenTwoTriesStays() async throws {
        let wasAsked = Mutex(false)
        let (removal, deletions) = try await remove { request in
            guard request.method == "PROPFIND" else {
                wasAsked.withLock { $0 = true }
                return .init(503)
            }
            return Self.multistatus(Self.own + (wasAsked.withLock { $0 } ? Self.other("/a/new") : ""))
        }
        #expect(removal == .occupied)
        #expect(deletions == 1)
    }

    @Test func anEmptyOneIsGone() async throws {
        let isGone = Mutex(false)
        let (removal, deletions) = try await remove { request in
            guard request.method == "PROPFIND" else {
                isGone.withLock { $0 = true }
                return .init(204)
            }
            return isGone.withLock { $0 } ? .init(404) : Self.multistatus(Self.own)
        }
        #expect(removal == .removed)
        #expect(deletions == 1)
    }
}
