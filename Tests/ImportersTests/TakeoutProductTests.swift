import GoogleTakeout
import Importing
import Items
import Planning
import TestKit
import Testing

/// Finding the products, whatever their folders are called.
@Suite struct TakeoutProductTests {
    private static let event1 = calendar(name: "A", event("1"))

    private func kinds(_ files: [String: String]) async throws -> [String: Int] {
        let found = try await imported(files, with: [TakeoutImporter()])
        try found.ledger.close()
        return found.facts.reduce(into: [:]) { $0[$1.kind.rawValue, default: 0] += 1 }
    }

    @Test(arguments: ["Calendar", "Kalender", "Agenda", "캘린더", "agenda", " Agenda\u{A0}", "カレンダー", "Tuntematon"])
    func calendarsAreFoundInAnyLanguage(_ folder: String) async throws {
        #expect(try await kinds(["Takeout/\(folder)/a.ics": Self.event1]) == ["event": 1])
    }

    @Test(arguments: ["Contacts", "Google Kontakte", "Kontakty", "連絡先"])
    func contactsAreFoundInAnyLanguage(_ folder: String) async throws {
        #expect(try await kinds(["Takeout/\(folder)/X/X.vcf": card("Zoé")]) == ["contact": 1])
    }

    @Test func theOverviewDecides() async throws {
        let page = """
            <h1 class="data-folder-name" data-english-name="CALENDAR" data-folder-name="Naptár &amp; co">x</h1>
            <h1 class='data-folder-name' data-folder-name='Agenda' data-english-name='DRIVE'>x</h1>
            """
        let found = try await imported(
            [
                "Takeout/Übersicht.html": page, "Takeout/Naptár & co/x/a.ics": Self.event1,
                "Takeout/Agenda/b.ics": Self.event1,
            ], with: [TakeoutImporter()])
        #expect(found.facts(of: .event).count == 1)
        #expect(found.paths == ["Drive/b.ics", "Google Takeout/Übersicht.html"])
    }

    @Test func otherProductsStayFiles() async throws {
        let found = try await imported(
            [
                "Takeout/Keep/note.json": "{}", "Takeout/Voice/Phones.vcf": card("Me"), "Takeout/Mail/a.mbox": "From ",
                "Takeout/archive_browser.html": "<html></html>", "Takeout/Google Photos/Voyage/x.ics": Self.event1,
            ], folder: "takeout-20260416T000738Z", with: [TakeoutImporter()])
        #expect(
            found.paths == [
                "Google Takeout/20260416T000738Z/archive_browser.html", "Google Takeout/Google Photos/Voyage/x.ics",
                "Google Takeout/Keep/note.json", "Google Takeout/Mail/a.mbox", "Google Takeout/Voice/Phones.vcf",
            ])
        #expect(found.ledger.totals.kept == 5)
    }

    @Test(arguments: [
        "Takeout", "takeout", "TAKEOUT", "Takeout 2", "Takeout (1)", "Takeout-3", "a/Takeout", "a/b/Takeout",
    ])
    func theRootIsFound(_ root: String) async throws {
        let found = try await imported(
            ["\(root)/Drive/a.txt": "a", "\(root)/Agenda/a.ics": Self.event1], with: [TakeoutImporter()])
        #expect(found.paths == ["Drive/a.txt"])
        #expect(found.facts(of: .event).count == 1)
    }

    @Test func aFolderNamedTakeoutInDriveIsNoRoot() async throws {
        let found = try await imported(
            ["archive_browser.html": "", "Drive/Takeout/Drive/a.txt": "a", "Drive/b.txt": "b"],
            with: [TakeoutImporter()])
        #expect(found.paths == ["Drive/Takeout/Drive/a.txt", "Drive/b.txt", "Google Takeout/archive_browser.html"])
    }

    @Test(
        arguments: [
            (["Takeout/Keep/a.json"], ["x.zip"], 1.0), (["mine/Takeout 2/Keep/a.json"], ["x.zip"], 1.0),
            (["Drive/a.txt"], ["takeout-20260416T000738Z-7-001.zip"], 0.9),
            (["Keep/a.json"], ["old takeout-20260416T000738Z-001 (1).zip"], 0.9), (["Drive/a.txt"], ["Takeout"], 0.9),
            (["archive_browser.html", "Foo/a.txt"], ["x.zip"], 0.8), (["Archiv_U\u{308}bersicht.html"], ["x.zip"], 0.8),
            (["Contacts/All Contacts/All Contacts.vcf"], ["x.zip"], 0.7),
            (["Contacts/A/A.vcf", "Calendar/zoe.ics"], ["x.zip"], 0.8), (["Calendar/zoe.ics"], ["x.zip"], 0.6),
        ] as [([String], [String], Double)])
    func isRecognised(_ paths: [String], _ parts: [String], _ confidence: Double) {
        #expect(TakeoutImporter().recognize(listing(paths, parts: parts))?.confidence == confidence)
    }
}
