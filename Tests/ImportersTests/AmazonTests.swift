import Amazon
import Importing
import Items
import Planning
import TestKit
import Testing

@Suite struct AmazonTests {
    private static func conformance(_ isFrench: Bool) -> ImporterConformance {
        ProviderSample.amazon(isFrench: isFrench).conformance(
            AmazonImporter(), damageable: "Amazon.Lists.Wishlist.1.1/Amazon.Lists.Wishlist.json",
            foreign: ForeignListings.all + [listing(["Retail.design/plan.dwg", "Retail.design/x.png"])])
    }

    private func sample(_ isFrench: Bool) async throws -> ImportRecording {
        try await withDirectory { directory in
            try await ImportRecording(
                of: ProviderSample.amazon(isFrench: isFrench).write(to: directory), with: [AmazonImporter()])
        }
    }

    @Test(arguments: ImporterConformance.rules, [false, true])
    func obeys(_ rule: ImporterConformance.Rule, _ isFrench: Bool) async throws {
        try await withDirectory { directory in
            let violations = try await rule.violations(Self.conformance(isFrench), directory)
            #expect(violations == [])
        }
    }

    @Test(arguments: [false, true]) func everyEntryEndsAsTheSampleSays(_ isFrench: Bool) async throws {
        let recording = try await sample(isFrench)
        let entries = ProviderSample.amazon(isFrench: isFrench).entries
        for entry in entries {
            #expect(recording.outcome(ofPath: entry.path).map { "\($0)" } == "\(entry.outcome)", "\(entry.path)")
            #expect(recording.item(.file, identity: "Amazon/\(entry.path)") != nil, "\(entry.path) is not kept")
        }
        #expect(recording.count("amazon-kept") == 1 && recording.count("order-without-day") == 1)
        #expect(recording.items.count == entries.count + 4)
    }

    @Test func aYearOfOrdersCanBeRead() async throws {
        let recording = try await sample(false)
        #expect(
            recording.text(.file, "Amazon/Orders/2023.md") == """
                # Amazon orders 2023

                2 items in 2 orders.

                - Total: 1220.11 EUR

                ## 2023-05-01

                - Vélo, "rouge", 1234.50 EUR (order 408-1)
                - 2 × Retour #1, -14.39 EUR (order 408-2)

                """)
        // The order that both sets of columns hold stands in it once.
        let year = try #require(recording.text(.file, "Amazon/Orders/2024.md"))
        #expect(year.contains("2 items in 2 orders.") && year.contains("- 3 × Lamp, 30.00 USD (order 111-5)"))
        #expect(year.contains("- Total: 9.99 EUR\n- Total: 30.00 USD\n"))
    }

    @Test func booksAndListsCanBeRead() async throws {
        let recording = try await sample(true)
        let books = try #require(recording.text(.file, "Amazon/Kindle library.md"))
        #expect(books.contains("12 titles.") && books.contains("- Livre n° 3, 2023-04-11, KindleEBook, B003\n"))
        let list = recording.text(.file, "Amazon/Amazon.Lists.Wishlist.1.1/Amazon.Lists.Wishlist.md")
        #expect(list == "# Noël\n\n- [ ] Puzzle \\*500\\*\n- [ ] Écharpe\n")
    }

    @Test(arguments: [
        ["Retail.OrderHistory.1/Retail.OrderHistory.1.csv"], ["Vos\u{A0}commandes Amazon/Historique des commandes.csv"],
        ["Digital-Ordering.1/Digital Items.csv"], ["Advertising.2/x.csv"], ["Amazon.Lists.Wishlist.1.1/x.json"],
        ["backup/Kindle.Devices/x.json", "backup/Audible.Library/Audible.Library.csv"],
    ])
    func isKnownByNamesAlsoUnderATopFolder(_ paths: [String]) async throws {
        let files = Dictionary(uniqueKeysWithValues: paths.map { ($0, "x") })
        let recording = try await imported(files, with: [AmazonImporter()])
        #expect(recording.exports.map(\.importer) == ["amazon"])
    }
}
