import Hosting
import Items
import TestKit
import Testing
import Transport

@testable import WebDAVHost

/// Many small files at the same time.
@Suite(.serialized) struct FileBatchTests {
    static let servers = FileServer.allCases

    private struct Rig {
        let proxy: FaultProxy
        let session: HostSession
        let store: any BatchStore
        let direct: any Store

        init(_ server: FileServer) async throws {
            (proxy, session, store, direct) = try await proxied(server)
            for folder in ["a", "a/b"] {
                try await store.makeCollection(folder, as: ItemCollection(.folder, name: folder))
            }
            // The server is tried at the first change.
            _ = try await store.create(resource("a/first"), body: BytesBody([1]))
            proxy.reset()
        }

        func resource(_ path: String) -> NewResource {
            let names = path.split(separator: "/").map(String.init)
            return NewResource(
                href: Href(collection: names.dropLast().joined(separator: "/"), name: names.last ?? ""))
        }

        func batch(_ paths: [String]) -> [BatchItem] {
            paths.map { BatchItem(resource($0), body: BytesBody(Array("text of \($0)".utf8))) }
        }

        func content(_ path: String) async throws -> [UInt8] {
            try await direct.get(resource(path).href).readAll(limit: 1 << 20)
        }
    }

    private static let paths = (0..<40).map { $0 % 2 == 0 ? "a/file \($0).txt" : "a/b/\($0).txt" }

    @Test(arguments: servers)
    func everyFileOfABatchIsStoredAsCreateStoresIt(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let results = try await rig.store.create(rig.batch(Self.paths))
        #expect(results.count == Self.paths.count)
        let listed = try await rig.direct.list("a") + rig.direct.list("a/b")
        for (path, result) in zip(Self.paths, results) {
            let arrival = try result.get()
            #expect(arrival.resource.href == rig.resource(path).href)
            let content = try await rig.content(path)
            #expect(content == Array("text of \(path)".utf8))
            let state = listed.first { $0.href == arrival.resource.href }
            #expect(state?.byteCount == arrival.resource.byteCount)
        }
        await rig.session.close()
        let left = try await rig.direct.list("degoogle-tmp")
        #expect(left.isEmpty)
    }

    @Test(arguments: [true, false])
    func aBatchIsLookedAtTogetherWhereThatIsQuick(_ isQuick: Bool) async throws {
        let proxy = try FaultProxy(upstream: FileServer.apache.port())
        let path = try await RemoteAddress(FileServer.apache.url()).path
        let address = try RemoteAddress("http://127.0.0.1:\(proxy.port)\(path)")
        let client = try WebDAVDriver.client(address, .anonymous, ClientOptions(), .hurried)
        let habits = ServerHabits(
            putsSafely: true, movesSafely: true, movesHardNames: true, movesFolders: true,
            moveKeepsETag: true, listsETags: true, headTellsState: true, listsDotNames: true, listsQuickly: isQuick,
            hashesPuts: false)
        let store = WebDAVFileStore(
            FileTree(client: client, root: address), Capabilities(concurrentChanges: 8), access: .writing,
            timing: .hurried, known: habits)
        try await store.makeCollection("a", as: ItemCollection(.folder, name: "a"))
        proxy.reset()
        let batch = (0..<20).map {
            BatchItem(NewResource(href: Href(collection: "a", name: "\($0)")), body: BytesBody([7]))
        }
        for result in try await store.create(batch) { _ = try result.get() }
        #expect(proxy.count("PUT") == 20)
        #expect(proxy.count("PROPFIND") == (isQuick ? 1 : 0))
        #expect(proxy.count("HEAD") == (isQuick ? 0 : 20))
    }

    @Test(arguments: servers)
    func aTakenPlaceIsRefusedAndTheOthersAreStored(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        _ = try await rig.direct.create(rig.resource("a/b/7.txt"), body: BytesBody([7]))
        let results = try await rig.store.create(rig.batch(Self.paths))
        for (path, result) in zip(Self.paths, results) {
            switch result {
            case .success: #expect(path != "a/b/7.txt")
            case .failure(let error):
                #expect(path == "a/b/7.txt")
                #expect(error.code == .alreadyExists)
            }
        }
        let content = try await rig.content("a/b/7.txt")
        #expect(content == [7])
    }

    @Test(arguments: servers)
    func aNameThatComesTwiceIsOneFile(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let results = try await rig.store.create(rig.batch(["a/x", "a/1", "a/2", "a/3", "a/4", "a/x"]))
        for result in results.dropLast() { _ = try result.get() }
        guard case .failure(let error)? = results.last else {
            Issue.record("a name was given twice")
            return
        }
        #expect(error.code == .alreadyExists)
    }

    @Test(arguments: servers)
    func aHostThatRefusesInTheMiddleTellsWhatItHas(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        rig.proxy.reset(rules: [FaultRule("PUT", .nth(20), .status(507))])
        let results = try await rig.store.create(rig.batch(Self.paths))
        let refused = results.filter { if case .failure(let error) = $0 { error.code == .noRoom } else { false } }
        #expect(refused.count == 1)
        #expect(results.count { if case .success = $0 { true } else { false } } == Self.paths.count - 1)
    }

    @Test(arguments: servers, ["PROPFIND", "PUT"])
    func aLostAnswerSpoilsNothing(_ server: FileServer, _ method: String) async throws {
        let rig = try await Rig(server)
        rig.proxy.reset(rules: [FaultRule(method, .first(2), .dropAfter)])
        for result in try await rig.store.create(rig.batch(Self.paths)) { _ = try result.get() }
        for path in Self.paths {
            let content = try await rig.content(path)
            #expect(content == Array("text of \(path)".utf8))
        }
    }

    @Test(arguments: servers)
    func contentThatFailsIsNotStoredAndTheOthersAre(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        var batch = rig.batch(["a/one", "a/three"])
        batch.insert(BatchItem(rig.resource("a/two"), body: FailingBody()), at: 1)
        let results = try await rig.store.create(batch)
        guard case .failure(let error) = results[1] else {
            Issue.record("the second file was stored")
            return
        }
        #expect(error.code == .source)
        _ = try results[0].get()
        _ = try results[2].get()
        let names = try await rig.direct.list("a").map(\.href.name)
        #expect(!names.contains("two"))
    }
}

private struct FailingBody: ContentBody {
    let byteCount: UInt64? = 5

    func open() throws(ContentError) -> any ContentReader { throw ContentError("the archive is damaged here") }
}
