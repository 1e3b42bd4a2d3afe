import Amazon
import Apple
@testable import GoogleTakeout
import Importing
import Items
import Microsoft
import Planning
import TestKit
import Testing

/// What is too much: numbers, entries, rows.
@Suite struct BoundsTests {
    @Test func anEntryTooLargeToConvertIsKept() async throws {
        func check(_ path: String, mebibytes: Int, in folder: String, _ importer: any Importer) async throws {
            let bytes = Array("{}".utf8) + [UInt8](repeating: 0x20, count: mebibytes << 20)
            let found = try await imported([path: bytes], folder: folder, with: [importer])
            #expect(found.outcome(ofPath: path).map { "\($0)" } == "\(EntryOutcome.kept)", "\(path)")
            #expect(found.paths.count == 1 && found.count("too-large-to-convert") == 1, "\(path)")
        }
        try await check("Digital.Content.Ownership/a.json", mebibytes: 1, in: "amazon", AmazonImporter())
        try await check("Amazon.Lists.Wishlist.1/a.json", mebibytes: 16, in: "amazon", AmazonImporter())
        try await check("Microsoft To Do/a.json", mebibytes: 32, in: "microsoft", MicrosoftImporter())
        try await check("iCloud Notes/Notes/A/A.txt", mebibytes: 64, in: "apple", AppleImporter())
        try await check("iCloud Notes/Notes Details.csv", mebibytes: 64, in: "apple", AppleImporter())
    }

    @Test(arguments: ["-9223372036854775808", "9223372036854775807", "1000001"])
    func anOffsetNobodyMeansCountsAsNone(_ minutes: String) async throws {
        let found = try await imported(
            [
                "Takeout/Timeline/Timeline.json": """
                {"semanticSegments":[{"startTime":"2024-05-01T10:00:00Z","timelinePath":[{"point":"48.1°, 2.3°",
                "durationMinutesOffsetFromStartTime":"\(minutes)"}]}]}
                """
            ], with: [TakeoutImporter()])
        #expect(try #require(found.text(.file, "Timeline/2024/2024-05.gpx")).contains("2024-05-01T10:00:00Z"))
    }

    @Test func aSumTooLargeIsSaid() async throws {
        var table = "Order Date,Order ID,Product Name,Total Amount,Currency\n2024-01-01,0,Tea,1.50,EUR\n"
        for number in 0..<93_000 { table += "2024-01-01,\(number),Tea,999999999999.00,USD\n" }
        let found = try await imported(
            ["Retail.OrderHistory.1/Retail.OrderHistory.1.csv": table], with: [AmazonImporter()])
        let text = try #require(found.text(.file, "Amazon/Orders/2024.md"))
        #expect(text.contains("- Total: 1.50 EUR\n- Total: too large to be added up, USD\n"))
    }

    @Test func rowsBeyondTheLimitHaveNoSummary() async throws {
        var table = "Order Date,Order ID,Product Name\n"
        for number in 0...200_000 { table += "2024-01-01,\(number),Tea\n" }
        var files = ["Retail.OrderHistory.1/Retail.OrderHistory.1.csv": table]
        for file in 0..<8 {
            let books = (0..<25_001).map { "{\"resource\":{\"ASIN\":\"\(file) \($0)\"}}" }
            files["Digital.Content.Ownership/\(file).json"] = "[\(books.joined(separator: ","))]"
        }
        let found = try await imported(files, with: [AmazonImporter()])
        #expect(found.count("no-summary") == 2)
        #expect(found.paths == files.keys.map { "Amazon/\($0)" }.sorted())
        #expect(found.ledger.totals.imported == 9)
    }

    @Test func ordersThatDifferInBytesAreTwo() async throws {
        let rows = ["\u{E9}", "e\u{301}"].map { "2024-01-01,1,\($0)\n" }.joined()
        let found = try await imported(
            ["Retail.OrderHistory.1/Retail.OrderHistory.1.csv": "Order Date,Order ID,Product Name\n" + rows],
            with: [AmazonImporter()])
        #expect(try #require(found.text(.file, "Amazon/Orders/2024.md")).contains("2 items in 1 order."))
    }

    private struct Counted: GrowingFile {
        var byteCount = 0

        init(period: String) {}

        consuming func finished() -> [UInt8] { [UInt8](repeating: 0, count: byteCount) }
    }

    @Test(arguments: [false, true]) func theLargestFileIsGivenAway(_ isNewestFirst: Bool) {
        var files = PeriodFiles<Counted>(limit: 100)
        var sizes: [Int] = []
        let months = (10..<40).map { "\($0)" }
        for month in isNewestFirst ? months.reversed() : months {
            for _ in 0..<20 {
                if let done = files.change(month, { $0.byteCount += 1 }) { sizes.append(done.bytes.count) }
            }
        }
        sizes += files.finish().map(\.bytes.count)
        #expect(sizes.reduce(0, +) == 600 && sizes.count <= 60)
    }
}
