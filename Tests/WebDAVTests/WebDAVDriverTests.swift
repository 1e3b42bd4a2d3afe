import Hosting
import Items
import TestKit
import Testing
import Transport
import WebDAVHost

@Suite struct WebDAVDriverTests {
    private func profile(_ url: String) -> HostProfile { HostProfile(name: "test", url: url, user: ApacheServer.user) }

    @Test(arguments: [
        "http://dav.example.org/", "dav://dav.example.org/", "https://user:secret@dav.example.org/", "https://",
        "https://dav.example.org/?a=b", "https://dav.example.org/a b/", "https://dav.example.org/../", "ftp://x/",
    ])
    func whatCannotBeRightIsRefused(_ url: String) {
        let driver = WebDAVDriver { _ in .anonymous }
        #expect(throws: StoreError(.refused, "")) { try driver.check(profile(url)) }
    }

    @Test(arguments: [
        "https://dav.example.org", "davs://dav.example.org/files", "http://127.0.0.1:8080/", "dav://localhost/x/",
        "HTTPS://dav.example.org/",
    ])
    func whatCanBeRightIsTaken(_ url: String) throws {
        try WebDAVDriver { _ in .anonymous }.check(profile(url))
    }

    @Test func plainHTTPLeavesTheMachineOnlyWhenItMay() throws {
        let driver = WebDAVDriver(options: { _ in
            var options = ClientOptions()
            options.allowsPlainHTTP = true
            return options
        }) { _ in .anonymous }
        try driver.check(profile("http://nas.example.org/"))
    }

    @Test(arguments: ["basic", "digest"])
    func aUserIsLetInByThePassword(_ share: String) async throws {
        let server = try ApacheServer()
        let password = Secret(ApacheServer.password)
        let driver = WebDAVDriver { _ in
            share == "basic"
                ? .basic(user: ApacheServer.user, password: password)
                : .digest(user: ApacheServer.user, password: password)
        }
        let session = try await driver.open(profile("http://127.0.0.1:\(server.port)/\(share)/"), for: .writing)
        let store = try #require(session.stores[.files])
        let bytes = [UInt8](repeating: 3, count: 3_000_000)
        let href = Href(collection: "", name: "file")
        _ = try await store.create(NewResource(href: href), body: BytesBody(bytes))
        #expect(server.content(of: share + "/file") == bytes)
        await session.close()
    }

    @Test func aWrongPasswordIsSaidWithoutIt() async throws {
        let server = try ApacheServer()
        let driver = WebDAVDriver { _ in .basic(user: ApacheServer.user, password: Secret("canary-wrong")) }
        await #expect {
            try await driver.open(profile("http://127.0.0.1:\(server.port)/basic/"), for: .writing)
        } throws: { error in
            (error as? StoreError)?.code == .notPermitted && !"\(error)".contains("canary")
        }
        #expect(server.accessLog(lines: 1).count == 1)
    }

    @Test(arguments: ["nothing/", "open/file"])
    func whatIsNoCollectionIsNoHost(_ path: String) async throws {
        let server = try ApacheServer()
        let base = "http://127.0.0.1:\(server.port)/"
        let session = try await session(base + "open/")
        _ = try await #require(session.stores[.files]).create(
            NewResource(href: Href(collection: "", name: "file")), body: BytesBody([1]))
        await session.close()
        await #expect(throws: StoreError(.unavailable, "")) { try await WebDAVTests.session(base + path) }
    }
}
