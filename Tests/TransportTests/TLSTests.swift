import Items
import TestKit
import Testing

@testable import Transport

@Suite struct TLSTests {
    private let authority: TestAuthority

    init() throws { authority = try TestAuthority() }

    private func status(
        _ flaw: TestAuthority.Flaw, host: String = "localhost", trust: ClientOptions.Trust
    ) async throws -> Int {
        let server = try NginxServer(tls: (authority, flaw))
        let client = try client(server.port, scheme: "https", host: host) { $0.trust = trust }
        let put = HTTPRequest(.put, try address(server.port, "/x", scheme: "https", host: host))
        return try await client.send(put, body: .bytes([1])).status
    }

    @Test(arguments: ["localhost", "127.0.0.1"]) func aCertificateOfATrustedAuthorityIsTaken(host: String)
        async throws
    {
        let status = try await status(.none, host: host, trust: .authority(path: authority.certificatePath))
        #expect(status == 201)
    }

    @Test(arguments: [TestAuthority.Flaw.wrongHost, .expired, .selfSigned])
    func aCertificateWithAFlawIsRefused(flaw: TestAuthority.Flaw) async throws {
        let error = await failure {
            try await status(flaw, trust: .authority(path: authority.certificatePath))
        }
        #expect(error?.code == .untrusted)
        #expect(error?.requestMayHaveBeenProcessed == false)
        let reasons = [
            TestAuthority.Flaw.wrongHost: "subject name", .expired: "expired", .selfSigned: "self-signed",
        ]
        #expect(error?.description.contains(reasons[flaw] ?? "?") == true, "\(error?.description ?? "")")
    }

    @Test func anUnknownAuthorityIsRefused() async {
        #expect(await failure { try await status(.none, trust: .system) }?.code == .untrusted)
    }

    @Test(arguments: TestAuthority.Flaw.allCases) func thePinnedKeyIsTheProof(flaw: TestAuthority.Flaw) async throws {
        let key = try PinnedKey(hexadecimal: authority.pin(flaw))
        #expect(try await status(flaw, trust: .pinned(key)) == 201)
        let other = try PinnedKey(hexadecimal: authority.pin(flaw == .none ? .expired : .none))
        let error = await failure { try await status(flaw, trust: .pinned(other)) }
        #expect(error?.code == .untrusted)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test(arguments: ["", "00", String(repeating: "g", count: 64), String(repeating: "0", count: 66)])
    func aPinThatIsNoneIsRefused(text: String) {
        #expect(throws: TransportError(.invalidRequest, "")) { try PinnedKey(hexadecimal: text) }
    }

    @Test func aServerWithoutTLSIsNotTrusted() async throws {
        let server = try NginxServer()
        let client = try client(server.port, scheme: "https")
        let request = HTTPRequest(.get, try address(server.port, scheme: "https"))
        #expect(await failure { try await client.send(request) }?.code == .untrusted)
    }

    @Test func oneConnectionCarriesManyRequestsAtATime() async throws {
        let server = try ApacheServer(tls: (authority, .none))
        let client = try client(server.port, scheme: "https") {
            $0.trust = .authority(path: authority.certificatePath)
        }
        let port = server.port
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<500 {
                if number >= 64, let status = try await group.next() { #expect(status == 201) }
                group.addTask {
                    let put = HTTPRequest(.put, try address(port, "/open/\(number)", scheme: "https"))
                    return try await client.send(put, body: .bytes(Array("body \(number)".utf8))).status
                }
            }
            for try await status in group { #expect(status == 201) }
        }
        let size: UInt64 = 5_000_000
        let put = HTTPRequest(.put, try address(port, "/open/big", scheme: "https"))
        let answer = try await client.send(put, body: .stream(GeneratedBody(size: size), length: size))
        #expect(answer.status == 201)
        #expect(server.content(of: "open/big").count == Int(size))
        #expect(client.traffic.connections == 1)
        #expect(server.accessLog.allSatisfy { $0.contains("HTTP/2") })
    }

    /// An HTTP/2 server that has had enough requests on a connection drops those that are under way.
    @Test func aConnectionThatEndsUnderWayLosesNothing() async throws {
        let server = try NginxServer(tls: (authority, .none), requestsPerConnection: 100)
        let client = try client(server.port, scheme: "https") {
            $0.trust = .authority(path: authority.certificatePath)
        }
        let patient = PatientClient(
            client, gate: RequestGate(AdaptiveLimit(maximum: 32, initial: 32)), timing: FakeClock().timing)
        let port = server.port
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<1000 {
                if number >= 64, let status = try await group.next() { #expect([201, 204].contains(status)) }
                group.addTask {
                    let put = HTTPRequest(.put, try address(port, "/\(number)", scheme: "https"))
                    let answer = try await patient.send(put, body: .bytes(Array("body \(number)".utf8)))
                    // The second time is no creation: then it says so.
                    #expect(answer.status == 201 || answer.earlierTryMayHaveBeenProcessed)
                    return answer.status
                }
            }
            for try await status in group { #expect([201, 204].contains(status)) }
        }
        #expect(client.traffic.connections > 5)
    }
}
