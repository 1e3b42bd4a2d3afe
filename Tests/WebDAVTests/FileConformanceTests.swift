import Hosting
import Items
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

    @Test(arguments: StoreConformance(of: .notes).rules)
    func noteStoreKeepsRule(_ rule: StoreRule) async throws { try await check(rule, .apache, .notes) }

    @Test func notesLieInAFolderOfTheFiles() async throws {
        let session = try await session(await FileServer.apache.url())
        let (files, notes) = (try #require(session.stores[.files]), try #require(session.stores[.notes]))
        try await notes.makeCollection("Keep", as: ItemCollection(.notes, name: "Keep"))
        let href = Href(collection: "Keep", name: "a.md")
        let stored = try await notes.create(NewResource(href: href), body: BytesBody([1])).resource
        let same = try await files.list("notes/Keep")
        #expect(stored.href == href && same.map(\.etag) == [stored.etag])
        #expect(try await notes.collections().map(\.path) == ["Keep"])
        await session.close()
    }

    private func check(_ rule: StoreRule, _ server: FileServer, _ service: StoreService = .files) async throws {
        let session = try await session(await server.url())
        let store = try #require(session.stores[service])
        try await rule.check { store }
        await session.close()
        let left = try await #require(session.stores[.files]).list("degoogle-tmp").map(\.href.name)
        #expect(left == [])
    }
}
