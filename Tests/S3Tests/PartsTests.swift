import Digests
import Hosting
import Items
import RemoteHosting
import TestKit
import Testing
import Transport

@testable import S3Host

/// Whether a share was granted.
private actor Granted {
    private(set) var isNoted = false

    func note() { isNoted = true }
}

@Suite(.serialized) struct PartsTests {
    private static let count: UInt64 = 60_000_001
    private static let body = GeneratedBody(count: count)
    private static let parts = Int((count + UInt64(S3Writer.pieceSize) - 1) / UInt64(S3Writer.pieceSize))
    private static let href = Href(collection: "large", name: "file")

    private func content(_ service: Service, _ prefix: String) async throws -> Fingerprint {
        try await openStore(try await service.port(), .reading, prefix: prefix).get(Self.href).fingerprint()
    }

    private func sentBytes(_ proxy: FaultProxy) -> UInt64 {
        proxy.requests.filter { $0.method == "PUT" }.reduce(0) { $0 + ($1.contentLength ?? 0) }
    }

    @Test(arguments: Service.allCases) func nextRunGoesOnWhereTheLastEnded(_ service: Service) async throws {
        let proxy = try FaultProxy(upstream: try await service.port())
        let prefix = freshPrefix()
        let first = try await openStore(proxy.port, prefix: prefix)
        // From the sixth part on the host is gone.
        proxy.reset(rules: (6...40).map { FaultRule("PUT", .nth($0), .dropMid(bytes: 1000)) })
        let error = await failure { () async throws(StoreError) in
            try await first.create(NewResource(href: Self.href), body: Self.body)
        }
        #expect(error?.endsHost == true)
        #expect(try await first.list("large").isEmpty)
        proxy.reset()
        let second = try await openStore(proxy.port, prefix: prefix)
        let stored = try await second.create(NewResource(href: Self.href), body: Self.body).resource
        #expect(stored.byteCount == Self.count)
        #expect(try await second.list("large") == [stored])
        // Five parts were there; the other three are sent, one of which lacked its end.
        #expect(sentBytes(proxy) == Self.count - UInt64(5 * S3Writer.pieceSize))
        #expect(try await content(service, prefix) == Self.body.fingerprint())
        #expect(
            try await client(try await service.port(), prefix: prefix).unfinishedUploads(
                to: prefix + "/files/large/file"
            ).isEmpty)
    }

    @Test(arguments: Service.allCases) func uploadOfAnotherProgramIsLeftAlone(_ service: Service) async throws {
        let port = try await service.port()
        let prefix = freshPrefix()
        let key = prefix + "/files/large/file"
        let client = try client(port, prefix: prefix)
        let id = try await client.beginUpload(key, headers: [:])
        let other = [UInt8](repeating: 7, count: S3Writer.pieceSize)
        _ = try await client.uploadPart(1, of: id, to: key, other, md5: Hexadecimal.text(MD5.digest(other)))
        let store = try await openStore(port, prefix: prefix)
        let stored = try await store.create(NewResource(href: Self.href), body: Self.body).resource
        #expect(try await content(service, prefix) == Self.body.fingerprint())
        #expect(try await client.unfinishedUploads(to: key) == [id])
        try await client.abortUpload(id, of: key)
        #expect(try await store.list("large") == [stored])
    }

    @Test(arguments: Service.allCases) func lostAnswerToCompletingIsSettled(_ service: Service) async throws {
        let proxy = try FaultProxy(upstream: try await service.port())
        let prefix = freshPrefix()
        let store = try await openStore(proxy.port, prefix: prefix)
        // The first POST begins the upload, the second completes it.
        proxy.reset(rules: [FaultRule("POST", .nth(2), .dropAfter)])
        let stored = try await store.create(NewResource(href: Self.href), body: Self.body).resource
        #expect(try await store.list("large") == [stored])
        #expect(proxy.count("PUT") == Self.parts)
        #expect(try await content(service, prefix) == Self.body.fingerprint())
    }

    @Test(arguments: Service.allCases) func lostAnswersToPartsAreMadeGood(_ service: Service) async throws {
        let proxy = try FaultProxy(upstream: try await service.port())
        let prefix = freshPrefix()
        let store = try await openStore(proxy.port, prefix: prefix)
        proxy.reset(rules: [
            FaultRule("PUT", .nth(2), .dropAfter), FaultRule("PUT", .nth(4), .status(503)),
            FaultRule("PUT", .nth(6), .dropMid(bytes: 70_000)),
        ])
        _ = try await store.create(NewResource(href: Self.href), body: Self.body)
        #expect(try await content(service, prefix) == Self.body.fingerprint())
    }

    @Test(arguments: Service.allCases) func contentThatFailsLeavesNoUpload(_ service: Service) async throws {
        let port = try await service.port()
        let prefix = freshPrefix()
        let store = try await openStore(port, prefix: prefix)
        let error = await failure { () async throws(StoreError) in
            try await store.create(NewResource(href: Self.href), body: ShortBody(promised: Self.count + 1))
        }
        #expect(error?.code == .source)
        #expect(try await store.list("large").isEmpty)
        let uploads = try await client(port, prefix: prefix).unfinishedUploads(to: prefix + "/files/large/file")
        #expect(uploads.isEmpty)
    }

    @Test(arguments: Service.allCases) func contentThatFailsLeavesAnEarlierUpload(_ service: Service) async throws {
        let port = try await service.port()
        let prefix = freshPrefix()
        let key = prefix + "/files/large/file"
        let client = try client(port, prefix: prefix)
        let id = try await client.beginUpload(key, headers: [:])
        var first = [UInt8](repeating: 0, count: S3Writer.pieceSize)
        let reader = Self.body.open()
        var count = 0
        while count < first.count {
            count += try first.withUnsafeMutableBytes {
                try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
            }
        }
        _ = try await client.uploadPart(1, of: id, to: key, first, md5: Hexadecimal.text(MD5.digest(first)))
        let store = try await openStore(port, prefix: prefix)
        let error = await failure { () async throws(StoreError) in
            try await store.create(NewResource(href: Self.href), body: ShortBody(promised: Self.count + 1))
        }
        #expect(error?.code == .source)
        #expect(try await client.unfinishedUploads(to: key) == [id])
        try await client.abortUpload(id, of: key)
    }

    @Test(arguments: Service.allCases) func contentOfUnknownSizeIsStored(_ service: Service) async throws {
        let port = try await service.port()
        let store = try await openStore(port, prefix: freshPrefix())
        for count in [0, 5, S3Writer.pieceSize - 1, S3Writer.pieceSize, S3Writer.pieceSize + 1, 3 * S3Writer.pieceSize]
        {
            let body = UnsizedBody(count: UInt64(count))
            let href = Href(collection: "unsized", name: "\(count)")
            let stored = try await store.create(NewResource(href: href), body: body).resource
            #expect(stored.byteCount == UInt64(count))
            #expect(try await store.get(href).fingerprint() == body.fingerprint())
        }
    }

    @Test func partsAreNeverTooMany() {
        for count in [0, 1, 8 << 20, 80 << 30, 84 << 30, 1 << 40, 5 << 40] as [UInt64] {
            let size = S3Writer.partSize(for: count)
            #expect(size >= S3Writer.pieceSize)
            #expect(size % (1 << 20) == 0)
            #expect(UInt64(size) * UInt64(PartsUpload.maximumParts) >= count)
        }
        #expect(S3Writer.partSize(for: 60 << 30) == S3Writer.pieceSize)
        #expect(S3Writer.partSize(for: nil) == S3Writer.pieceSize)
    }

    @Test(.timeLimit(.minutes(1))) func memoryIsFreeWhenItsShareIsGone() async {
        let budget = MemoryBudget(total: 10)
        var share: MemoryShare? = await budget.share(8)
        let granted = Granted()
        await withTaskGroup { group in
            group.addTask {
                _ = await budget.share(20)
                await granted.note()
            }
            // Long enough for it to have been granted, if nobody kept it waiting.
            for _ in 0..<1000 { await Task.yield() }
            #expect(await !granted.isNoted)
            withExtendedLifetime(share) {}
            share = nil
            await group.waitForAll()
        }
        #expect(await granted.isNoted)
        share = await budget.share(10)
        withExtendedLifetime(share) {}
    }
}

/// Content that ends one byte before it should.
private struct ShortBody: ContentBody {
    let promised: UInt64
    var byteCount: UInt64? { promised }
    func open() throws(ContentError) -> any ContentReader { GeneratedBody(count: promised - 1).open() }
}

/// Content whose size is not known before.
private struct UnsizedBody: ContentBody {
    let count: UInt64
    var byteCount: UInt64? { nil }
    func open() throws(ContentError) -> any ContentReader { GeneratedBody(count: count).open() }
}
