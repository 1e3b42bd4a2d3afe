import Items
import TestKit
import Testing

@testable import Transport

@Suite struct RedirectTests {
    private static let credential = Credential.basic(user: "alice", password: Secret("canary-password"))

    private func send(
        _ method: HTTPMethod, status: Int, to location: String, from server: CannedServer, confirmed: [Origin] = []
    ) async throws -> HTTPResponse {
        let client = try client(server.port, credential: Self.credential) {
            $0.confirmedOrigins = Set(confirmed)
        }
        let request = HTTPRequest(
            method, try address(server.port, "/go?\(status)"),
            headers: ["X-Api-Key": "canary-key", "X-Location": location])
        return try await client.send(request, body: method == .get ? .none : .bytes(Array("body".utf8)))
    }

    private func redirector() throws -> CannedServer {
        try CannedServer { request in
            guard let status = Int(request.target.drop { $0 != "?" }.dropFirst()) else {
                return .init(200, body: Array("\(request.method) \(request.contentLength ?? 0)".utf8))
            }
            return .init(status, headers: "Location: \(request.header("x-location") ?? "")\r\n")
        }
    }

    @Test(arguments: [301, 302, 307, 308]) func anotherOriginGetsNothing(status: Int) async throws {
        let canary = try CannedServer { _ in .init(200) }
        let server = try redirector()
        let other = try address(canary.port, "/stolen")
        let others = [
            other.text, "//127.0.0.1:\(canary.port)/", "http://localhost:\(server.port)/",
            "https://127.0.0.1:\(server.port)/",
        ]
        for location in others {
            let error = await failure {
                try await send(.propfind, status: status, to: location, from: server)
            }
            #expect(error?.code == .redirectRefused)
            #expect(error?.description.contains("canary") == false)
        }
        let error = await failure { try await send(.get, status: status, to: other.text, from: server) }
        #expect(error?.origin == other.origin)
        #expect(canary.connections == 0)
    }

    @Test func anAddressElsewhereIsRefusedBeforeAnythingIsSent() async throws {
        let canary = try CannedServer { _ in .init(200) }
        let server = try redirector()
        let client = try client(server.port, credential: Self.credential)
        let stray = HTTPRequest(.get, try address(canary.port))
        #expect(await failure { try await client.send(stray) }?.code == .redirectRefused)
        #expect(throws: ContentError.self) { try client.content(at: stray.address).open() }
        #expect(canary.connections == 0)
    }

    @Test func aConfirmedOriginIsFollowedWithTheCredential() async throws {
        let other = try CannedServer { _ in .init(207) }
        let server = try redirector()
        let target = try address(other.port, "/dav/")
        let answer = try await send(
            .propfind, status: 301, to: target.text, from: server, confirmed: [target.origin])
        #expect(answer.status == 207)
        #expect(answer.address == target)
        let seen = try #require(other.requests.first)
        #expect(seen.method == "PROPFIND" && seen.contentLength == 4)
        #expect(seen.header("authorization") != nil && seen.header("x-api-key") == "canary-key")
    }

    @Test(arguments: [
        (301, "GET", true), (301, "PROPFIND", true), (302, "REPORT", true), (303, "GET", true), (307, "GET", true),
        (308, "PROPFIND", true), (301, "PUT", false), (302, "PUT", false), (303, "POST", false), (307, "PUT", true),
        (308, "MKCALENDAR", true), (301, "DELETE", false), (308, "DELETE", true), (300, "GET", false),
        (304, "GET", false),
    ]) func theMethodDecidesWithinAnOrigin(status: Int, method: String, isFollowed: Bool) async throws {
        let server = try redirector()
        let answer = try await send(HTTPMethod(method), status: status, to: "../there", from: server)
        #expect(answer.status == (isFollowed ? 200 : status))
        #expect(answer.address.path == (isFollowed ? "/there" : "/go"))
        if isFollowed {
            #expect(String(decoding: answer.body, as: UTF8.self) == "\(method) \(method == "GET" ? 0 : 4)")
        }
    }

    @Test func aStreamIsOpenedAgainForARedirect() async throws {
        let server = try CannedServer { request in
            request.target == "/a" ? .init(307, headers: "Location: /b\r\n") : .init(201)
        }
        let client = try client(server.port)
        let body = GeneratedBody(size: 200_000)
        let put = HTTPRequest(.put, try address(server.port, "/a"))
        #expect(try await client.send(put, body: .stream(body, length: 200_000)).status == 201)
        #expect(body.opened == 2)
        #expect(server.requests.map(\.contentLength) == [200_000, 200_000])
    }

    @Test func redirectsEnd() async throws {
        let server = try CannedServer { _ in .init(302, headers: "Location: /again\r\n") }
        let client = try client(server.port)
        let request = HTTPRequest(.get, try address(server.port))
        #expect(await failure { try await client.send(request) }?.code == .redirectRefused)
        #expect(server.requests.count == 6)
    }

    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "http://u:p@127.0.0.1/", "/a b", "http://", "/%zz"])
    func aLocationThatCannotBeReadIsNamed(location: String) async throws {
        let server = try redirector()
        let error = await failure { try await send(.get, status: 302, to: location, from: server) }
        #expect(error?.code == .malformed)
    }

    @Test func aRedirectWithoutLocationIsAnAnswer() async throws {
        let server = try CannedServer { _ in .init(302) }
        let answer = try await client(server.port).send(HTTPRequest(.get, try address(server.port)))
        #expect(answer.status == 302)
    }
}
