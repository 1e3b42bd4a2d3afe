import Hosting
import Items
import TestKit
import Testing
import Transport

@testable import WebDAVHost

/// What a store makes of a bad line and a bad server.
@Suite(.serialized) struct FileFaultTests {
    static let servers = FileServer.allCases

    /// A store behind a proxy, with its server's habits found out and a folder made before anything goes wrong.
    private struct Rig {
        let proxy: FaultProxy
        let session: HostSession
        let store: any BatchStore
        let folder: String
        /// The same place without the proxy.
        let direct: any Store

        init(_ server: FileServer) async throws {
            (proxy, session, store, direct) = try await proxied(server)
            folder = "fault-\(UInt64.random(in: 0...UInt64.max))"
            try await store.makeCollection(folder, as: ItemCollection(.folder, name: folder))
            try await create("first")
        }

        func resource(_ name: String) -> NewResource {
            NewResource(href: Href(collection: folder, name: name), modified: 1_500_000_000)
        }

        @discardableResult
        func create(_ name: String, _ bytes: [UInt8]? = nil) async throws -> Arrival {
            try await store.create(resource(name), body: BytesBody(bytes ?? Array("text of \(name)".utf8)))
        }

        func content(_ name: String) async throws -> [UInt8] {
            try await direct.get(Href(collection: folder, name: name)).readAll(limit: 1 << 24)
        }

        /// Ends the session without faults and checks that nothing of it is left.
        func close(_ names: [String]) async throws {
            proxy.reset()
            await session.close()
            let left = try await direct.list("degoogle-tmp").map(\.href.name)
            #expect(left == [])
            let listed = try await direct.list(folder).map(\.href.name)
            #expect(Set(listed) == Set(names + ["first"]) && listed.count == names.count + 1)
        }
    }

    // MARK: Lost answers

    @Test(arguments: servers, ["PUT", "MOVE", "HEAD", "PROPFIND"])
    func aLostAnswerLeavesOneCopy(_ server: FileServer, _ method: String) async throws {
        let rig = try await Rig(server)
        let names = (0..<12).map { "file \($0).txt" }
        rig.proxy.reset(rules: [FaultRule(method, .every(3), .dropAfter)])
        for name in names { try await rig.create(name) }
        for name in names {
            let content = try await rig.content(name)
            #expect(content == Array("text of \(name)".utf8))
        }
        try await rig.close(names)
    }

    @Test(arguments: servers)
    func aLostAnswerToAnUpdateIsSettled(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let old = try await rig.create("file", Array("old".utf8))
        rig.proxy.reset(rules: [FaultRule("PUT", .nth(1), .dropAfter), FaultRule("MOVE", .nth(1), .dropAfter)])
        let new = try await rig.store.update(
            rig.resource("file"), body: BytesBody(Array("new content".utf8)), ifMatch: old.resource.etag)
        let listed = try await rig.direct.list(rig.folder).first { $0.href.name == "file" }
        #expect(listed == new.resource)
        let content = try await rig.content("file")
        #expect(content == Array("new content".utf8))
        try await rig.close(["file"])
    }

    @Test(arguments: servers)
    func aLostAnswerToAFolderIsNoFailure(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        rig.proxy.reset(rules: [FaultRule("MKCOL", .every(2), .dropAfter)])
        let path = rig.folder + "/a/b/c/d"
        try await rig.store.makeCollection(path, as: ItemCollection(.folder, name: path))
        let resource = NewResource(href: Href(collection: path, name: "deep"))
        _ = try await rig.store.create(resource, body: BytesBody([1]))
        try await rig.close([])
    }

