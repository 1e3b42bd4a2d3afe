import Apple
import FilesImporter
import GoogleTakeout
import Importing
import Items
import TestKit
import Testing

@Suite struct AppleTests {
    private static let importers: [any Importer] = [TakeoutImporter(), AppleImporter(), LooseFilesImporter()]

    private func recording(french: Bool = false, wrapped: Bool = false) async throws -> ImportRecording {
        try await withDirectory { directory in
            let paths = try SampleApple.write(to: directory, french: french, wrapped: wrapped)
            return try await ImportRecording(of: paths, with: Self.importers)
        }
    }

    @Test(arguments: ImporterConformance.rules)
    func obeys(_ rule: ImporterConformance.Rule) async throws {
        let conformance = SampleApple.export().conformance(
            AppleImporter(), damageable: SampleApple.calendar, foreign: ForeignListings.notApple)
        try await withDirectory { directory in
            let violations = try await rule.violations(conformance, directory)
            #expect(violations == [])
        }
    }

    @Test(arguments: ImporterConformance.rules.filter { !$0.description.hasPrefix("a damaged") })
    func obeysWithArchivesInsideArchives(_ rule: ImporterConformance.Rule) async throws {
        let conformance = ImporterConformance(
            AppleImporter(),
            packings: [
                .init("parts") { try SampleApple.write(to: $0, french: true) },
                .init("wrapped") { try SampleApple.write(to: $0, french: true, wrapped: true) },
                .init("wrapped and stored") {
                    try SampleApple.write(to: $0, french: true, wrapped: true, compression: .stored)
                },
                .init("in a folder") { directory in
                    _ = try SampleApple.write(to: directory + "/x", french: true)
                    return [directory + "/x"]
                },
                .init("in a folder, one unpacked") { directory in
                    _ = try SampleApple.export(french: true).write(to: directory + "/y", as: SamplePacking(.folder))
                    return [directory + "/y/Apple"]
                },
            ], damageable: SampleApple.calendar, foreign: [])
        try await withDirectory { directory in
            let violations = try await rule.violations(conformance, directory)
            #expect(violations == [])
        }
    }

    @Test(arguments: [false, true], [false, true])
    func everyEntryEndsAsTheSampleSays(_ french: Bool, _ wrapped: Bool) async throws {
        let recording = try await recording(french: french, wrapped: wrapped)
        #expect(recording.exports.map(\.importer) == ["apple"])
        for entry in SampleApple.export(french: french).entries {
            let outcome = recording.outcome(ofPath: entry.path).map { "\($0)" }
            #expect(outcome == "\(entry.outcome)", "\(entry.path)")
        }
        #expect(recording.findings.filter { $0.severity == .error } == [])
    }

    @Test func cardsKeepWhatIsApples() async throws {
        let recording = try await recording()
        #expect(recording.facts(of: .contact).count == 4)
        let zoe = try #require(recording.items.first { $0.title == "Zoé Lambert" })
        let text = try #require(recording.text(.contact, zoe.identity))
        for line in [
            "item2.X-ABLabel:_$!<HomePage>!$_", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-17",
            "X-SOCIALPROFILE;type=mastodon:https://example.org/@zoe",
        ] {
            #expect(text.contains(line + "\r\n"))
        }
    }

    @Test func eventsAndRemindersAreApart() async throws {
        let recording = try await recording()
        #expect(
            recording.facts(of: .task).map { "\($0.collection): \($0.identity)" } == [
                "calendar Home (reminders): todo-1", "calendar Reminders: todo-2", "calendar Reminders: todo-3",
            ])
        #expect(recording.facts(of: .event).map(\.collection) == ["calendar Home", "calendar Home"])
    }

    @Test func notesBecomeMarkdownWithTheirAttachments() async throws {
        let recording = try await recording(french: true)
        #expect(
            recording.facts(of: .note).map(\.identity) == [
                "Double.md", "Soupe d'été.md", "Maison/Double.md", "Maison/Listes_ courses.md",
            ])
        #expect(
            recording.text(.note, "Soupe d'été.md") == """
                ---
                created: 2023-06-01T08:30:00Z
                updated: 2023-06-02T09:00:00Z
                pinned: true
                ---

                Soupe d'été  
                \\# 2 oignons  
                ![photo (1).jpeg](Soupe%20d'été/photo%20%281%29.jpeg)  
                \\- 1 l d'eau

                - [recette.pdf](Soupe%20d'été/recette.pdf)

                """)
        #expect(recording.item(.note, identity: "Soupe d'été.md")?.modified == 1_685_696_400)
        #expect(
            recording.facts(of: .attachment).map(\.identity) == [
                "Soupe d'été/photo (1).jpeg", "Soupe d'été/recette.pdf",
            ])
        #expect(recording.count("ambiguous-note-dates") == 1)
        #expect(recording.count("note-parts-missing") == 1)
    }

    @Test func filesKeepTheirPathsAndPackagesTheirForm() async throws {
        let recording = try await recording(wrapped: true)
        let services = "Apple_Media_Services.zip/Apple_Media_Services/Stores Activity"
        #expect(
            recording.paths == [
                "Apple/Apple Account and device information/Apple ID Account Information.csv",
                "Apple/Apple Media Services Information/\(services)/Clicks.zip/Clicks.csv",
                "Apple/iCloud Mail/INBOX/1.eml", "Apple/iCloud Notes/Shared Notes Info.csv",
                "Apple/iCloud Photos/Albums/Été.csv", "Apple/iCloud Photos/Photos/Photo Details.csv",
                "iCloud Bookmarks/Bookmarks.html", "iCloud Drive/Album.key/Data/a.png",
                "iCloud Drive/Album.key/Index.zip", "iCloud Drive/Roman.pages", "iCloud Drive/iCloud Contacts.zip",
                "iCloud Drive/été/lettre.txt",
                "iCloud Photos/Photos/IMG_0001.JPG", "iCloud Photos/Photos/IMG_0002.MOV",
            ])
    }

    @Test func photosHaveTheDatesOfTheirList() async throws {
        let recording = try await recording()
        #expect(recording.item(.file, identity: "iCloud Photos/Photos/IMG_0001.JPG")?.modified == 1_654_344_660)
        #expect(recording.item(.file, identity: "iCloud Photos/Photos/IMG_0002.MOV")?.modified == 1_654_391_100)
    }

    @Test(arguments: [
        ("iCloud Contacts.zip", true), ("sauvegarde/iCloud Photos Part 3 of 20.zip", true),
        ("iCloud Notes (1).zip", true), ("iCloud Photos Part 1 of 2/Photos/iCloud Shared Albums.zip", true),
        ("Apple_Media_Services.zip/Apple_Media_Services/Stores Activity/Clicks.zip", true),
        ("Takeout/Drive/iCloud Drive.zip", false), ("iCloud Drive Part 1 of 2/Drive/iCloud Contacts.zip", false),
        ("iCloud Drive/iCloud Contacts.zip", false), ("holidays.zip", false),
        ("iCloud Mail/INBOX/iCloud Mail.zip", false), ("iCloud Notes/Notes/A/iCloud Notes.zip", false),
        ("iCloud Drive/Roman.pages/Index.zip", false),
    ])
    func onlyApplesOwnArchivesAreOpened(_ path: String, _ isOpened: Bool) {
        #expect(AppleImporter().opensArchive(at: path) == isOpened)
    }
}
