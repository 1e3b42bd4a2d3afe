import Importing
import Meta
import Planning
import TestKit
import Testing

@Suite struct ConformanceTests {
    /// Each flavour with each rule. Of HTML nothing is read, so that damage is met only when files are stored.
    private static let cases = SampleMeta.Generation.allCases.flatMap { generation in
        ImporterConformance.rules.map { (generation, $0) }
            .filter { $0.0 != .facebookHTML || !$0.1.description.hasPrefix("a damaged entry") }
    }

    @Test(arguments: cases)
    func everyGenerationObeys(_ generation: SampleMeta.Generation, _ rule: ImporterConformance.Rule) async throws {
        let sample = SampleMeta(generation)
        let conformance = sample.sample.conformance(
            generation.importer, damageable: sample.damageable, foreign: ForeignListings.all(but: generation))
        try await withDirectory { directory in
            let violations = try await rule.violations(conformance, directory)
            #expect(violations == [])
        }
    }

    @Test(arguments: SampleMeta.Generation.allCases, [false, true])
    func everyEntryEndsAsMade(_ generation: SampleMeta.Generation, _ isFrench: Bool) async throws {
        let sample = SampleMeta(generation, isFrench: isFrench).sample
        try await withDirectory { directory in
            let found = try await ImportRecording(
                of: sample.write(to: directory), with: [FacebookImporter(), InstagramImporter(), MessengerImporter()])
            #expect(found.exports.map(\.importer) == [generation.importer.description.name])
            try found.ledger.close()
            for entry in sample.entries {
                #expect(found.outcome(ofPath: entry.path)?.name == entry.outcome.rawValue, "\(entry.path)")
            }
            #expect(found.ledger.totals.unreadable == 0)
        }
    }
}

extension SampleMeta.Generation {
    /// The importer that must read it.
    var importer: any Importer {
        switch self {
        case .facebookUntil2023, .facebook2023, .facebookSince2024, .facebookHTML: FacebookImporter()
        case .instagram2021, .instagramUntil2023, .instagramSince2024: InstagramImporter()
        case .messenger: MessengerImporter()
        }
    }
}

/// What others hand over, by names.
enum ForeignListings {
    static func all(but generation: SampleMeta.Generation) -> [EntryListing] {
        let own = generation.importer.description.name
        let meta = SampleMeta.Generation.allCases.filter { $0.importer.description.name != own }.map { other in
            listing(SampleMeta(other).sample.entries.map(\.path), parts: [SampleMeta(other).sample.name + ".zip"])
        }
        return meta + others
    }

    private static let others = [
        listing(["Takeout/Calendar/a.ics", "Takeout/archive_browser.html"]),
        listing(["iCloud Photos Part 1 of 2/Photos/IMG_0001.JPG"]),
        listing(["data/tweets.js", "media/posts/a.jpg", "Your archive.html"]),
        listing(["messages/inbox/notes.txt", "personal_information/me.json", "ads_information/x.json"]),
        listing(["posts/2020-01-01-hello.md", "media/a.jpg", "index.html"]),
        listing(["report_2024.json", "data_1.json"]),
        listing(["report_2024.json"], parts: ["report_2024.json"], isLoose: true),
        listing(["report_2024.json", "media/a.jpg", "readme.md"]),
        listing(["events/a.ics", "likes/b.txt"], parts: ["facebook.zip"]),
        listing(["sources/main.c", "messages/de.po"], parts: ["facebook-sdk.zip"]),
        listing(["channels.json", "users.json", "general/2024-01-01.json"]),
        listing([]),
    ]
}
