import Foundation
import Testing

@testable import TestKit

@Suite struct SamplesExpectationTests {
    static let exports: [SampleExport] = {
        var exports = SampleExport.Language.allCases.map { language in
            var export = SampleExport.demo
            export.language = language
            export.calendars = 8
            export.workspaceSidecars = 5
            return export
        }
        var quiet = SampleExport.tiny
        quiet.quirks = false
        quiet.otherProducts = [.mail]
        quiet.contactPhotos = false
        var empty = SampleExport()
        (empty.calendars, empty.contacts, empty.driveFiles, empty.otherProducts) = (0, 0, 0, [])
        exports += [.tiny, .demo, .manyEntries(400, structuredShare: 0.1), quiet, empty]
        return exports
    }()

    @Test(arguments: exports)
    func outcomesSumUpToTheEntries(_ export: SampleExport) {
        let expected = export.expected(as: SamplePacking(junk: true))
        #expect(expected.outcomes.values.reduce(0, +) == expected.entries)
        #expect(expected.entries == export.entries().count + 10)
        #expect(expected.outcomes[.leftOut] == 10)
        #expect(expected.outcomes[.unreadable] == nil)
        #expect(export.expected().outcomes[.leftOut] == nil)
    }

    @Test(arguments: exports)
    func itemsFollowFromTheOptions(_ export: SampleExport) {
        let expected = export.expected()
        #expect(expected.items[.event] == expected.calendars.reduce(0) { $0 + $1.events })
        var plain = export
        plain.otherProducts = []
        let alone = plain.expected()
        let imported = export.calendars + (export.contacts > 0 ? 1 : 0) + export.driveFiles
        #expect(alone.outcomes[.imported, default: 0] == imported)
        // A calendar with two states of an event is kept as a file too.
        let twoStates = expected.calendars.count { $0.repeatedComponents > 0 }
        #expect(alone.items[.file] == export.driveFiles + alone.outcomes[.kept, default: 0] + twoStates)
        let isThere = export.entriesPerProduct > 0
        let notes = export.otherProducts.contains(.keep) && isThere ? export.entriesPerProduct : nil
        #expect((expected.items[.note] ?? 0) == notes ?? 0 && expected.items[.attachment] == notes.map { _ in 1 })
        let hasTasks = export.otherProducts.contains(.tasks) && isThere
        #expect((expected.items[.task] ?? 0) == (hasTasks ? export.entriesPerProduct + 1 : 0))
    }

    @Test func sidecarsAreToldByTheirKeysAndNotByTheirNames() throws {
        var export = SampleExport.demo
        export.workspaceSidecars = 4
        let named = export.entries().filter { $0.path.hasSuffix("-info.json") }
        #expect(named.count == 6)
        for entry in named {
            let parsed = try JSONSerialization.jsonObject(with: Data(entry.content.all))
            let keys = try #require(parsed as? [String: Any]).keys
            #expect((entry.outcome == .merged) == keys.contains("permissions"), "\(entry.path)")
            if entry.outcome == .merged {
                #expect(export.entries().contains { $0.path + "-info.json" == entry.path })
            }
        }
    }

    @Test(arguments: exports)
    func pathsAreDistinctRelativeAndFitFileSystems(_ export: SampleExport) {
        var seen: Set<[UInt8]> = []
        for entry in export.entries() {
            #expect(seen.insert(Array(entry.path.utf8)).inserted, "\(entry.path)")
            #expect(entry.path.hasPrefix("Takeout/") && !entry.path.utf8.contains(0))
            for element in entry.path.utf8.split(separator: 47, omittingEmptySubsequences: false) {
                let name = String(Substring(element))
                #expect((1...255).contains(element.count) && name != "." && name != "..", "\(entry.path)")
            }
        }
    }

    @Test(arguments: exports)
    func entriesAreTheSameInAnyOrder(_ export: SampleExport) {
        for section in export.entries().sections.reversed() {
            for index in (0..<section.count).reversed() {
                let (one, other) = (section.entry(index), section.entry(index))
                #expect(one.path.utf8.elementsEqual(other.path.utf8) && one.content.crc32 == other.content.crc32)
            }
        }
        #expect(export.entries().map(\.content.crc32) == export.expected().files.map(\.crc32))
    }

    /// Sizes the README and the benchmarks promise.
    @Test func presetsHaveTheirSizes() throws {
        let many = SampleExport.manyEntries(10_000)
        #expect(many.entries().count == 10_000)
        let structured = many.entries().count { $0.path.hasSuffix(".ics") || $0.path.hasSuffix(".vcf") }
        #expect(structured == 200)
        let library = SampleExport.library(bytes: 2 << 30, files: 20_000).entries()
        let sizes = library.map(\.content.size).sorted()
        let total = sizes.reduce(0, +)
        #expect(total > (2 << 30) / 10 * 9 && total < (2 << 30) / 10 * 11)
        #expect(sizes[sizes.count - 1] > 100 * sizes[sizes.count / 2])
        let huge = SampleExport.oneHuge(6 << 30).entries().filter { $0.content.size == 6 << 30 }
        #expect(huge.count == 1)
        try withSampleDirectory { directory in
            let demo = try #require(SampleExport.demo.write(to: directory).first)
            #expect(try sampleBytes(demo).count < 2_000_000)
        }
    }

    @Test func jsonHoldsTheCountsAndEveryFile() throws {
        var export = SampleExport.tiny
        export.driveFiles = 60
        export.missingFromParts = 2
        let expected = export.expected()
        let parsed = try JSONSerialization.jsonObject(with: Data(expected.json.utf8))
        let document = try #require(parsed as? [String: Any])
        #expect(document["entries"] as? Int == expected.entries)
        #expect((document["outcomes"] as? [String: Int])?["kept"] == expected.outcomes[.kept])
        #expect((document["missing"] as? [String])?.count == 2)
        let files = try #require(document["files"] as? [[String: Any]])
        #expect(files.compactMap { $0["crc32"] as? UInt32 } == expected.files.map(\.crc32))
        for (file, expectedFile) in zip(files, expected.files) {
            let path = try #require(file["path"] as? String)
            #expect(path.utf8.elementsEqual(expectedFile.path.utf8))
        }
    }
}
