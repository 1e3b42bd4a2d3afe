import Hosting
import Synchronization
import TestKit
import Testing

@testable import S3Host

/// Services that never come to an end.
@Suite(.timeLimit(.minutes(1))) struct EndlessListTests {
    @Test(arguments: [["a"], ["a", "b"]])
    func aRepeatedTokenEndsTheListing(_ tokens: [String]) async throws {
        let pages = Mutex(0)
        let server = try CannedServer { _ in
            let page = pages.withLock { pages in
                defer { pages += 1 }
                return pages
            }
            return .init(
                200,
                body: Array(
                    ("<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>"
                        + "\(tokens[page % tokens.count])</NextContinuationToken></ListBucketResult>").utf8))
        }
        let client = try client(server.port)
        let error = await failure { () async throws(StoreError) in try await client.list("") }
        #expect(error?.code == .unavailable)
        #expect(server.requests.count == tokens.count + 1)
    }

    @Test(arguments: ["0", "", "x"])
    func aMarkerThatGoesNoFurtherEndsTheListOfParts(_ marker: String) async throws {
        let server = try CannedServer { _ in
            .init(
                200,
                body: Array(
                    ("<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>\(marker)"
                        + "</NextPartNumberMarker></ListPartsResult>").utf8))
        }
        let client = try client(server.port)
        let error = await failure { () async throws(StoreError) in try await client.parts(of: "u", to: "k") }
        #expect(error?.code == .unavailable)
        #expect(server.requests.count == 1)
    }
}
