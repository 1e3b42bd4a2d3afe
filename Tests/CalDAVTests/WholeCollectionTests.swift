import Hosting
import Items
import TestKit
import Testing

@testable import WebDAVHost

@Suite(.serialized) struct WholeCollectionTests {
    private func batch(_ objects: Objects, _ count: Int) -> [BatchItem] {
        (0..<count).map { BatchItem(NewResource(href: objects.href($0)), body: BytesBody(objects.bytes($0))) }
    }

    @Test(arguments: DAVServer.quick, [StoreService.calendars, .contacts])
    func aBatchArrives(_ server: DAVServer, _ service: StoreService) async throws {
        let proxy = try FaultProxy(upstream: server.port())
        defer { proxy.stop() }
        let store = try await server.store(service, port: proxy.port)
        let objects = Objects(service)
        try await store.makeCollection(objects.collection, as: objects.description)
        let results = try await store.create(batch(objects, 40))
        #expect(results.count == 40)
        for (number, result) in results.enumerated() { #expect(try result.get().resource.href == objects.href(number)) }
        #expect(try await store.list(objects.collection).count == 40)
        #expect(proxy.count("PUT") == (server == .radicale ? 1 : 40))
        let found = try await store.collections().first { $0.path == objects.collection }
        #expect(found?.displayName == objects.description.name)
    }

    @Test func whatIsInACollectionStays() async throws {
        let proxy = try FaultProxy(upstream: DAVServer.radicale.port())
        defer { proxy.stop() }
        let store = try await DAVServer.radicale.store(.calendars, port: proxy.port)
        let objects = Objects(.calendars)
        try await store.makeCollection(objects.collection, as: objects.description)
        // Another program puts something into the new collection.
        let other = try await DAVServer.radicale.store(.calendars)
        _ = try await other.create(NewResource(href: objects.href(99)), body: BytesBody(objects.bytes(99)))
        let results = try await store.create(batch(objects, 20))
        #expect(results.allSatisfy { if case .success = $0 { true } else { false } })
        #expect(try await store.list(objects.collection).count == 21)
    }

    @Test(arguments: [(FaultRule.Action.dropAfter, 1), (.dropBefore, 2)])
    func aBatchWhoseAnswerIsLostArrivesOnce(_ fault: FaultRule.Action, _ puts: Int) async throws {
        let proxy = try FaultProxy(upstream: DAVServer.radicale.port(), rules: [FaultRule("PUT", .nth(1), fault)])
        defer { proxy.stop() }
        let store = try await DAVServer.radicale.store(.calendars, port: proxy.port)
        let objects = Objects(.calendars)
        try await store.makeCollection(objects.collection, as: objects.description)
        let results = try await store.create(batch(objects, 20))
        #expect(results.allSatisfy { if case .success = $0 { true } else { false } })
        #expect(proxy.count("PUT") == puts)
        #expect(try await store.list(objects.collection).count == 20)
    }

    @Test func oneBadResourceHarmsNoOther() async throws {
        let store = try await DAVServer.radicale.store(.calendars)
        let objects = Objects(.calendars)
        try await store.makeCollection(objects.collection, as: objects.description)
        var items = batch(objects, 20)
        items[7] = BatchItem(
            NewResource(href: objects.href(7)), body: BytesBody(objects.bytes(7, "RRULE:FREQ=SOMETIMES")))
        let results = try await store.create(items)
        let failed = results.indices.filter { if case .failure = results[$0] { true } else { false } }
        #expect(failed == [7])
        #expect(try await store.list(objects.collection).count == 19)
    }
}
