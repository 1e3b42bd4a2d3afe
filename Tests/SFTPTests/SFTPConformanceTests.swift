import Glibc
import Hosting
import Items
import RemoteHosting
import TestKit
import Testing
import Transport

@testable import SFTPHost

private let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "nobody"
private let shared = Result { try SSHServer() }

private func url(_ server: SSHServer, _ folder: String, key: String? = nil, knownHosts: String? = nil) -> String {
    "sftp://\(user)@127.0.0.1:\(server.port)\(server.filesPath)/\(folder)?key=\(key ?? server.keyPath)"
        + "&known-hosts=\(knownHosts ?? server.knownHostsPath)"
}

private func session(
    _ url: String, _ access: HostAccess = .writing, ahead: Int64 = 0
) async throws(StoreError) -> HostSession {
    try await SFTPDriver(RemoteAccess(timing: .hurried(ahead: ahead)) { _ in nil }).open(
        HostProfile(name: "test", url: url), for: access)
}

private func freshName() -> String { "t" + String(UInt64.random(in: 0...UInt64.max), radix: 36) }

private func failure<Value>(_ body: () async throws(StoreError) -> Value) async -> StoreError? {
    do {
        _ = try await body()
        return nil
    } catch { return error }
}

@Suite(.serialized) struct SFTPConformanceTests {
    @Test(arguments: StoreConformance(of: .notes, refusedNames: [.controls]).rules)
    func noteStoreKeepsRule(_ rule: StoreRule) async throws {
        let session = try await session(url(try shared.get(), "conformance-notes"))
        try await rule.check { try #require(session.stores[.notes]) }
        await session.close()
    }

    @Test(arguments: StoreConformance(of: .files, refusedNames: [.controls]).rules)
    func storeKeepsRule(_ rule: StoreRule) async throws {
        let server = try shared.get()
        let session = try await session(url(server, "conformance"))
        try await rule.check { try #require(session.stores[.files]) }
        await session.close()
        // The folder of temporary files is gone, which it only is when it was empty.
        #expect(access(server.filesPath + "/conformance/.degoogle-tmp", F_OK) != 0)
    }
}

@Suite struct SFTPStoreTests {
    private static let href = Href(collection: "a", name: "b")

    @Test func timeOfChangeIsKept() async throws {
        let server = try shared.get()
        let folder = freshName()
        let session = try await session(url(server, folder))
        let store = try #require(session.stores[.files])
        try await store.makeCollection("a", as: ItemCollection(.folder, name: "a"))
        let stored = try await store.create(
            NewResource(href: Self.href, modified: 1_420_448_400), body: BytesBody([1, 2])
        ).resource
        #expect(stored.etag == ETag("2-1420448400"))
        var status = stat()
        #expect(stat("\(server.filesPath)/\(folder)/files/a/b", &status) == 0)
        #expect(status.st_mtim.tv_sec == 1_420_448_400)
        // The same size and time would be the same state: it is a second later.
        let updated = try await store.update(
            NewResource(href: Self.href, modified: 1_420_448_400), body: BytesBody([3, 4]), ifMatch: stored.etag
        ).resource
        #expect(updated.etag == ETag("2-1420448401"))
        #expect(try await store.list("a") == [updated])
        await session.close()
    }

    @Test func leftOversAreRemovedAfterADay() async throws {
        let server = try shared.get()
        let folder = freshName()
        let first = try await session(url(server, folder))
        let temporary = "\(server.filesPath)/\(folder)/.degoogle-tmp"
        let file = try #require(fopen(temporary + "/0123456789abcdef", "w"))
        fclose(file)
        let second = try await session(url(server, folder))
        #expect(access(temporary + "/0123456789abcdef", F_OK) == 0)
        let later = try await session(url(server, folder), ahead: 2 * 86_400)
        #expect(access(temporary + "/0123456789abcdef", F_OK) != 0)
        for session in [first, second, later] { await session.close() }
    }

    @Test func fileSetAsideByAKilledRunComesBack() async throws {
        let server = try shared.get()
        let folder = freshName()
        let session = try await session(url(server, folder))
        let store = try #require(session.stores[.files])
        try await store.makeCollection("a", as: ItemCollection(.folder, name: "a"))
        let stored = try await store.create(NewResource(href: Self.href), body: BytesBody([1, 2])).resource
        let path = "\(server.filesPath)/\(folder)/files/a/"
        #expect(rename(path + "b", path + ".degoogle-old-b") == 0)
        #expect(try await store.list("a") == [stored])
        #expect(access(path + "b", F_OK) == 0)
        #expect(access(path + ".degoogle-old-b", F_OK) != 0)
        await session.close()
    }

    @Test func whatAPersonChangesDuringAnUpdateStays() async throws {
        let server = try shared.get()
        let folder = freshName()
        let session = try await session(url(server, folder))
        let store = try #require(session.stores[.files])
        try await store.makeCollection("a", as: ItemCollection(.folder, name: "a"))
        let stored = try await store.create(NewResource(href: Self.href), body: BytesBody([1, 2])).resource
        let path = "\(server.filesPath)/\(folder)/files/a/b"
        let error = await failure { () async throws(StoreError) in
            try await store.update(
                NewResource(href: Self.href), body: InterruptedBody(change: path), ifMatch: stored.etag)
        }
        #expect(error?.code == .preconditionFailed)
        #expect(try await store.get(Self.href).readAll(limit: 100) == InterruptedBody.theirs)
        #expect(try await store.list("a").map(\.href) == [Self.href])
        await session.close()
        #expect(access("\(server.filesPath)/\(folder)/.degoogle-tmp", F_OK) != 0)
    }

    /// rclone renames over what is there.
    @Test func aServerThatRenamesOverFilesLosesNone() async throws {
        let server = try PasswordSFTPServer(user: "alice", password: "secret")
        defer { server.stop() }
        let driver = SFTPDriver(
            RemoteAccess(timing: .hurried) { _ in .basic(user: "alice", password: Secret("secret")) })
        let session = try await driver.open(
            HostProfile(
                name: "test", url: "sftp://alice@127.0.0.1:\(server.port)/top?known-hosts=\(server.knownHostsPath)"),
            for: .writing)
        let store = try #require(session.stores[.files])
        try await store.makeCollection("a", as: ItemCollection(.folder, name: "a"))
        let stored = try await store.create(NewResource(href: Self.href), body: BytesBody([1, 2])).resource
        let error = await failure { () async throws(StoreError) in
            try await store.create(NewResource(href: Self.href), body: BytesBody([3, 4, 5]))
        }
        #expect(error?.code == .alreadyExists)
        #expect(try await store.list("a") == [stored])
        await session.close()
    }

    @Test func unknownHostIsRefusedWithItsFingerprint() async throws {
        let server = try shared.get()
        for file in [server.emptyKnownHostsPath, server.wrongKnownHostsPath] {
            let error = await failure { () async throws(StoreError) in
                try await session(url(server, "x", knownHosts: file), .reading)
            }
            #expect(error?.code == .unavailable)
            #expect(error?.description.contains("SHA256:") == true)
        }
    }

    @Test func strangersKeyIsRefused() async throws {
        let server = try shared.get()
        let error = await failure { () async throws(StoreError) in
            try await session(url(server, "x", key: server.strangerKeyPath), .reading)
        }
        #expect(error?.code == .notPermitted)
        #expect(error?.description.contains("RSA") == true)
    }

    @Test func readingMakesNothing() async throws {
        let server = try shared.get()
        let folder = freshName()
        let session = try await session(url(server, folder), .reading)
        let store = try #require(session.stores[.files])
        #expect(try await store.list("").isEmpty)
        #expect(try await store.collections().isEmpty)
        let error = await failure { () async throws(StoreError) in
            try await store.create(NewResource(href: Self.href), body: BytesBody([1]))
        }
        #expect(error?.code == .notPermitted)
        await session.close()
        #expect(access(server.filesPath + "/" + folder, F_OK) != 0)
    }

    @Test(arguments: [
        "sftp://h/a", "sftp://alice@h:2222/a/b/", "SFTP://a%40b@h/%C3%A9?key=%7E/k&known-hosts=/x",
    ])
    func urlIsRead(_ url: String) throws {
        let location = try SFTPLocation(url: url)
        #expect(location.root.hasPrefix("/"))
        #expect(!location.root.hasSuffix("/"))
    }

    @Test(arguments: [
        "sftp://h", "sftp://h/", "sftp://alice:secret@h/a", "sftp://@h/a", "sftp://h/~/a", "sftp://h/a/../b",
        "sftp://h/a%2F..", "sftp://h/a%00", "sftp://h/a?port=1", "sftp://h/a?key=", "sftp:/a", "ssh://h/a",
        "sftp://h//a",
    ])
    func wrongURLIsRefused(_ url: String) {
        #expect(throws: StoreError(.refused, "")) { try SFTPLocation(url: url) }
    }
}

/// New content; while it is read, a person changes the file that it is to replace.
private struct InterruptedBody: ContentBody {
    static let theirs: [UInt8] = [7, 7, 7]
    let change: String

    var byteCount: UInt64? { 1 }

    func open() throws(ContentError) -> any ContentReader {
        guard let file = fopen(change, "w") else { throw ContentError("\(change) cannot be changed") }
        fwrite(Self.theirs, 1, Self.theirs.count, file)
        fclose(file)
        return BytesBody([9]).open()
    }
}
