import Glibc
import Hosting
import Items
import TestKit
import Testing
import Transport
import WebDAVHost

/// Tests against a real Nextcloud, when the environment names one.
@Suite(.serialized, .enabled(if: getenv("DEGOOGLE_NEXTCLOUD_URL") != nil)) struct NextcloudServerTests {
    private func session() async throws -> HostSession {
        func variable(_ name: String) throws -> String {
            String(cString: try #require(getenv("DEGOOGLE_NEXTCLOUD_" + name), "\(name) is missing"))
        }
        let credential = Credential.basic(user: try variable("USER"), password: Secret(try variable("PASSWORD")))
        let driver = WebDAVDriver { _ in credential }
        return try await driver.open(HostProfile(name: "nextcloud", url: try variable("URL")), for: .writing)
    }

    @Test(arguments: StoreConformance(of: .files, refusedNames: [.controls, .backslash, .decomposed]).rules)
    func nextcloudStoreKeepsRule(_ rule: StoreRule) async throws {
        let session = try await session()
        try await rule.check { try #require(session.stores[.files]) }
        await session.close()
    }

    @Test(arguments: [Int64(86_400), 86_401])
    func aTimeThatIsTooEarlyIsLeftOut(_ modified: Int64) async throws {
        let session = try await session()
        let store = try #require(session.stores[.files])
        let folder = "early-\(UInt64.random(in: 0...UInt64.max))"
        try await store.makeCollection(folder, as: ItemCollection(.folder, name: folder))
        let resource = NewResource(href: Href(collection: folder, name: "a"), modified: modified)
        let arrival = try await store.create(resource, body: BytesBody([1]))
        #expect(arrival.record.alterations == (modified > 86_400 ? [] : [Alteration.modificationTime]))
        #expect(try await store.list(folder) == [arrival.resource])
        await session.close()
    }

    @Test func aBatchIsStoredAndOverwritesNothing() async throws {
        let session = try await session()
        let store = try #require(session.stores[.files] as? any BatchStore)
        try #require(store.batchLimits != nil)
        let folder = "batch-\(UInt64.random(in: 0...UInt64.max))"
        try await store.makeCollection(folder, as: ItemCollection(.folder, name: folder))
        func item(_ name: String, _ text: String) -> BatchItem {
            let resource = NewResource(href: Href(collection: folder, name: name), modified: 1_500_000_000)
            return BatchItem(resource, body: BytesBody(Array(text.utf8)))
        }
        _ = try await store.create(item("taken", "old").resource, body: BytesBody(Array("old".utf8)))
        let names = (0..<20).map { "file \($0) \u{E9}.txt" } + ["taken", "trailing ", "empty"]
        let again = try await self.session()
        let other = try #require(again.stores[.files] as? any BatchStore)
        let results = try await other.create(names.map { item($0, $0 == "empty" ? "" : "text of \($0)") })
        let listed = try await other.list(folder)
        for (name, result) in zip(names, results) {
            if name == "taken" {
                #expect(throws: StoreError(.alreadyExists, "")) { try result.get() }
                let content = try await other.get(Href(collection: folder, name: name)).readAll(limit: 100)
                #expect(content == Array("old".utf8))
            } else {
                #expect(listed.contains(try result.get().resource), "\(name)")
            }
        }
        await session.close()
        await again.close()
    }
}
