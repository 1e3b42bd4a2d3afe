import Glibc
import Items
import Synchronization
import TestKit
import Testing

@testable import Transport

@Suite struct StreamTests {
    // The memory is that of a process with nothing else in it.
    @Test(.timeLimit(.minutes(2))) func aLargeUploadNeedsLittleMemory() async {
        await #expect(processExitsWith: .success) {
            let server = try CannedServer { _ in .init(201) }
            let client = try client(server.port)
            let size: UInt64 = 1 << 30
            let put = HTTPRequest(.put, try address(server.port, "/x"))
            let answer = try await client.send(put, body: .stream(GeneratedBody(size: size), length: size))
            #expect(answer.status == 201)
            #expect(server.requests.first?.contentLength == size)
            #expect(client.traffic.sentBytes == size)
            #expect(Memory.peak < 64 << 20)
        }
    }

    @Test(.timeLimit(.minutes(2))) func aLargeDownloadNeedsLittleMemory() async {
        await #expect(processExitsWith: .success) {
            let server = try NginxServer()
            let client = try client(server.port)
            let size: UInt64 = 200 << 20
            let target = try address(server.port, "/x")
            let body = GeneratedBody(size: size)
            _ = try await client.send(HTTPRequest(.put, target), body: .stream(body, length: size))
            let fingerprint = try client.content(at: target, byteCount: size).fingerprint()
            #expect(try fingerprint == body.fingerprint())
            #expect(Memory.peak < 64 << 20)
        }
    }

    @Test func aReaderThatStopsEndsTheTransfer() async throws {
        let server = try NginxServer()
        let client = try client(server.port) { $0.connections = 1 }
        let target = try address(server.port, "/x")
        _ = try await client.send(
            HTTPRequest(.put, target), body: .stream(GeneratedBody(size: 30 << 20), length: 30 << 20))
        for _ in 0..<5 {
            let reader = try client.content(at: target).open()
            var bytes = [UInt8](repeating: 0, count: 1000)
            let count = try bytes.withUnsafeMutableBytes { memory throws(ContentError) in
                try reader.read(into: memory)
            }
            #expect(count > 0)
        }
        // The one connection is free for the next.
        #expect(try await client.send(HTTPRequest(.head, target)).status == 200)
    }

    @Test func contentOfAnotherSizeIsAnError() async throws {
        let server = try CannedServer { _ in .init(200, body: [1, 2, 3]) }
        let client = try client(server.port)
        let target = try address(server.port)
        #expect(try client.content(at: target, byteCount: 3).readAll(limit: 10) == [1, 2, 3])
        #expect(throws: ContentError.self) { try client.content(at: target, byteCount: 4).readAll(limit: 10) }
    }

    @Test(arguments: [.truncate, .lyingLength, .dropBefore, .status(404)] as [FaultRule.Action])
    func brokenContentIsAnError(action: FaultRule.Action) async throws {
        let server = try CannedServer { _ in .init(200, body: [UInt8](repeating: 1, count: 5000)) }
        let proxy = try FaultProxy(upstream: server.port, rules: [.init("GET", .always, action)])
        let client = try client(proxy.port)
        let target = try address(proxy.port)
        #expect(throws: ContentError.self) { try client.content(at: target, byteCount: 5000).readAll(limit: 9999) }
    }

    @Test func contentFollowsARedirectWithinItsOrigin() async throws {
        let server = try CannedServer { request in
            request.target == "/a" ? .init(302, headers: "Location: /b\r\n") : .init(200, body: [7])
        }
        let client = try client(server.port)
        #expect(try client.content(at: try address(server.port, "/a")).readAll(limit: 10) == [7])
    }

    @Test(arguments: [(100_000, 100_001), (100_000, 99_999), (10, 11), (10, 9)])
    func contentThatIsNotAsLongAsAnnouncedIsAnError(actual: Int, announced: Int) async throws {
        let server = try CannedServer { _ in .init(201) }
        let client = try client(server.port)
        let put = HTTPRequest(.put, try address(server.port))
        let body = RequestBody.stream(GeneratedBody(size: UInt64(actual)), length: UInt64(announced))
        #expect(await failure { try await client.send(put, body: body) }?.code == .source)
    }

    @Test(arguments: [0, 70_000, 5_000_000] as [UInt64]) func contentThatFailsIsNamed(position: UInt64) async throws {
        let server = try CannedServer { _ in .init(201) }
        let client = try client(server.port)
        let put = HTTPRequest(.put, try address(server.port))
        let size: UInt64 = 10_000_000
        let body = GeneratedBody(size: size, failsAt: position)
        let error = await failure { try await client.send(put, body: .stream(body, length: size)) }
        #expect(error?.code == .source)
        #expect(error?.description == "the archive is damaged")
    }

    @Test(.timeLimit(.minutes(1))) func anUploadCanBeCancelled() async throws {
        let server = try CannedServer { _ in .init(201) }
        let client = try client(server.port)
        let target = try address(server.port)
        let uploading = Task {
            let size: UInt64 = 1 << 50
            return try await client.send(
                HTTPRequest(.put, target), body: .stream(GeneratedBody(size: size), length: size))
        }
        while client.traffic.sentBytes < 10 << 20 { await Task.yield() }
        uploading.cancel()
        let result = await uploading.result
        #expect(throws: TransportError(.cancelled, "")) { try result.get() }
    }

    @Test(.timeLimit(.minutes(1))) func aTaskThatIsCancelledAlreadySendsNothingForLong() async throws {
        let server = try CannedServer { _ in .init(201) }
        let proxy = try FaultProxy(upstream: server.port, rules: [.init(nil, .always, .hang)])
        let client = try client(proxy.port)
        let target = try address(proxy.port)
        for size in [10, 1 << 40] as [UInt64] {
            let sending = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await client.send(
                    HTTPRequest(.put, target), body: .stream(GeneratedBody(size: size), length: size))
            }
            sending.cancel()
            let result = await sending.result
            #expect(throws: TransportError(.cancelled, "")) { try result.get() }
        }
    }

    @Test func contentThatFailsAtItsBeginningReachesNobody() async throws {
        let server = try CannedServer { _ in .init(201) }
        let client = try client(server.port)
        let body = RequestBody.stream(GeneratedBody(size: 1_000_000, failsAt: 0), length: 1_000_000)
        let put = HTTPRequest(.put, try address(server.port))
        #expect(await failure { try await client.send(put, body: body) }?.code == .source)
        #expect(server.connections == 0)
    }

    @Test(.timeLimit(.minutes(1))) func aRequestWithoutAnswerCanBeCancelled() async throws {
        let server = try CannedServer { _ in .init(200) }
        let proxy = try FaultProxy(upstream: server.port, rules: [.init(nil, .always, .hang)])
        let client = try client(proxy.port)
        let target = try address(proxy.port)
        let asking = Task { try await client.send(HTTPRequest(.get, target)) }
        while proxy.requests.isEmpty { await Task.yield() }
        asking.cancel()
        let result = await asking.result
        #expect(throws: TransportError(.cancelled, "")) { try result.get() }
    }

    @Test(.timeLimit(.minutes(1))) func aSlowSourceDoesNotHoldUpOthers() async throws {
        let server = try CannedServer { _ in .init(201) }
        let client = try client(server.port)
        let gate = GatedBody()
        let target = try address(server.port)
        let slow = Task {
            try await client.send(HTTPRequest(.put, target), body: .stream(gate, length: 200_000))
        }
        for _ in 0..<50 {
            #expect(try await client.send(HTTPRequest(.put, target), body: .bytes([1])).status == 201)
        }
        gate.isOpen.withLock { $0 = true }
        #expect(try await slow.value.status == 201)
    }

    @Test func aClientThatGoesEndsItsTransfers() async throws {
        let server = try CannedServer { _ in .init(200, body: [1]) }
        for _ in 0..<50 {
            let client = try client(server.port)
            #expect(try await client.send(HTTPRequest(.get, try address(server.port))).status == 200)
        }
        #expect(server.requests.count == 50)
    }

    /// Content whose second piece comes when the gate is open.
    private final class GatedBody: ContentBody, Sendable {
        let isOpen = Mutex(false)
        var byteCount: UInt64? { nil }

        func open() -> any ContentReader { Reader(self) }

        private final class Reader: ContentReader {
            private let body: GatedBody
            private var given = 0

            init(_ body: GatedBody) { self.body = body }

            func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
                while given > 0, !body.isOpen.withLock({ $0 }) { usleep(1000) }
                let count = min(buffer.count, given == 0 ? 10 : 200_000 - given)
                if let start = buffer.baseAddress { memset(start, 1, count) }
                given += count
                return count
            }
        }
    }
}
