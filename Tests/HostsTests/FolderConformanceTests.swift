import FolderHost
import Hosting
import TestKit
import Testing

@Suite struct FolderConformanceTests {
    @Test(arguments: StoreConformance(of: .files).rules)
    func fileStoreKeepsRule(_ rule: StoreRule) async throws {
        try await check(rule, .files, "")
    }

    @Test(arguments: StoreConformance(of: .files).rules)
    func scratchStoreKeepsRule(_ rule: StoreRule) async throws {
        try await check(rule, .files, "?durable=no")
    }

    @Test(arguments: StoreConformance(of: .calendars, reader: calendarReader, refusedNames: [.leadingDot]).rules)
    func calendarStoreKeepsRule(_ rule: StoreRule) async throws {
        try await check(rule, .calendars, "")
    }

    @Test(arguments: StoreConformance(of: .contacts, reader: cardReader, refusedNames: [.leadingDot]).rules)
    func contactStoreKeepsRule(_ rule: StoreRule) async throws {
        try await check(rule, .contacts, "")
    }

    @Test(arguments: StoreConformance(of: .notes).rules)
    func noteStoreKeepsRule(_ rule: StoreRule) async throws {
        try await check(rule, .notes, "")
    }

    private func check(_ rule: StoreRule, _ service: StoreService, _ options: String) async throws {
        let folder = try ScratchFolder()
        let session = try await folder.session(.writing, options)
        try await rule.check { try #require(session.stores[service]) }
        #expect(folder.names(".degoogle-tmp") == [])
        await session.close()
        #expect(!folder.exists(".degoogle-tmp"))
    }
}