    @Test(arguments: servers)
    func aLostAnswerAboutSomebodyElsesFileIsNoSuccess(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        try await rig.create("file", Array("theirs, of the same size".utf8))
        for method in ["PUT", "MOVE"] {
            rig.proxy.reset(rules: [FaultRule(method, .nth(1), .dropAfter)])
            await #expect(throws: StoreError(.alreadyExists, "")) {
                try await rig.create("file", Array("ours!!, of the same size".utf8))
            }
        }
        let content = try await rig.content("file")
        #expect(content == Array("theirs, of the same size".utf8))
        try await rig.close(["file"])
    }

    // MARK: Broken uploads

    @Test(arguments: servers)
    func anUploadThatBreaksOffIsDoneAgain(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let bytes = [UInt8](repeating: 7, count: 300_000)
        rig.proxy.reset(rules: [FaultRule("PUT", .first(2), .dropMid(bytes: 100_000))])
        try await rig.create("large", bytes)
        let content = try await rig.content("large")
        #expect(content == bytes)
        try await rig.close(["large"])
    }

    @Test(arguments: servers)
    func anUploadThatAlwaysBreaksOffLeavesWhatWasThere(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let old = try await rig.create("file")
        rig.proxy.reset(rules: [FaultRule("PUT", .always, .dropMid(bytes: 100_000))])
        let bytes = [UInt8](repeating: 7, count: 300_000)
        await #expect(throws: StoreError(.unavailable, "")) { try await rig.create("new", bytes) }
        await #expect(throws: StoreError(.unavailable, "")) {
            try await rig.store.update(rig.resource("file"), body: BytesBody(bytes), ifMatch: old.resource.etag)
        }
        let content = try await rig.content("file")
        #expect(content == Array("text of file".utf8))
        try await rig.close(["file"])
    }

    // MARK: Refusals

    @Test(
        arguments: servers,
        [
            (507, StoreError.Code.noRoom), (413, .refused), (403, .notPermitted), (409, .refused), (423, .refused),
            (415, .refused), (404, .notFound), (401, .notPermitted), (503, .unavailable), (429, .unavailable),
        ])
    func refusalsAreOfTheRightClass(_ server: FileServer, _ refusal: (Int, StoreError.Code)) async throws {
        let rig = try await Rig(server)
        rig.proxy.reset(rules: [FaultRule("PUT", .always, .status(refusal.0))])
        await #expect(throws: StoreError(refusal.1, "")) { try await rig.create("file") }
        if refusal.0 == 401 || refusal.0 == 403 { #expect(rig.proxy.count("PUT") == 1) }
        try await rig.close([])
    }

    @Test(arguments: servers, ["0", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"])
    func aBusyHostIsAskedAgain(_ server: FileServer, _ retryAfter: String) async throws {
        let rig = try await Rig(server)
        rig.proxy.reset(rules: [
            FaultRule("PUT", .nth(1), .status(429, retryAfter: retryAfter)),
            FaultRule("PUT", .nth(2), .status(503, retryAfter: retryAfter)),
            FaultRule("MOVE", .first(2), .status(423)), FaultRule("HEAD", .first(2), .status(500)),
        ])
        try await rig.create("file")
        try await rig.close(["file"])
    }

    @Test(arguments: FileServer.allCases)
    func aWrongPasswordIsTriedOnce(_ server: FileServer) async throws {
        let proxy = try FaultProxy(upstream: server.port(), rules: [FaultRule(nil, .always, .status(401))])
        await #expect(throws: StoreError(.notPermitted, "")) {
            try await session("http://127.0.0.1:\(proxy.port)/", timing: .hurried)
        }
        #expect(proxy.requests.count == 1)
    }

    // MARK: Answers that are not true

    @Test(arguments: servers, ["PUT", "MOVE"])
    func aCaptivePortalStoresNothing(_ server: FileServer, _ method: String) async throws {
        let rig = try await Rig(server)
        rig.proxy.reset(rules: [FaultRule(method, .always, .captivePortal)])
        if method == "MOVE", server == .apache {
            try await rig.create("file")
            return try await rig.close(["file"])
        }
        await #expect(throws: StoreError.self) { try await rig.create("file") }
        try await rig.close([])
    }

    @Test(
        arguments: servers,
        [
            FaultRule.Action.captivePortal, .truncate, .lyingLength, .garbage, .status(200),
            .redirect(to: "http://127.0.0.2/"),
        ])
    func aBadAnswerToALookIsNoProof(_ server: FileServer, _ action: FaultRule.Action) async throws {
        let rig = try await Rig(server)
        rig.proxy.reset(rules: [FaultRule("HEAD", .always, action), FaultRule("PROPFIND", .always, action)])
        await #expect(throws: StoreError.self) { try await rig.create("file") }
        await #expect(throws: StoreError.self) { try await rig.store.list(rig.folder) }
    }

    @Test(arguments: servers)
    func aSampleThatComesBackOtherwiseIsRefused(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let sampled = try #require(
            (0..<10_000).map { "sample \($0)" }.first { Fingerprint(of: rig.folder + "/" + $0).prefix % 64 == 0 })
        rig.proxy.reset(rules: [FaultRule("GET", .always, .corrupt)])
        await #expect(throws: StoreError(.refused, "")) { try await rig.create(sampled) }
        rig.proxy.reset()
        if server == .apache {
            // It does not tell what it has stored, which may be somebody else's by now.
            await #expect(throws: StoreError(.alreadyExists, "")) { try await rig.create(sampled) }
        } else {
            let evidence = try await rig.create(sampled).record.evidence
            #expect(evidence == .content)
        }
        try await rig.close([sampled])
    }

    @Test(arguments: servers)
    func contentThatIsReadIsWholeOrAnError(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        try await rig.create("file", bytes)
        for action in [FaultRule.Action.captivePortal, .truncate, .lyingLength, .garbage] {
            rig.proxy.reset(rules: [FaultRule("GET", .always, action)])
            let body = try await rig.store.get(Href(collection: rig.folder, name: "file"))
            #expect(throws: ContentError.self) { try body.readAll(limit: 1 << 20) }
        }
        try await rig.close(["file"])
    }

    // MARK: Requests

    @Test func lookingSendsNoChange() async throws {
        let proxy = try FaultProxy(upstream: FileServer.nginx.port())
        let session = try await session("http://127.0.0.1:\(proxy.port)/", .reading)
        let store = try #require(session.stores[.files])
        _ = try await store.collections()
        _ = try await store.list("")
        await #expect(throws: StoreError(.notPermitted, "")) {
            try await store.create(NewResource(href: Href(collection: "", name: "x")), body: BytesBody([]))
        }
        await session.close()
        #expect(Set(proxy.requests.map(\.method)).isSubset(of: ["GET", "PROPFIND", "OPTIONS"]))
    }

    @Test func openingForWritingWithNothingToDoSendsNoChange() async throws {
        let proxy = try FaultProxy(upstream: FileServer.nginx.port())
        let session = try await session("http://127.0.0.1:\(proxy.port)/")
        _ = try await #require(session.stores[.files]).list("")
        await session.close()
        #expect(Set(proxy.requests.map(\.method)).isSubset(of: ["GET", "PROPFIND", "OPTIONS"]))
    }

    @Test(arguments: [(FileServer.apache, 2), (.nginx, 3), (.rclone, 3), (.wsgiDAV, 3)])
    func aSmallFileCostsFewRequests(_ server: FileServer, _ most: Int) async throws {
        let rig = try await Rig(server)
        rig.proxy.reset()
        for number in 0..<5 {
            try await rig.create("file \(number)")
        }
        // A file in so many is read back, and nginx is watched until it is known that moving keeps the time.
        #expect(rig.proxy.requests.count { $0.method != "GET" && $0.method != "PROPFIND" } <= 5 * most)
    }

    @Test(arguments: FileServer.allCases)
    func whatAKilledRunLeftIsClearedAway(_ server: FileServer) async throws {
        let url = try await server.url()
        let client = try HTTPClientForTests(url + "degoogle-tmp/")
        try await client.send("MKCOL", "")
        try await client.send("PUT", "new-0123456789abcdef")
        try await client.send("PUT", "somebody's own")
        let second = try await session(url)
        let left = try await #require(second.stores[.files]).list("degoogle-tmp").map(\.href.name)
        #expect(left == ["somebody's own"])
        try await client.send("DELETE", "somebody's own")
        await second.close()
        let top = try await #require(second.stores[.files]).list("degoogle-tmp")
        #expect(top == [])
    }
}

/// Sends single requests.
private struct HTTPClientForTests {
    let base: RemoteAddress
    let client: HTTPClient

    init(_ url: String) throws {
        base = try RemoteAddress(url)
        client = try HTTPClient(base.origin)
    }

    func send(_ method: String, _ name: String) async throws {
        let address = name.isEmpty ? base : try base.appending([name])
        _ = try await client.send(
            HTTPRequest(HTTPMethod(method), address), body: method == "PUT" ? .bytes([1]) : .none)
    }
}
