import Hosting
import Items
import TestKit
import Testing

@testable import WebDAVHost

/// What servers make of calendar objects and cards does not hide that they are the same.
@Suite(.serialized) struct ReimportTests {
    private static let sample = Task { try await SampleImport(.demo, for: "reimport") }

    @Test(arguments: DAVServer.quick, [StoreService.calendars, .contacts])
    func aSecondImportFindsEverythingEqual(_ server: DAVServer, _ service: StoreService) async throws {
        let sample = try await Self.sample.value
        let first = try await server.store(service)
        let failures = try await sample.store(service, in: first)
        #expect(failures == [])
        let second = try await server.store(service)
        var differing: [String] = []
        for collection in Set(sample.objects[service]?.map(\.collection) ?? []) {
            let listed = try await second.list(sample.path(of: collection))
            let byUID = Dictionary(listed.map { ($0.uid ?? "", $0) }) { first, _ in first }
            for object in sample.objects[service] ?? [] where object.collection == collection {
                guard byUID[object.uid]?.fingerprint != object.fingerprint else { continue }
                differing.append(object.uid)
            }
        }
        #expect(differing == [])
    }
}
