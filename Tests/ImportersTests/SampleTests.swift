import FilesImporter
import GoogleTakeout
import Importing
import Items
import Planning
import TestKit
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// The samples know from their making what must be found.
@Suite struct SampleTests {
    private static let importers: [any Importer] = [TakeoutImporter(), LooseFilesImporter()]

    private func recording(_ export: SampleExport, _ packing: SamplePacking = SamplePacking()) async throws
        -> ImportRecording
    {
        try await withDirectory { directory in
            try await ImportRecording(of: export.write(to: directory, as: packing), with: Self.importers)
        }
    }

    private static var exports: [SampleExport] {
        SampleExport.Language.allCases.flatMap { language in
            [SampleExport.demo, .tiny].map { export in
                var export = export
                export.language = language
                return export
            }
        }
    }

    @Test(arguments: exports) func everyEntryEndsAsMade(_ export: SampleExport) async throws {
        let packing = SamplePacking(.zip, split: .parts(2), junk: true)
        let expected = export.expected(as: packing)
        let found = try await recording(export, packing)
        try found.ledger.close()
        let totals = found.ledger.totals
        #expect(totals.read == expected.entries)
        #expect(totals.imported == expected.outcomes[.imported, default: 0])
        #expect(totals.merged == expected.outcomes[.merged, default: 0])
        #expect(totals.kept == expected.outcomes[.kept, default: 0])
        #expect(totals.leftOut == expected.outcomes[.leftOut, default: 0])
        #expect(totals.unreadable == 0)
        for file in expected.files where !file.path.hasSuffix("/") {
            #expect(found.outcome(ofPath: file.path)?.name == file.outcome.rawValue, "\(file.path)")
        }
    }

    @Test(arguments: exports) func itemsAreThoseMade(_ export: SampleExport) async throws {
        let expected = export.expected()
        let found = try await recording(export)
        #expect(found.facts(of: .event).count == expected.items[.event])
        #expect(found.facts(of: .contact).count == expected.items[.contact])
        #expect(found.facts(of: .file).count == expected.items[.file])
        #expect(found.facts(of: .task).count == expected.items[.task])
        #expect(found.facts(of: .note).count == expected.items[.note])
        #expect(found.facts(of: .attachment).count == expected.items[.attachment])
        for calendar in expected.calendars {
            let events = found.facts(of: .event).filter { $0.collection == "calendar \(calendar.displayName)" }
            #expect(events.count == calendar.events)
            #expect(Set(calendar.uids).subtracting(events.map(\.identity)) == [])
        }
    }

    @Test(arguments: exports) func labelsAreInTheCards(_ export: SampleExport) async throws {
        let found = try await recording(export)
        var counts: [String: Int] = [:]
        for item in found.items where item.kind == .contact {
            guard case .bytes(let bytes) = item.content else { continue }
            for label in categories(bytes) { counts[label, default: 0] += 1 }
        }
        var expected = export.expected().labels
        // The cards call Google's own groups by names of their own.
        let own = expected.keys.sorted().filter { counts[$0] == nil }
        #expect(own.count == min(export.labels, 2))
        for label in own { expected[label] = nil }
        counts["myContacts"] = nil
        counts["starred"] = nil
        #expect(counts == expected)
    }

    @Test func missingFilesAreNamed() async throws {
        var export = SampleExport.tiny
        export.missingFromParts = 3
        let found = try await recording(export, SamplePacking(.zip, split: .parts(3)))
        let named = found.findings.filter { $0.code == "missing-from-parts" }.compactMap(\.entry)
        #expect(named == export.expected().missingPaths.map { String($0.dropFirst("Takeout/".count)) } + [export.stamp])
    }

    @Test func aMissingPartIsNoticed() async throws {
        let export = SampleExport.tiny
        let (found, lost) = try await withDirectory { directory in
            let paths = try export.write(to: directory, as: SamplePacking(.zip, split: .parts(3)))
            let all = try await ImportRecording(of: paths, with: Self.importers)
            // Any part but the one with the list of all files.
            var rest: ImportRecording?
            for path in paths where rest == nil {
                let others = try await ImportRecording(of: paths.filter { $0 != path }, with: Self.importers)
                if others.paths.contains(where: { $0.hasSuffix("archive_browser.html") }) { rest = others }
            }
            return (try #require(rest), all.ledger.totals.read - (rest?.ledger.totals.read ?? 0))
        }
        #expect(lost > 0)
        #expect(found.count("missing-from-parts") == min(lost, 20) + 1)
    }

    @Test func aRenamedPartBelongsToItsExport() async throws {
        let export = SampleExport.tiny
        let (whole, renamed) = try await withDirectory { directory in
            let paths = try export.write(to: directory, as: SamplePacking(.zip, split: .parts(2)))
            let whole = try await ImportRecording(of: paths, with: Self.importers)
            let other = directory + "/mes données.zip"
            #expect(rename(paths[1], other) == 0)
            return (whole, try await ImportRecording(of: [other, paths[0]], with: Self.importers))
        }
        #expect(renamed.exports.map(\.parts) == [2])
        #expect(renamed.facts == whole.facts)
        #expect(renamed.count("missing-from-parts") == 0)
    }

    @Test func twoExportsAreReadOneByOne() async throws {
        let first = SampleExport.tiny
        var second = first
        second.stamp = "20260616T000738Z"
        let found = try await withDirectory { directory in
            let paths =
                try first.write(to: directory, as: SamplePacking()) + second.write(to: directory, as: SamplePacking())
            return try await ImportRecording(of: paths, with: Self.importers)
        }
        try found.ledger.close()
        #expect(found.exports.map(\.parts) == [1, 1])
        #expect(found.facts(of: .event).count == 2 * (first.expected().items[.event] ?? 0))
        #expect(found.paths.filter { $0.hasSuffix("/archive_browser.html") }.count == 2)
        #expect(Set(found.paths.filter { $0.hasSuffix("/archive_browser.html") }).count == 2)
    }

    private func categories(_ card: [UInt8]) -> [String] {
        let text = String(decoding: card, as: UTF8.self).replacing("\r\n ", with: "")
        let line = text.split(separator: "\r\n").first { $0.hasPrefix("CATEGORIES:") }
        let value = (line?.dropFirst("CATEGORIES:".count) ?? "").replacing("\\,", with: "\u{1}")
        return value.split(separator: ",").map { String($0).replacing("\u{1}", with: ",").replacing("\\;", with: ";") }
    }
}
