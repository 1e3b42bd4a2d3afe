import Items
import TestKit
import Testing

@testable import Transport

@Suite struct HTTPClientTests {
    private static let alice = Credential.basic(user: ApacheServer.user, password: Secret(ApacheServer.password))

    @Test func oneConnectionCarriesManyRequests() async throws {
        let server = try ApacheServer()
        let client = try client(server.port)
        for number in 0..<100 {
            let put = HTTPRequest(.put, try address(server.port, "/open/\(number)"))
            #expect(try await client.send(put, body: .bytes(Array("body \(number)".utf8))).status == 201)
        }
        let answer = try await client.send(HTTPRequest(.get, try address(server.port, "/open/42")))
        #expect(answer.status == 200)
        #expect(answer.body == Array("body 42".utf8))
        #expect(answer.headers["content-LENGTH"] == "7")
        #expect(client.traffic.connections == 1)
        #expect(client.traffic.requests == 101)
        #expect(client.traffic.sentBytes == 690)
    }

    @Test func sixteenAtATimeAllArrive() async throws {
        let server = try ApacheServer()
        let client = try client(server.port) { $0.connections = 16 }
        let port = server.port
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let put = HTTPRequest(.put, try address(port, "/open/\(number)"))
                    return try await client.send(put, body: .bytes(Array("body \(number)".utf8))).status
                }
            }
            for try await status in group { #expect(status == 201) }
        }
        for number in 0..<200 { #expect(server.content(of: "open/\(number)") == Array("body \(number)".utf8)) }
        #expect(client.traffic.connections <= 16)
    }

    @Test func everyMethodAndBodyGoesThroughTheSameHandle() async throws {
        let server = try CannedServer { request in
            .init(200, body: Array("\(request.method) \(request.contentLength.map { "\($0)" } ?? "none")".utf8))
        }
        let client = try client(server.port) { $0.connections = 1 }
        let target = try address(server.port, "/x")
        let big = [UInt8](repeating: 7, count: 3_000_000)
        let cases: [(HTTPMethod, RequestBody, String)] = [
            (.get, .none, "GET none"), (.put, .bytes([1, 2]), "PUT 2"), (.delete, .none, "DELETE none"),
            (.put, .stream(BytesBody(big), length: 3_000_000), "PUT 3000000"), (.mkcol, .none, "MKCOL none"),
            (.propfind, .bytes(Array("<x/>".utf8)), "PROPFIND 4"), (.put, .bytes([]), "PUT 0"),
            (.post, .bytes([1]), "POST 1"), (.put, .bytes(big), "PUT 3000000"), (.options, .none, "OPTIONS none"),
            (.put, .stream(BytesBody([1, 2, 3]), length: 3), "PUT 3"), (.get, .none, "GET none"),
        ]
        for (method, body, expected) in cases {
            let answer = try await client.send(HTTPRequest(method, target), body: body)
            #expect(String(decoding: answer.body, as: UTF8.self) == expected)
        }
        for request in server.requests where request.contentLength == nil {
            #expect(Set(request.headerNames).isSubset(of: ["host", "user-agent", "accept", "accept-encoding"]))
        }
        let head = try await client.send(HTTPRequest(.head, target))
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(server.connections <= 2)
    }

    @Test func aSmallBodyDoesNotAskFirstAndALargeOneDoes() async throws {
        let server = try CannedServer { _ in .init(201) }
        let client = try client(server.port)
        let target = try address(server.port, "/x")
        for size in [0, 1, 2000, 70_000, 1 << 20, (1 << 20) + 1] {
            let bytes = [UInt8](repeating: 1, count: size)
            _ = try await client.send(HTTPRequest(.put, target), body: .bytes(bytes))
            _ = try await client.send(
                HTTPRequest(.put, target), body: .stream(BytesBody(bytes), length: UInt64(size)))
        }
        #expect(server.requests.count == 12)
        for request in server.requests {
            #expect((request.header("expect") != nil) == ((request.contentLength ?? 0) > 1 << 20))
            #expect(request.header("content-type") == nil)
        }
    }

    @Test func aBodyOfUnknownLengthIsSentInChunks() async throws {
        let server = try ApacheServer()
        let client = try client(server.port)
        let put = HTTPRequest(.put, try address(server.port, "/open/chunked"))
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        #expect(try await client.send(put, body: .stream(BytesBody(bytes), length: nil)).status == 201)
        #expect(server.content(of: "open/chunked") == bytes)
    }

    @Test func headersArriveAsWritten() async throws {
        let server = try CannedServer { _ in .init(207, headers: "DAV: 1\r\ndav: 2\r\nX-Empty:\r\n") }
        let request = HTTPRequest(
            .propfind, try address(server.port), headers: ["Depth": "1", "If-None-Match": "*", "X-Empty": ""])
        let answer = try await client(server.port).send(request, body: .none)
        let seen = try #require(server.requests.first)
        #expect(seen.header("depth") == "1")
        #expect(seen.header("if-none-match") == "*")
        #expect(seen.header("x-empty")?.isEmpty == true)
        #expect(seen.header("cookie") == nil && seen.header("authorization") == nil)
        #expect(answer.headers.values("Dav") == ["1", "2"])
        #expect(answer.headers["x-empty"]?.isEmpty == true)
    }

    @Test(arguments: [
        HTTPHeaders(dictionaryLiteral: ("X", "a\r\nY: b")), ["X": "a\nb"], ["X": "a\u{0}"], ["X\r\nY": "a"],
        ["X Y": "a"], ["": "a"], ["X:": "a"], ["Host": "evil.example"], ["Authorization": "Basic x"],
        ["content-length": "1"],
    ]) func anInjectedHeaderIsRefused(headers: HTTPHeaders) async throws {
        let server = try CannedServer { _ in .init(200) }
        let request = HTTPRequest(.get, try address(server.port), headers: headers)
        let client = try client(server.port)
        #expect(await failure { try await client.send(request) }?.code == .invalidRequest)
        #expect(server.connections == 0)
    }

    @Test func basicIsSentAtOnceAndAWrongOneOnlyOnce() async throws {
        let server = try ApacheServer()
        let target = try address(server.port, "/basic/x")
        let right = try client(server.port, credential: Self.alice)
        #expect(try await right.send(HTTPRequest(.put, target), body: .bytes([1])).status == 201)
        let wrong = try client(
            server.port, credential: .basic(user: ApacheServer.user, password: Secret("canary-wrong")))
        #expect(try await wrong.send(HTTPRequest(.put, target), body: .bytes([1])).status == 401)
        let nobody = try client(server.port)
        #expect(try await nobody.send(HTTPRequest(.put, target), body: .bytes([1])).status == 401)
        #expect(server.accessLog(lines: 3).map { $0.split(separator: " ")[2] } == ["201", "401", "401"])
    }

    @Test func digestAsksOnceAndSendsABodyOnce() async throws {
        let server = try ApacheServer()
        let credential = Credential.digest(user: ApacheServer.user, password: Secret(ApacheServer.password))
        let client = try client(server.port, credential: credential)
        let size: UInt64 = 3_000_000
        for number in 0..<3 {
            let body = GeneratedBody(size: size)
            let put = HTTPRequest(.put, try address(server.port, "/digest/\(number)"))
            #expect(try await client.send(put, body: .stream(body, length: size)).status == 201)
            #expect(body.opened == 1)
            #expect(server.content(of: "digest/\(number)").count == Int(size))
        }
        #expect(client.traffic.sentBytes == 3 * size)
        let statuses = server.accessLog(lines: 4).map { $0.split(separator: " ")[2] }
        #expect(statuses == ["401", "201", "201", "201"])
    }

    @Test func aWrongDigestIsTriedOnce() async throws {
        let server = try ApacheServer()
        let client = try client(
            server.port, credential: .digest(user: ApacheServer.user, password: Secret("canary-wrong")))
        let put = HTTPRequest(.put, try address(server.port, "/digest/x"))
        #expect(try await client.send(put, body: .bytes([1])).status == 401)
        // The first is the question that Digest begins with.
        #expect(server.accessLog(lines: 2).map { $0.split(separator: " ")[2] } == ["401", "401"])
    }

    @Test func aTokenIsSentAtOnce() async throws {
        let server = try CannedServer { _ in .init(401, headers: "WWW-Authenticate: Bearer\r\n") }
        let client = try client(server.port, credential: .bearer(Secret("canary-token")))
        #expect(try await client.send(HTTPRequest(.get, try address(server.port))).status == 401)
        #expect(server.requests.map { $0.header("authorization") } == ["Bearer canary-token"])
    }

    @Test func pythonServersTakeRequests() async throws {
        let files = try PythonServer.wsgiDAV()
        let put = HTTPRequest(.put, try address(files.port, "/x"))
        #expect(try await client(files.port).send(put, body: .bytes([1, 2])).status == 201)
        let calendars = try PythonServer.radicale()
        let make = HTTPRequest(.mkcalendar, try address(calendars.port, "/alice/cal/"))
        #expect(try await client(calendars.port, credential: Self.alice).send(make).status == 201)
    }

    @Test func anotherMachineIsNotSpokenToInClear() throws {
        #expect(throws: TransportError(.invalidRequest, "")) { try client(80, host: "192.0.2.1") }
        #expect(throws: Never.self) { try client(80, host: "192.0.2.1") { $0.allowsPlainHTTP = true } }
    }

    @Test func aLargeNumberOfHeadersIsRefused() async throws {
        let many = try CannedServer { _ in .init(200, headers: String(repeating: "X: y\r\n", count: 300)) }
        let large = try CannedServer { _ in
            .init(200, headers: String(repeating: "X: \(String(repeating: "y", count: 9000))\r\n", count: 20))
        }
        let endless = try CannedServer { _ in
            .init(raw: Array(String(repeating: "HTTP/1.1 102 Wait\r\n\r\n", count: 100_000).utf8))
        }
        for server in [many, large, endless] {
            let client = try client(server.port)
            let request = HTTPRequest(.get, try address(server.port))
            #expect(await failure { try await client.send(request) }?.code == .malformed)
        }
    }
}
