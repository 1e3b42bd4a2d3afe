import Hosting
import Items
import TestKit
import Testing
import Transport

@testable import S3Host

/// Each against both services, through a proxy that fails by rule.
@Suite struct FaultTests {
    private static let bytes = Array("a small file\n".utf8)

    private func proxied(_ service: Service) async throws -> (proxy: FaultProxy, store: any Store, prefix: String) {
        let proxy = try FaultProxy(upstream: try await service.port())
        let prefix = freshPrefix()
        let store = try await openStore(proxy.port, prefix: prefix)
        // The first file shows whether the service keeps conditions.
        _ = try await store.create(NewResource(href: Href(collection: "a", name: "first")), body: BytesBody([1]))
        return (proxy, store, prefix)
    }

    private func content(_ service: Service, _ prefix: String, _ path: Href) async throws -> [UInt8] {
        try await openStore(try await service.port(), .reading, prefix: prefix).get(path).readAll(limit: 1 << 20)
    }

    @Test(arguments: Service.allCases) func lostAnswerToAPutIsSettled(_ service: Service) async throws {
        let (proxy, store, prefix) = try await proxied(service)
        proxy.reset(rules: [FaultRule("PUT", .first(1), .dropAfter)])
        let href = Href(collection: "a", name: "b")
        let stored = try await store.create(NewResource(href: href), body: BytesBody(Self.bytes)).resource
        #expect(proxy.count("PUT") == 2)
        #expect(try await store.list("a").contains(stored))
        #expect(try await content(service, prefix, href) == Self.bytes)
    }

    @Test(arguments: Service.allCases) func lostAnswerDoesNotHideAnotherFile(_ service: Service) async throws {
        let (proxy, store, prefix) = try await proxied(service)
        let href = Href(collection: "a", name: "b")
        _ = try await openStore(try await service.port(), prefix: prefix).create(
            NewResource(href: href), body: BytesBody([7]))
        proxy.reset(rules: [FaultRule("PUT", .first(1), .dropAfter)])
        let error = await failure { () async throws(StoreError) in
            try await store.create(NewResource(href: href), body: BytesBody(Self.bytes))
        }
        #expect(error?.code == .alreadyExists)
        #expect(try await content(service, prefix, href) == [7])
    }

    @Test(arguments: Service.allCases) func slowDownIsWaitedOut(_ service: Service) async throws {
        let (proxy, store, prefix) = try await proxied(service)
        proxy.reset(rules: [FaultRule("PUT", .every(2), .status(503, retryAfter: "1"))])
        for number in 0..<8 {
            let href = Href(collection: "a", name: "\(number)")
            _ = try await store.create(NewResource(href: href), body: BytesBody(Self.bytes))
        }
        #expect(try await openStore(try await service.port(), prefix: prefix).list("a").count == 9)
    }

    @Test(arguments: Service.allCases) func refusedKeyIsTriedOnce(_ service: Service) async throws {
        let proxy = try FaultProxy(upstream: try await service.port())
        let error = await failure { () async throws(StoreError) in
            try await driver(secret: "wrong").open(HostProfile(name: "x", url: url(proxy.port)), for: .reading)
        }
        #expect(error?.code == .notPermitted)
        #expect(error?.description.contains("canary") == false)
        #expect(proxy.requests.count == 1)
    }

    @Test(arguments: Service.allCases) func missingBucketIsNamed(_ service: Service) async throws {
        let port = try await service.port()
        let error = await failure { () async throws(StoreError) in
            try await driver().open(
                HostProfile(name: "x", url: "s3:http://127.0.0.1:\(port)/missing-bucket"), for: .reading)
        }
        #expect(error?.endsHost == true)
        #expect(error?.description.contains("missing-bucket") == true)
    }

    @Test(arguments: Service.allCases) func truncatedListingIsAnError(_ service: Service) async throws {
        let (proxy, store, _) = try await proxied(service)
        for action in [FaultRule.Action.truncate, .captivePortal, .lyingLength, .garbage] {
            proxy.reset(rules: [FaultRule("GET", .always, action)])
            let error = await failure { () async throws(StoreError) in try await store.list("a") }
            #expect(error?.endsHost == true)
        }
        proxy.reset()
        #expect(try await store.list("a").count == 1)
    }

    @Test(arguments: Service.allCases) func answerOfAPortalIsNoStoredFile(_ service: Service) async throws {
        let (proxy, store, prefix) = try await proxied(service)
        proxy.reset(rules: [FaultRule("PUT", .always, .captivePortal), FaultRule("HEAD", .always, .captivePortal)])
        let error = await failure { () async throws(StoreError) in
            try await store.create(NewResource(href: Href(collection: "a", name: "b")), body: BytesBody(Self.bytes))
        }
        #expect(error != nil)
        #expect(try await openStore(try await service.port(), prefix: prefix).list("a").count == 1)
    }

    @Test(arguments: Service.allCases) func readingStoreWritesNothing(_ service: Service) async throws {
        let proxy = try FaultProxy(upstream: try await service.port())
        let store = try #require(try await session(proxy.port, .reading, prefix: freshPrefix()).stores[.files])
        _ = try await store.list("")
        let error = await failure { () async throws(StoreError) in
            try await store.create(NewResource(href: Href(collection: "", name: "b")), body: BytesBody([1]))
        }
        #expect(error?.code == .notPermitted)
        #expect(proxy.requests.allSatisfy { $0.method == "GET" })
    }
}
