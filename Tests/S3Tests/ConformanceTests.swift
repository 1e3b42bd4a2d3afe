import Hosting
import TestKit
import Testing

@Suite(.serialized) struct ConformanceTests {
    @Test(arguments: StoreConformance(of: .files).rules)
    func rcloneStoreKeepsRule(_ rule: StoreRule) async throws {
        let port = try await Service.rclone.port()
        try await rule.check { try await openStore(port, prefix: "conformance") }
    }

    @Test(arguments: StoreConformance(of: .notes).rules)
    func noteStoreKeepsRule(_ rule: StoreRule) async throws {
        let port = try await Service.rclone.port()
        try await rule.check { try #require(try await session(port, prefix: "conformance").stores[.notes]) }
    }

    @Test(arguments: StoreConformance(of: .files, refusedNames: [.backslash]).rules)
    func seaweedStoreKeepsRule(_ rule: StoreRule) async throws {
        let port = try await Service.seaweed.port()
        try await rule.check { try await openStore(port, prefix: "conformance") }
    }
}
