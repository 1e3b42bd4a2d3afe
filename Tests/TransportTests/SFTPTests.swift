import Glibc
import Items
import TestKit
import Testing

@testable import Transport

@Suite struct SFTPTests {
    private static let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "nobody"

    private func client(
        _ server: SSHServer, key: String? = nil, knownHosts: String? = nil
    ) throws -> SFTPClient {
        try SFTPClient(
            address(server.port, scheme: "sftp").origin, user: Self.user,
            proof: .key(path: key ?? server.keyPath, passphrase: nil),
            knownHosts: knownHosts ?? server.knownHostsPath)
    }

    @Test func filesGoThereAndBack() async throws {
        let server = try SSHServer()
        let client = try client(server)
        let folder = server.filesPath + "/a \"b\" \\c é'%#?;"
        try await client.makeDirectory(folder)
        for size in [0, 1, 100_000, 3_000_000] as [UInt64] {
            let path = "\(folder)/file \(size) ü"
            let body = GeneratedBody(size: size)
            try await client.upload(body, length: size, to: path)
            #expect(try client.content(of: path, byteCount: size).fingerprint() == body.fingerprint())
            #expect(try await client.status(path).byteCount == size)
        }
        let entries = try await client.list(folder).sorted { $0.byteCount < $1.byteCount }
        #expect(entries.map(\.name) == [0, 1, 100_000, 3_000_000].map { "file \($0) ü" })
        #expect(entries.map(\.byteCount) == [0, 1, 100_000, 3_000_000])
        #expect(entries.allSatisfy { $0.kind == .file && !$0.changed.isEmpty })
        let above = try await client.list(server.filesPath)
        #expect(above.map(\.kind) == [.directory])
        #expect(above.map(\.name) == ["a \"b\" \\c é'%#?;"])
        #expect(client.traffic.connections <= 2)
    }

    @Test func aRenameDoesNotOverwrite() async throws {
        let server = try SSHServer()
        let client = try client(server)
        let (first, second) = (server.filesPath + "/1", server.filesPath + "/2")
        try await client.upload(BytesBody([1]), length: 1, to: first)
        try await client.upload(BytesBody([2, 2]), length: 2, to: second)
        #expect(await failure { try await client.rename(first, to: second) }?.code == .rejected)
        #expect(try client.content(of: second).readAll(limit: 10) == [2, 2])
        #expect(try client.content(of: first).readAll(limit: 10) == [1])
        try await client.remove(second)
        try await client.rename(first, to: second)
        #expect(try client.content(of: second).readAll(limit: 10) == [1])
        #expect(await failure { try await client.status(first) }?.code == .notFound)
    }

    @Test(arguments: [0, 1_420_452_000, 1_709_251_199, 4_294_967_295] as [Int64])
    func aTimeOfChangeIsKept(seconds: Int64) async throws {
        let server = try SSHServer()
        let client = try client(server)
        let path = server.filesPath + "/a \"b"
        try await client.upload(BytesBody([1]), length: 1, to: path)
        try await client.setModified(seconds, of: path)
        let status = try await client.status(path)
        #expect(status.modified == seconds)
        #expect(status.byteCount == 1)
        for outside in [-1, 4_294_967_296] as [Int64] {
            #expect(await failure { try await client.setModified(outside, of: path) }?.code == .invalidRequest)
        }
    }

    @Test func freeSpaceIsTold() async throws {
        let server = try SSHServer()
        #expect(try await client(server).availableBytes(at: server.filesPath) ?? 0 > 0)
    }

    @Test func whatIsMissingIsNamed() async throws {
        let server = try SSHServer()
        let client = try client(server)
        let missing = server.filesPath + "/missing"
        #expect(await failure { try await client.list(missing) }?.code == .notFound)
        #expect(await failure { try await client.status(missing) }?.code == .notFound)
        #expect(await failure { try await client.remove(missing) }?.code == .notFound)
        #expect(await failure { try await client.rename(missing, to: missing + "2") }?.code == .notFound)
        #expect(await failure { try await client.makeDirectory(missing + "/a") }?.code == .notFound)
        let upload = await failure {
            try await client.upload(BytesBody([1]), length: 1, to: missing + "/a")
        }
        #expect(upload?.code == .notFound)
        #expect(throws: ContentError.self) { try client.content(of: missing).readAll(limit: 1) }
        try await client.makeDirectory(missing)
        #expect(await failure { try await client.makeDirectory(missing) }?.code == .rejected)
        try await client.removeDirectory(missing)
        #expect(try await client.list(server.filesPath).isEmpty)
    }

    @Test func anotherHostKeyIsRefused() async throws {
        let server = try SSHServer()
        for file in [server.wrongKnownHostsPath, server.emptyKnownHostsPath] {
            let client = try client(server, knownHosts: file)
            let error = await failure { try await client.list(server.filesPath) }
            #expect(error?.code == .untrusted)
            #expect(error?.description.contains("SHA256:") == true)
        }
    }

    @Test func aStrangersKeyIsRefused() async throws {
        let server = try SSHServer()
        let client = try client(server, key: server.strangerKeyPath)
        #expect(await failure { try await client.list(server.filesPath) }?.code == .notPermitted)
    }

    @Test func contentThatFailsIsNamed() async throws {
        let server = try SSHServer()
        let client = try client(server)
        let body = GeneratedBody(size: 5_000_000, failsAt: 2_000_000)
        let error = await failure {
            try await client.upload(body, length: 5_000_000, to: server.filesPath + "/x")
        }
        #expect(error?.code == .source)
        // The connection is still good for the next.
        try await client.upload(BytesBody([1]), length: 1, to: server.filesPath + "/y")
        #expect(client.traffic.requests == 2)
    }

    @Test func aHiddenStepInAPathIsRefused() async throws {
        let server = try SSHServer()
        let client = try client(server)
        for path in ["relative", "", "/a/../b", "/./a", "/~/a", "/a\u{0}"] {
            #expect(await failure { try await client.list(path) }?.code == .invalidRequest)
        }
    }

    @Test func aListingOfAnotherFormIsAnError() throws {
        let good = "-rw-r--r--    1 u  g   12 Nov  6 08:49  a b\ndrwx------ 2 u g 4096 Jan 1 2015 .\n"
        let entries = try SFTPListing.entries(Array(good.utf8))
        #expect(entries.map(\.name) == [" a b"])
        let link = "lrwxrwxrwx    1 u  g   12 Nov  6 08:49 a -> b -> c\n"
        #expect(try SFTPListing.entries(Array(link.utf8)).map(\.name) == ["a"])
        for bad in ["a", "-rw-r--r-- 1 u g 12 Nov 6 08:49", "-rw-r--r-- 1 u g x Nov 6 08:49 a", "a\nb\n"] {
            #expect(throws: TransportError(.malformed, "")) { try SFTPListing.entries(Array(bad.utf8)) }
        }
    }
}
