import Hosting
import Items
import TestKit
import Testing
import Transport

@testable import WebDAVHost

/// What must not be sent again without a look.
@Suite struct OneTryTests {
    private func client(_ server: CannedServer) throws -> (client: WebDAVClient, top: RemoteAddress) {
        let top = try RemoteAddress("http://127.0.0.1:\(server.port)/")
        return (try WebDAVDriver.client(top, .anonymous, ClientOptions(), .hurried), top)
    }

    @Test(arguments: [503, 500, 423, 429])
    func aBulkUploadIsSentOnce(_ status: Int) async throws {
        let locked =
            "<d:error xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\"><s:message>database is locked</s:message>"
        let server = try CannedServer { _ in .init(status, body: Array((locked + "</d:error>").utf8)) }
        let (client, top) = try client(server)
        let nextcloud = NextcloudServer(
            client: client, base: top, product: "Nextcloud", version: "32.0.1", user: "a",
            features: NextcloudFeatures(try #require(JSONValue(Array("{}".utf8)))))
        let answer = try await BulkUpload(server: nextcloud, prefix: "").send([
            BulkBody.Part(path: "/a", bytes: [1], modified: nil)
        ])
        #expect(answer.gaveUp && answer.etags.isEmpty)
        #expect(server.requests.count == 1)
        #expect(client.turns.areTaken)
    }

    @Test func aRefusedCredentialIsRefusedToAllPolicies() async throws {
        let server = try CannedServer { _ in .init(401) }
        let (client, top) = try client(server)
        await #expect(throws: StoreError(.notPermitted, "")) { try await client.send(HTTPRequest(.get, top)) }
        await #expect(throws: StoreError(.notPermitted, "")) { try await client.once(HTTPRequest(.get, top)) }
        await #expect(throws: StoreError(.notPermitted, "")) {
            try await client.send(HTTPRequest(.get, top), tellingFailure: true)
        }
        #expect(server.requests.count == 1)
    }

    /// The server has taken a file, and then shows one of another size.
    @Test(arguments: [("\"ours\"", ["\"ours\""]), (nil, [])] as [(String?, [String])])
    func onlyTheFileThatWasSentIsTakenAwayAgain(_ etag: String?, _ conditions: [String]) async throws {
        let server = try CannedServer { request in
            switch request.method {
            case "PUT": .init(201, headers: etag.map { "ETag: \($0)\r\n" } ?? "")
            case "PROPFIND":
                .init(
                    207,
                    body: Array(
                        ("<multistatus xmlns=\"DAV:\"><response><href>\(request.target)</href><propstat><prop>"
                            + "<resourcetype/><getetag>\"theirs\"</getetag><getcontentlength>7</getcontentlength></prop>"
                            + "<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>").utf8))
            default: .init(412)
            }
        }
        let (client, top) = try client(server)
        let tree = FileTree(client: client, root: top)
        let temporary = TemporaryCollection(tree: tree)
        let habits = ServerHabits.nextcloud(hashesPuts: false)
        let upload = try FileUpload(
            NewResource(href: Href(collection: "", name: "a")), BytesBody([1, 2]), tree: tree, temporary: temporary,
            habits: habits, finder: HabitsFinder(temporary, timing: .hurried, known: habits), timing: .hurried,
            look: nil, making: CollectionMaking(tree))
        await #expect(throws: StoreError(.refused, "")) { try await upload.create() }
        let deletions = server.requests.filter { $0.method == "DELETE" }
        #expect(deletions.map { $0.header("if-match") } == conditions)
    }

    @Test(arguments: [
        (412, true), (400, true), (409, true), (423, false), (429, false), (500, false), (503, false), (201, false),
    ])
    func onlyARefusalShowsThatOverwriteIsMinded(_ status: Int, _ refuses: Bool) {
        #expect(HabitsProbe.refuses(status) == refuses)
    }
}
