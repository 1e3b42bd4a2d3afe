import Hosting
import Items
import TestKit
import Testing
import Transport

@testable import WebDAVHost

/// The first files of a folder come there with it, at servers where files are moved to their places.
@Suite(.serialized) struct FolderStagingTests {
    static let servers: [FileServer] = [.nginx, .wsgiDAV, .rclone]

    private struct Rig {
        let proxy: FaultProxy
        let session: HostSession
        let store: any BatchStore
        let direct: any Store

        /// The folder `a/new` is to be made, as far as the store is told.
        init(_ server: FileServer) async throws {
            (proxy, session, store, direct) = try await proxied(server)
            let before = try await store.list("a/new")
            #expect(before.isEmpty)
            try await store.makeCollection("a/new", as: ItemCollection(.folder, name: "a/new"))
            proxy.reset()
        }

        static let names = (0..<20).map { "file \($0).txt" }

        func batch(_ names: [String] = Self.names) -> [BatchItem] {
            names.map {
                BatchItem(
                    NewResource(href: Href(collection: "a/new", name: $0)), body: BytesBody(Array("text of \($0)".utf8))
                )
            }
        }

        /// Checks that the folder holds these files and nothing else, and that nothing is left over.
        func expect(_ names: [String] = Self.names, at location: SourceLocation = #_sourceLocation) async throws {
            let found = try await direct.list("a/new").map(\.href.name)
            #expect(Set(found) == Set(names), sourceLocation: location)
            #expect(found.count == names.count, sourceLocation: location)
            for name in names {
                let content = try await direct.get(Href(collection: "a/new", name: name)).readAll(limit: 100)
                #expect(content == Array("text of \(name)".utf8), sourceLocation: location)
            }
            await session.close()
            let top = try await direct.collections().map(\.path)
            #expect(top == ["a"], sourceLocation: location)
            let left = try await direct.list("degoogle-tmp")
            #expect(left.isEmpty, sourceLocation: location)
        }
    }

    @Test(arguments: servers)
    func aNewFolderIsMovedOnceWithAllThatIsInIt(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let results = try await rig.store.create(rig.batch())
        let listed = try await rig.direct.list("a/new")
        for (name, result) in zip(Rig.names, results) {
            let arrival = try result.get()
            #expect(arrival.resource == listed.first { $0.href.name == name })
        }
        #expect(rig.proxy.count("MOVE") == 1)
        #expect(rig.proxy.count("PUT") == Rig.names.count)
        try await rig.expect()
    }

    @Test(arguments: servers)
    func theNextFilesGoThereOneByOne(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let names = ["a", "b", "c", "d", "e"].map { "more \($0).txt" }
        async let first = rig.store.create(rig.batch())
        async let second = rig.store.create(rig.batch(names))
        for result in try await first + second { _ = try result.get() }
        try await rig.expect(Rig.names + names)
    }

    @Test(arguments: servers)
    func oneFileMakesTheFolder(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let item = try #require(rig.batch(["one"]).first)
        _ = try await rig.store.create(item.resource, body: item.body)
        try await rig.expect(["one"])
    }

    @Test(arguments: servers)
    func aFolderThatHasComeToBeKeepsWhatIsInIt(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        try await rig.direct.makeCollection("a/new", as: ItemCollection(.folder, name: "a/new"))
        let theirs = try #require(rig.batch([Rig.names[3]]).first)
        _ = try await rig.direct.create(theirs.resource, body: BytesBody([7]))
        let results = try await rig.store.create(rig.batch())
        for (name, result) in zip(Rig.names, results) {
            switch result {
            case .success: #expect(name != Rig.names[3])
            case .failure(let error):
                #expect(name == Rig.names[3])
                #expect(error.code == .alreadyExists)
            }
        }
        let kept = try await rig.direct.get(theirs.resource.href).readAll(limit: 100)
        #expect(kept == [7])
        let found = try await rig.direct.list("a/new").map(\.href.name)
        #expect(Set(found) == Set(Rig.names))
    }

    @Test(
        arguments: servers,
        [
            FaultRule("MOVE", .first(1), .dropAfter), FaultRule("MOVE", .first(1), .dropBefore),
            FaultRule("MOVE", .first(1), .status(504)), FaultRule("MOVE", .first(1), .status(409)),
            FaultRule("PUT", .first(3), .dropAfter), FaultRule("PUT", .nth(2), .status(409)),
            FaultRule("MKCOL", .first(1), .status(409)), FaultRule("PROPFIND", .first(2), .dropAfter),
            FaultRule("PROPFIND", .first(1), .truncate),
        ])
    func aFaultOnTheWaySpoilsNothing(_ server: FileServer, _ rule: FaultRule) async throws {
        let rig = try await Rig(server)
        rig.proxy.reset(rules: [rule])
        for result in try await rig.store.create(rig.batch()) { _ = try result.get() }
        try await rig.expect()
    }

    @Test(arguments: servers)
    func aFileThatIsRefusedCostsNoOther(_ server: FileServer) async throws {
        let rig = try await Rig(server)
        let long = String(repeating: "n", count: 300)
        let results = try await rig.store.create(rig.batch([long] + Rig.names))
        guard case .failure(let error) = results[0] else {
            Issue.record("a name of 300 bytes was stored")
            return
        }
        #expect(error.code == .refused)
        for result in results.dropFirst() { _ = try result.get() }
        try await rig.expect()
    }

    @Test(arguments: servers)
    func aFileInThePlaceOfAFolderStays(_ server: FileServer) async throws {
        let url = try await server.url()
        let store = try #require(try await session(url).stores[.files])
        let file = NewResource(href: Href(collection: "", name: "new"))
        _ = try await store.create(file, body: BytesBody([7]))
        let found = try await store.list("new")
        #expect(found.isEmpty)
        await #expect(throws: StoreError(.refused, "")) {
            try await store.makeCollection("new", as: ItemCollection(.folder, name: "new"))
        }
        let content = try await store.get(file.href).readAll(limit: 10)
        #expect(content == [7])
    }

    @Test(arguments: servers)
    func aFolderThatAKilledRunLeftIsClearedAway(_ server: FileServer) async throws {
        let url = try await server.url()
        let before = try #require(try await session(url).stores[.files] as? WebDAVFileStore)
        let room = before.temporary.room()
        try await room.make()
        let file = try room.address(of: "photo.jpg")
        let put = try await before.tree.client.put(file, .bytes([1]))
        #expect(put.isSuccess)
        let next = try await session(url)
        let gone = try await before.tree.isCollection(before.temporary.address())
        #expect(!gone)
        await next.close()
    }
}
