import Hosting
import Synchronization
import TestKit
import Testing
import Transport
import WebDAVHost

/// Login Flow v2 against answers as a Nextcloud 32 gives them.
@Suite struct NextcloudLoginTests {
    /// The token of the poll, which nobody else may see.
    private static let token =
        "mQUYQdffOSAMJYtm8pVpkOsVqXt5hglnuSpO5EMbgJMNEPFGaiDe8OUjvrJ2WcYcBSLgqynu9jaPFvZHMl83ybMvp6aDIDARjTFIBpRWod6p32fL9LIpIStvc6k8Wrs1"
    private static let password = "yKTVA4zgxjfivy52WqD8kW3M2pKGQr6srmUXMipRdunxjPFripJn0GMfmtNOqOolYSuJ6sCN"

    /// - Parameter page: what the server says about the place of its login page.
    private func server(page: String? = nil, pollsInVain: Int = 0) throws -> CannedServer {
        let port = Mutex<UInt16>(0)
        let polls = Mutex(0)
        let server = try CannedServer { request in
            let base = "http://127.0.0.1:\(port.withLock { $0 })"
            switch (request.method, request.target) {
            case ("POST", "/index.php/login/v2"):
                let body = """
                    {"poll":{"token":"\(Self.token)","endpoint":"\(base)/login/v2/poll"},
                    "login":"\(page ?? base)/login/v2/flow/guyjGtcKPTKCi4epIRIupIexgJ8wNInMFSfHabACRPZUkmEaWZSM54bFkFuzWksbps7jmTFQjeskLpyJXyhpHlgK8sZBn9HXLXjohIx5iXgJKdOkkZTYCzUWHlsg3YFg"}
                    """
                return .init(200, body: Array(body.utf8))
            case ("POST", "/login/v2/poll"):
                let count = polls.withLock { count in
                    count += 1
                    return count
                }
                guard count > pollsInVain else { return .init(404, body: Array("[]".utf8)) }
                let body = #"{"server":"\#(base)","loginName":"zoe@example.org","appPassword":"\#(Self.password)"}"#
                return .init(200, body: Array(body.utf8))
            case ("DELETE", "/ocs/v2.php/core/apppassword"):
                guard request.header("ocs-apirequest") == "true", request.header("authorization") != nil else {
                    return .init(401)
                }
                return .init(200, body: Array(#"{"ocs":{"meta":{"status":"ok"},"data":[]}}"#.utf8))
            default: return .init(404)
            }
        }
        port.withLock { $0 = server.port }
        return server
    }

    @Test func theGrantComesWhenThePersonIsDone() async throws {
        let server = try server(pollsInVain: 2)
        defer { server.stop() }
        let login = try NextcloudLogin("http://127.0.0.1:\(server.port)/index.php/apps/files/")
        let pending = try await login.begin()
        #expect(pending.page.hasPrefix("http://127.0.0.1:\(server.port)/login/v2/flow/"))
        #expect(!pending.page.contains(Self.token) && !"\(pending)".contains(Self.token))
        #expect(try await login.poll(pending) == nil)
        #expect(try await login.poll(pending) == nil)
        let grant = try #require(try await login.poll(pending))
        #expect(grant.user == "zoe@example.org" && grant.password.exposed == Self.password)
        #expect(!"\(grant)".contains(Self.password))
        for request in server.requests { #expect(!request.target.contains(Self.token)) }
    }

    @Test func aLoginPageElsewhereIsRefused() async throws {
        let server = try server(page: "http://127.0.0.1")
        defer { server.stop() }
        let login = try NextcloudLogin("http://127.0.0.1:\(server.port)/")
        await #expect(throws: StoreError(.unavailable, "")) { try await login.begin() }
        #expect(server.requests.count == 1)
    }

    @Test func whatIsNoNextcloudOffersNoLogin() async throws {
        let server = try CannedServer { _ in .init(404) }
        defer { server.stop() }
        let login = try NextcloudLogin("http://127.0.0.1:\(server.port)/")
        await #expect(throws: StoreError(.unavailable, "")) { try await login.begin() }
    }

    @Test func thePasswordIsGivenBack() async throws {
        let server = try server()
        defer { server.stop() }
        let own = Credential.basic(user: "zoe@example.org", password: Secret(Self.password))
        try await NextcloudLogin("http://127.0.0.1:\(server.port)/", credential: own).revoke()
        #expect(server.requests.map(\.method) == ["DELETE"])
        await #expect(throws: StoreError(.notPermitted, "")) {
            try await NextcloudLogin("http://127.0.0.1:\(server.port)/").revoke()
        }
    }
}
