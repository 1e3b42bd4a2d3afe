import Hosting
import TestKit
import Testing

@Suite(.serialized) struct FileConformanceTests {
    @Test(arguments: StoreConformance(of: .files).rules)
    func apacheStoreKeepsRule(_ rule: StoreRule) async throws { try await check(rule, .apache) }

    @Test(arguments: StoreConformance(of: .files, refusedNames: FileServer.nginx.refusedNames).rules)
    func nginxStoreKeepsRule(_ rule: StoreRule) async throws { try await check(rule, .nginx) }

    @Test(arguments: StoreConformance(of: .files, refusedNames: FileServer.wsgiDAV.refusedNames).rules)
    func wsgiDAVStoreKeepsRule(_ rule: StoreRule) async throws { try await check(rule, .wsgiDAV) }

    @Test(arguments: StoreConformance(of: .files).rules)
    func rcloneStoreKeepsRule(_ rule: StoreRule) async throws { try await check(rule, .rclone) }

    private func check(_ rule: StoreRule, _ server: FileServer) async throws {
        let session = try await session(await server.url())
        let store = try #require(session.stores[.files])
        try await rule.check { store }
        await session.close()
        let left = try await store.list("degoogle-tmp").map(\.href.name)
        #expect(left == [])
    }
}
