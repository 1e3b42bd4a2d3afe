import FilesImporter
import GoogleTakeout
import Importing
import Items
import TestKit
import Testing

extension ImporterConformance {
    /// A packing of a sample export.
    fileprivate static func packing(_ name: String, _ export: SampleExport, _ packing: SamplePacking) -> Packing {
        Packing(name) { directory in try export.write(to: directory, as: packing) }
    }

    fileprivate static var takeout: ImporterConformance {
        var export = SampleExport.tiny
        export.missingFromParts = 2
        let packings = [
            packing("zip", export, SamplePacking(.zip)),
            packing("tgz", export, SamplePacking(.tgz)),
            packing("tar", export, SamplePacking(.tar)),
            packing("folder", export, SamplePacking(.folder)),
            packing("three zips", export, SamplePacking(.zip, split: .parts(3))),
            packing("small zips", export, SamplePacking(.zip, split: .maximumBytes(20_000))),
            packing("bundles", export, SamplePacking(.zip, split: .parts(2), bundled: true)),
            packing(
                "two tgz, packed again", export, SamplePacking(.tgz, split: .parts(2), extraTopFolder: "sauvegarde")),
            packing("litter", export, SamplePacking(.zip, junk: true)),
            packing("folder with litter", export, SamplePacking(.folder, extraTopFolder: "x", junk: true)),
        ]
        return ImporterConformance(
            TakeoutImporter(), packings: packings, damageable: export.expected().calendars[0].path,
            foreign: ForeignListings.all)
    }

    /// Files that are nobody's: the same folder packed in several ways by hand.
    fileprivate static var files: ImporterConformance {
        let export = SampleExport.tiny
        // One name for all of them, because files go below the name of what was given.
        let packings = [("zip", SamplePacking(.zip)), ("tgz", SamplePacking(.tgz)), ("tar", SamplePacking(.tar))].map {
            name, way in packing(name, export, way)
        }
        return ImporterConformance(
            LooseFilesImporter(), packings: packings, damageable: export.expected().calendars[0].path,
            foreign: ForeignListings.all, foreignConfidence: 0.09)
    }
}

@Suite struct ConformanceTests {
    @Test(arguments: ImporterConformance.rules)
    func takeoutObeys(_ rule: ImporterConformance.Rule) async throws {
        try await withDirectory { directory in
            let violations = try await rule.violations(.takeout, directory)
            #expect(violations == [])
        }
    }

    @Test func aDamagedOverviewCostsNothingButItself() async throws {
        let export = SampleExport.tiny
        let conformance = ImporterConformance(
            TakeoutImporter(), packings: [ImporterConformance.packing("zip", export, SamplePacking(.zip))],
            damageable: "Takeout/archive_browser.html", foreign: [])
        let rule = try #require(ImporterConformance.rules.first { $0.description.hasPrefix("a damaged entry") })
        try await withDirectory { directory in
            let violations = try await rule.violations(conformance, directory)
            #expect(violations == [])
        }
    }

    @Test(arguments: ImporterConformance.rules)
    func looseFilesObey(_ rule: ImporterConformance.Rule) async throws {
        try await withDirectory { directory in
            let violations = try await rule.violations(.files, directory)
            #expect(violations == [])
        }
    }
}

/// What other providers hand over, by names.
enum ForeignListings {
    /// Without those of Apple.
    static var notApple: [EntryListing] { all.filter { $0.entries.first?.path.hasPrefix("iCloud ") != true } }

    static let all: [EntryListing] = [
        listing(["iCloud Photos Part 1 of 2/Photos/IMG_0001.JPG", "iCloud Photos Part 1 of 2/Albums/Ete.csv"]),
        listing(["iCloud Calendars and Reminders/Calendars/Home.ics", "iCloud Contacts/vCards/Zoe.vcf"]),
        listing(["your_facebook_activity/messages/inbox/zoe_1/message_1.json", "media/photo.jpg"]),
        listing(["data/tweets.js", "data/profile_media/1-a.jpg", "Your archive.html"]),
        listing(["Drive/notes.txt", "Calendar/notes.txt", "Contacts/list.csv"]),
        listing(
            ["Calendar/work.ics", "Contacts/All Contacts/All Contacts.vcf"],
            parts: ["drive-download-20260101T000000Z-001.zip"]),
        listing(["Documents/Takeout/menu.pdf", "Documents/letter.odt"], parts: ["home.zip"]),
        listing(["Takeout-menus/pizza.pdf", "takeouts/soup.pdf"]),
        listing(["calendar.ics", "contacts.vcf", "photos/a.jpg"], parts: ["backup"], isLoose: true),
        listing(["channels.json", "users.json", "general/2024-01-01.json"]),
        listing([]),
    ]
}
