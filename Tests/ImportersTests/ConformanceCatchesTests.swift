import Importing
import Items
import TestKit
import Testing

/// A suite that lets a bad importer pass is worth nothing.
@Suite struct ConformanceCatchesTests {
    /// An importer that does everything right but one thing.
    private struct Flawed: Importer {
        enum Flaw: String, CaseIterable {
            case none, forgetsAnEntry, settlesTwice, givesNoItem, stopsAtDamage, dependsOnTheArchive, talksOfTheArchive
            case dependsOnTheOrder, claimsEverything
        }

        let flaw: Flaw
        let description = ImporterDescription(name: "flawed", title: "Flawed", products: [])

        func recognize(_ listing: EntryListing) -> Recognition? {
            let isOwn = listing.entries.contains { $0.path.contains("Takeout") && $0.path.contains("archive_browser") }
            return isOwn || listing.entries.contains { $0.path.hasPrefix("Takeout/") } || flaw == .claimsEverything
                ? Recognition(confidence: 1, evidence: "") : nil
        }

        func read(_ export: ExportReader, into sink: any ImportSink) async throws {
            let calendars = export.entries.filter { $0.path.hasSuffix(".ics") }
            var isStopped = false
            try await export.read(calendars, limit: 1 << 20) { entry, content in
                if isStopped {
                    sink.record(.unreadable(reason: "stopped"), of: entry.reference)
                    return
                }
                switch content {
                case .success(let bytes):
                    sink.record(.imported, of: entry.reference)
                    let item = Item(
                        .event, identity: path(entry), in: ItemCollection(.calendar, name: "c"),
                        from: entry.reference, bytes: bytes, fingerprint: Fingerprint(of: bytes))
                    try await sink.take(item)
                case .failure(let error):
                    isStopped = flaw == .stopsAtDamage
                    sink.record(.unreadable(reason: error.description), of: entry.reference)
                    sink.note(Finding("unreadable-entry", .error, error.description))
                }
            }
            for (index, entry) in export.entries.enumerated() where !entry.path.hasSuffix(".ics") {
                if flaw == .forgetsAnEntry, index == 3 { continue }
                sink.record(.kept, of: entry.reference)
                if flaw == .settlesTwice, index == 3 { sink.record(.kept, of: entry.reference) }
                if flaw == .givesNoItem, index == 3 { continue }
                let place = flaw == .dependsOnTheOrder ? "\(entry.reference.part) " : ""
                try await sink.take(
                    Item(
                        fileAt: place + path(entry), from: entry.reference, byteCount: entry.byteCount, checksum: nil))
            }
            if flaw == .talksOfTheArchive, export.stamp == nil { sink.note(Finding("no-stamp", .note, "")) }
        }

        private func path(_ entry: ListedEntry) -> String {
            if flaw == .dependsOnTheArchive { return entry.path + (entry.checksum == nil ? "" : " zip") }
            return entry.path.firstRange(of: "Takeout/").map { String(entry.path[$0.lowerBound...]) } ?? entry.path
        }
    }

    private static func conformance(_ flaw: Flawed.Flaw) -> ImporterConformance {
        let export = SampleExport.tiny
        let packings: [(String, SamplePacking)] = [
            ("zip", SamplePacking(.zip)), ("folder", SamplePacking(.folder)),
            ("tar", SamplePacking(.tar, split: .parts(2), extraTopFolder: "x")),
        ]
        return ImporterConformance(
            Flawed(flaw: flaw),
            packings: packings.map { name, packing in
                ImporterConformance.Packing(name) { try export.write(to: $0, as: packing) }
            },
            damageable: export.expected().calendars[0].path, foreign: ForeignListings.all)
    }

    @Test(
        arguments: [
            ("none", []), ("forgetsAnEntry", ["every entry ends exactly once"]),
            ("settlesTwice", ["every entry ends exactly once"]),
            ("givesNoItem", ["items come from entries that ended as imported or kept"]),
            ("stopsAtDamage", ["a damaged entry costs nothing but itself"]),
            ("dependsOnTheArchive", ["the same export gives the same items however it is packed"]),
            ("dependsOnTheOrder", ["the same export gives the same items however it is packed"]),
            ("talksOfTheArchive", ["the same export gives the same findings however it is packed"]),
            ("claimsEverything", ["foreign exports are not claimed"]),
        ] as [(String, [String])])
    func aFlawBreaksItsLaw(_ flaw: String, _ laws: [String]) async throws {
        let conformance = Self.conformance(try #require(Flawed.Flaw(rawValue: flaw)))
        try await withDirectory { directory in
            var broken: [String] = []
            for (number, rule) in ImporterConformance.rules.enumerated() {
                let violations = try await rule.violations(conformance, "\(directory)/\(number)")
                if !violations.isEmpty { broken.append(rule.description) }
            }
            #expect(broken == laws)
        }
    }
}
