import Hosting
import TestKit
import Testing

@Suite struct MemoryStoreTests {
    @Test(arguments: StoreConformance(of: .files).rules)
    func fileStoreKeepsRule(_ rule: StoreRule) async throws {
        try await rule.check { MemoryStore(service: .files) }
    }

    @Test(arguments: StoreConformance(of: .notes).rules)
    func noteStoreKeepsRule(_ rule: StoreRule) async throws {
        try await rule.check { MemoryStore(service: .notes) }
    }

    @Test(arguments: StoreConformance(of: .calendars, reader: SampleReader.read).rules)
    func calendarStoreKeepsRule(_ rule: StoreRule) async throws {
        try await rule.check { MemoryStore(service: .calendars, reader: SampleReader.read) }
    }

    @Test(arguments: StoreConformance(of: .contacts, reader: SampleReader.read).rules)
    func contactStoreKeepsRule(_ rule: StoreRule) async throws {
        try await rule.check { MemoryStore(service: .contacts, reader: SampleReader.read) }
    }
}

/// Reads no more than the resources of the conformance suite.
enum SampleReader {
    @Sendable static func read(_ bytes: [UInt8]) -> ResourceSummary? {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        guard let uid = lines.first(where: { $0.hasPrefix("UID:") }) else { return nil }
        return ResourceSummary(uid: String(uid.dropFirst(4)), comparisonBytes: bytes)
    }
}
