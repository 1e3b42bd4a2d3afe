import Apple
import Archives
import Evernote
import FilesImporter
import GoogleTakeout
import Importing
import Items
import TestKit
import Testing

/// What a provider hands over, by names, and who must read it.
struct ProviderNames: CustomTestStringConvertible, Sendable {
    /// The name of the importer; where there is none, the files are kept as they are.
    let importer: String
    /// The name of the archive, without ending.
    let archive: String
    let paths: [String]

    init(_ importer: String, _ archive: String, _ paths: String...) {
        self.importer = importer
        self.archive = archive
        self.paths = paths
    }

    var testDescription: String { "\(importer): \(archive)" }

    static let all: [ProviderNames] = [
        .init("google-takeout", "takeout-20240525T201456Z-001", "Takeout/Drive/a.txt", "Takeout/archive_browser.html"),
        .init(
            "google-takeout", "takeout-20240525T201456Z-001", "Takeout/Drive/iCloud Drive/a.txt", "Takeout/Mail/b.mbox"),
        .init("google-takeout", "export", "Takeout/Keep/Notes Details.csv", "Takeout/Photos/Photo Details.csv"),
        .init("apple", "iCloud Contacts", "iCloud Contacts/vCards/Zoé.vcf", "iCloud Contacts/vCards/A.vcf"),
        .init("apple", "iCloud Calendars and Reminders", "iCloud Calendars and Reminders/Home.ics"),
        .init("apple", "iCloud Photos Part 4 of 20", "iCloud Photos Part 4 of 20/Photos/IMG_0001.HEIC"),
        .init("apple", "iCloud Photos Part 1 of 2", "Photos/Photo Details.csv", "Photos/IMG_1.JPG", "Albums/A.csv"),
        .init("apple", "iCloud Drive Part 2 of 3 (1)", "Drive/Takeout/a.pages", "Drive/b.txt"),
        .init("apple", "Photos iCloud Partie 1 sur 2", "Photos iCloud Partie 1 sur 2/Photos/IMG_0001.HEIC"),
        .init("apple", "Other Data Part 1 of 7", "Other Data Part 1 of 7/Apple Features/a.json"),
        .init(
            "apple", "data", "iCloud Notes/Notes Details.csv", "iCloud Notes/Notes/A/A.txt", "iCloud Mail/INBOX/1.eml"),
        .init("apple", "notes", "Notes Details.csv", "Notes/A/A.txt"),
        .init("apple", "Apple Media Services Information Part 1 of 2", "Apple_Media_Services/Stores Activity/a.csv"),
        .init(
            "meta", "facebook-zoe-2025-11-18-5XY1dvj4", "your_facebook_activity/posts/your_videos.json",
            "your_facebook_activity/messages/inbox/zoe_1/message_1.json", "personal_information/a/b.json"),
        .init("meta", "facebook-zoe", "posts/your_posts_1.json", "profile_information/profile_information.json"),
        .init(
            "meta", "instagram-zoe-2024-01-01-x", "your_instagram_activity/media/posts_1.json",
            "media/posts/202401/a.jpg"),
        .init("meta", "instagram", "content/posts_1.json", "followers_and_following/followers.json"),
        .init("meta", "messages", "Zoé_12.json", "Léa_3.json", "media/a.jpeg"),
        .init("whatsapp", "WhatsApp Chat - Zoé", "_chat.txt", "00000001-PHOTO-2024-01-01-10-00-00.jpg"),
        .init(
            "whatsapp", "Discussion WhatsApp avec Zoé", "Discussion WhatsApp avec Zoé.txt", "IMG-20240101-WA0001.jpg"),
        .init(
            "amazon", "Your Orders", "Retail.OrderHistory.1/Retail.OrderHistory.1.csv", "Digital-Ordering.1/Items.csv"),
        .init("amazon", "Kindle", "Kindle.Devices.ReadingSession/Kindle.Devices.ReadingSession.csv"),
        .init(
            "slack", "Asso Slack export Jan 1 2024", "users.json", "channels.json", "general/2024-01-01.json"),
        .init("skype", "8_live_export", "messages.json", "endpoints.json", "media/a.jpg"),
        .init("onedrive", "OneDrive_2024-01-01", "Documents/a.docx", "Pictures/b.jpg"),
        .init("wetransfer", "wetransfer_photos-ete_2024-07-01_1200", "a.jpg", "b.jpg"),
        .init("evernote", "notebooks", "Carnet.enex", "Travail.ENEX"),
        .init("files", "home", "Documents/iCloud Drive notes.txt", "Documents/Apple/invoice.pdf", "Photos/a.jpg"),
        .init("files", "games", "Game Center/scores.txt", "Other Data/b.bin"),
        .init("files", "Retail", "Retail.design/logo.svg", "Retail.design/b.ai"),
        .init("files", "mixed", "Carnet.enex", "letter.txt"),
        .init("files", "photos", "Photos/Photo Details.txt", "Photos/IMG_1.JPG"),
        .init("files", "mac", "Library/Mobile Documents/com~apple~CloudDocs/a.txt", "iCloud/a.txt"),
    ]
}

