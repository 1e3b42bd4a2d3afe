import Hosting
import Items
import Testing

/// Content that turns out to be damaged only when all of it has been read, as an archive's checksum tells.
private struct DamagedBody: ContentBody {
    let count: Int

    var byteCount: UInt64? { UInt64(count) }

    func open() -> any ContentReader { Reader(count) }

    private final class Reader: ContentReader {
        private var rest: Int

        init(_ count: Int) { rest = count }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
            guard rest > 0 else { throw ContentError("the checksum is wrong") }
            let count = min(rest, buffer.count)
            for index in 0..<count { buffer[index] = 7 }
            rest -= count
            return count
        }
    }
}

@Suite struct LateFailureTests {
    @Test(arguments: FileServer.allCases, [100, 65_536, 65_537, 300_000, 5_000_000])
    func contentFoundDamagedAtItsEndIsNotStored(_ server: FileServer, _ count: Int) async throws {
        let session = try await session(await server.url())
        let store = try #require(session.stores[.files])
        let href = Href(collection: "", name: "damaged-\(UInt64.random(in: 0...UInt64.max))")
        await #expect(throws: StoreError(.source, "")) {
            try await store.create(NewResource(href: href), body: DamagedBody(count: count))
        }
        let listed = try await store.list("").map(\.href.name)
        #expect(!listed.contains(href.name))
    }
}
