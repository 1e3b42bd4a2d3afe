import Items
import TestKit
import Testing

@testable import Transport

@Suite struct FaultTests {
    private func outcome(
        _ action: FaultRule.Action, _ method: HTTPMethod = .put, size: Int = 1000, stall: Int = 20
    ) async throws -> (result: Result<HTTPResponse, TransportError>, behind: Int) {
        let server = try CannedServer { _ in .init(200, body: [UInt8](repeating: 0x61, count: 1000)) }
        let proxy = try FaultProxy(upstream: server.port, rules: [.init(method.rawValue, .always, action)])
        let client = try client(proxy.port) { $0.stallTimeout = stall }
        let request = HTTPRequest(method, try address(proxy.port, "/x"))
        do throws(TransportError) {
            let body = RequestBody.stream(GeneratedBody(size: UInt64(size)), length: UInt64(size))
            let answer = try await client.send(request, body: method == .get ? .none : body)
            return (.success(answer), server.requests.count)
        } catch {
            return (.failure(error), server.requests.count)
        }
    }

    private func error(_ result: Result<HTTPResponse, TransportError>) -> TransportError? {
        if case .failure(let error) = result { error } else { nil }
    }

    @Test(arguments: [1000, 200_000]) func aLostAnswerIsUncertain(size: Int) async throws {
        let (result, behind) = try await outcome(.dropAfter, size: size)
        #expect(error(result)?.code == .connectionLost)
        #expect(error(result)?.requestMayHaveBeenProcessed == true)
        #expect(behind == 1)
    }

    @Test func aRequestThatNeverArrivedIsUncertainTooSinceNobodyCanKnow() async throws {
        let (result, behind) = try await outcome(.dropBefore)
        #expect(error(result)?.code == .connectionLost)
        #expect(error(result)?.requestMayHaveBeenProcessed == true)
        #expect(behind == 0)
    }

    @Test func aConnectionThatBreaksWhileSendingIsLost() async throws {
        let (result, _) = try await outcome(.dropMid(bytes: 100_000), size: 4_000_000)
        #expect(error(result)?.code == .connectionLost)
    }

    @Test(arguments: [FaultRule.Action.truncate, .lyingLength]) func aShortAnswerIsNotTaken(action: FaultRule.Action)
        async throws
    {
        let (result, _) = try await outcome(action, .get)
        #expect(error(result)?.code == .connectionLost)
    }

    @Test func garbageIsMalformed() async throws {
        #expect(error(try await outcome(.garbage).result)?.code == .malformed)
    }

    @Test func silenceTimesOut() async throws {
        let (result, _) = try await outcome(.hang, stall: 2)
        #expect(error(result)?.code == .timedOut)
        #expect(error(result)?.requestMayHaveBeenProcessed == true)
    }

    @Test func nobodyThereIsRefused() async throws {
        let port = try ServerProcess.freePort()
        let client = try client(port)
        let request = HTTPRequest(.put, try address(port))
        let error = await failure { try await client.send(request) }
        #expect(error?.code == .refused)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test func aNameWithoutAddressIsUnresolvable() async throws {
        let client = try client(443, scheme: "https", host: "nowhere.invalid")
        let request = HTTPRequest(.get, try address(443, scheme: "https", host: "nowhere.invalid"))
        #expect(await failure { try await client.send(request) }?.code == .unresolvable)
    }

    /// libcurl repeats a request by itself when the connection it had kept breaks.
    @Test func nothingThatChangesSomethingIsRepeatedInSilence() async throws {
        let server = try CannedServer { request in .init(request.method == "DELETE" ? 404 : 201) }
        let rules = ["DELETE", "POST"].map { FaultRule($0, .nth(1), .dropAfter) }
        let proxy = try FaultProxy(upstream: server.port, rules: rules)
        let client = try client(proxy.port)
        let target = try address(proxy.port, "/x")
        let put = try await client.send(HTTPRequest(.put, target), body: .bytes([1]))
        #expect(!put.earlierTryMayHaveBeenProcessed)
        let delete = try await client.send(HTTPRequest(.delete, target))
        #expect(delete.status == 404)
        #expect(delete.earlierTryMayHaveBeenProcessed)
        #expect(proxy.count("DELETE") == 2)
        let error = await failure { try await client.send(HTTPRequest(.post, target), body: .bytes([1])) }
        #expect(error?.code == .connectionLost)
        #expect(error?.requestMayHaveBeenProcessed == true)
        #expect(proxy.count("POST") == 1)
    }

    @Test func aRefusalWhileTheBodyIsSentIsTheAnswer() async throws {
        let server = try ApacheServer()
        let client = try client(server.port)
        let size: UInt64 = 50_000_000
        let body = GeneratedBody(size: size)
        let put = HTTPRequest(.put, try address(server.port, "/basic/x"))
        #expect(try await client.send(put, body: .stream(body, length: size)).status == 401)
        // It was asked first: hardly anything has been read.
        #expect(body.given <= 2 << 20)
    }

    @Test func aBombInTheAnswerIsStopped() async throws {
        let scratch = try ScratchDirectory("bomb")
        try Program.run(["sh", "-c", "head -c 1073741824 /dev/zero | gzip -1 > '\(scratch.path)/bomb'"])
        let bomb = scratch.read("bomb")
        let server = try CannedServer { _ in .init(207, headers: "Content-Encoding: gzip\r\n", body: bomb) }
        let client = try client(server.port) { $0.responseLimit = 10 << 20 }
        let request = HTTPRequest(.propfind, try address(server.port))
        let error = await failure { try await client.send(request) }
        #expect(error?.code == .tooLarge)
        #expect(client.traffic.receivedBytes < 11 << 20)
    }

    @Test func compressionIsAskedForMultistatusOnly() async throws {
        let server = try CannedServer { _ in .init(200) }
        let client = try client(server.port)
        for method in [HTTPMethod.propfind, .get, .report, .put] {
            _ = try await client.send(HTTPRequest(method, try address(server.port)))
        }
        #expect(server.requests.map { $0.header("accept-encoding") != nil } == [true, false, true, false])
    }

    @Test func noErrorShowsASecret() async throws {
        let canary = "canary-0815"
        let actions: [FaultRule.Action] = [
            .dropBefore, .dropAfter, .garbage, .lyingLength, .redirect(to: "https://evil.example/?\(canary)"),
            .redirect(to: "/ \(canary)"),
        ]
        for action in actions {
            let server = try CannedServer { _ in .init(200, body: [1, 2, 3, 4]) }
            let proxy = try FaultProxy(upstream: server.port, rules: [.init(nil, .always, action)])
            let client = try client(proxy.port, credential: .basic(user: "u", password: Secret(canary)))
            let request = HTTPRequest(
                .get, try address(proxy.port, "/x?token=\(canary)"), headers: ["X-Api-Key": canary])
            let error = try #require(await failure { try await client.send(request) })
            var dumped = ""
            dump(error, to: &dumped)
            for text in ["\(error)", String(reflecting: error), dumped] { #expect(!text.contains(canary)) }
        }
    }
}