@Suite struct RecognitionTests {
    private static let importers: [any Importer] = [
        TakeoutImporter(), AppleImporter(), EvernoteImporter(), LooseFilesImporter(),
    ]
    private static let known = Set(importers.map(\.description.name))

    private func readers(of paths: [String], _ importers: [any Importer] = importers) -> [String] {
        let archives = ArchiveSet.open(paths, options: ArchiveOptions(for: importers))
        return ImportSession(archives: archives, importers: importers).exports.map(\.importer.description.name)
    }

    @Test(arguments: ProviderNames.all)
    func everyProviderIsKnownByItsNames(_ names: ProviderNames) async throws {
        let sample = ProviderSample(names.archive, names.paths.map { SampleEntry($0, text: "x", .kept) })
        let expected = Self.known.contains(names.importer) ? names.importer : "files"
        let packings = [
            SamplePacking(.zip), SamplePacking(.zip, junk: true), SamplePacking(.zip, extraTopFolder: "sauvegarde"),
            SamplePacking(.tgz, extraTopFolder: "été", junk: true), SamplePacking(.folder),
        ]
        try await withDirectory { directory in
            for (index, packing) in packings.enumerated() {
                let paths = try sample.write(to: "\(directory)/\(index)", as: packing)
                #expect(readers(of: paths) == [expected], "\(packing)")
            }
        }
    }

    @Test func looseFilesGoToWhoKnowsTheirEnding() async throws {
        try await withDirectory { directory in
            let sample = ProviderSample(
                "x", ["a.ics", "b.enex", "c.vcf", "d.pst", "e.csv", "f.ENEX"].map { SampleEntry($0, text: $0, .kept) })
            _ = try sample.write(to: directory, as: SamplePacking(.folder))
            let paths = ["f.ENEX", "e.csv", "d.pst", "c.vcf", "b.enex", "a.ics"].map { "\(directory)/x/\($0)" }
            let archives = ArchiveSet.open(paths, options: ArchiveOptions(for: Self.importers))
            let exports = ImportSession(archives: archives, importers: Self.importers).exports
            #expect(exports.map(\.importer.description.name) == ["files", "evernote"])
            #expect(
                exports.map { $0.export.entries.map(\.path) } == [
                    ["a.ics", "c.vcf", "d.pst", "e.csv"], ["b.enex", "f.ENEX"],
                ])
        }
    }

    @Test func severalProvidersAtOnceAreKeptApart() async throws {
        try await withDirectory { directory in
            let chosen = ["google-takeout", "apple", "evernote", "files"]
            var paths: [String] = []
            for name in chosen {
                guard let names = ProviderNames.all.first(where: { $0.importer == name }) else { continue }
                paths += try ProviderSample(names.archive, names.paths.map { SampleEntry($0, text: name, .kept) })
                    .write(to: "\(directory)/\(name)")
            }
            #expect(readers(of: paths).sorted() == chosen.sorted())
            #expect(readers(of: paths) == readers(of: paths.reversed()))
        }
    }

    @Test func aTieIsReportedAndNothingIsGuessed() async throws {
        let claimants: [any Importer] = [Claimant("one", 0.9), Claimant("two", 0.87), LooseFilesImporter()]
        try await withDirectory { directory in
            let paths = try ProviderSample("x", [SampleEntry("a.txt", text: "x", .kept)]).write(to: directory)
            let archives = ArchiveSet.open(paths)
            let session = ImportSession(archives: archives, importers: claimants)
            #expect(session.exports.map(\.importer.description.name) == ["files"])
            #expect(session.findings.map(\.code) == ["ambiguous-provider"])
        }
    }
}

/// Claims everything.
private struct Claimant: Importer {
    let description: ImporterDescription
    private let confidence: Double

    init(_ name: String, _ confidence: Double) {
        description = ImporterDescription(name: name, title: name, products: [])
        self.confidence = confidence
    }

    func recognize(_ listing: EntryListing) -> Recognition? { Recognition(confidence: confidence, evidence: "") }

    func read(_ export: ExportReader, into sink: any ImportSink) {}
}
