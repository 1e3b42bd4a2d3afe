import Conversions
import Evernote
import FilesImporter
import Foundation
import GoogleTakeout
import Importing
import Items
import Microsoft
import Planning
import TestKit
import Testing

/// What two things of one name, or something nobody expects, may cost: nothing.
@Suite struct NothingLostTests {
    // MARK: Places

    private static func visit(_ time: String) -> String {
        #"{"timelineObjects":[{"placeVisit":{"location":{"latitudeE7":481100000,"longitudeE7":-16800000},"#
            + #""duration":{"startTimestamp":"\#(time)"}}}]}"#
    }

    private static func walk(_ time: String) -> String {
        #"[{"startTime":"\#(time)","timelinePath":[{"point":"geo:48.8566,2.3522"}]}]"#
    }

    @Test func theOrderInTheArchiveNamesNoMonth() async throws {
        let entries = [
            ("Location History/Semantic Location History/2019/2019_MAY.json", Self.visit("2019-06-01T01:00:00Z")),
            ("Location History/Semantic Location History/2019/2019_JUNE.json", Self.visit("2019-06-02T01:00:00Z")),
            ("Location History/Timeline.json", Self.walk("2024-04-03T06:00:00Z")),
            ("Location History/Timeline (1).json", Self.walk("2024-04-04T06:00:00Z")),
        ].map { SampleEntry("Takeout/\($0)", text: $1, .imported) }
        for order in [entries, entries.reversed()] {
            let found = try await withDirectory { directory in
                try await ImportRecording(
                    of: ProviderSample("takeout", order).write(to: directory), with: [TakeoutImporter()])
            }
            #expect(
                found.paths == [
                    "Location History/2019/2019-05 visits and trips.gpx",
                    "Location History/2019/2019-06 visits and trips.gpx",
                    "Timeline/2024/2024-04 (Location History_Timeline (1)).gpx",
                    "Timeline/2024/2024-04 (Location History_Timeline).gpx",
                ])
        }
    }

    // MARK: Tasks

    @Test(
        arguments: [
            (#"[{"title":"a"},{"displayName":"L","tasks":[{"title":"b"}]}]"#, 2, false),
            (#"{"displayName":"L","tasks":[{"title":"a"},{"status":"completed"}]}"#, 1, true),
            (#"{"displayName":"L","tasks":[{"title":"a","linkedResources":[{"webUrl":"x"}]}]}"#, 1, true),
            (#"{"displayName":"L","tasks":[{"title":"a","checklistItems":[{"displayName":"s","x":1}]}]}"#, 2, true),
            (#"{"displayName":"L","tasks":[{"title":"a","attachments":[{"name":"f"}]}]}"#, 1, true),
            (#"{"displayName":"L","tasks":[{"title":"a","attachments":[]}]}"#, 1, false),
            (#"{"displayName":"L","tasks":[{"title":"a","dueDateTime":"2024-05-01"}]}"#, 1, true),
            (#"{"displayName":"L","theme":"blue","tasks":[{"title":"a"}]}"#, 1, true),
            (#"{"owner":"Zoe","value":[{"displayName":"L","tasks":[{"title":"a"}]}]}"#, 1, true),
            (#"{"@odata.context":"x","value":[{"displayName":"L","tasks":[{"title":"a","x":null}]}]}"#, 1, false),
        ])
    func whatNoTaskHoldsIsKeptBeside(_ text: String, _ tasks: Int, _ isKept: Bool) async throws {
        let found = try await imported(
            ["Microsoft To Do/a.json": text], folder: "microsoft", with: [MicrosoftImporter()])
        #expect(found.facts(of: .task).count == tasks && found.count("kept-beside") == (isKept ? 1 : 0))
        #expect(found.paths == (isKept ? ["Microsoft/Microsoft To Do/a.json"] : []))
    }

    // MARK: Contacts

    @Test func namesakesOfTwoListsOfOneNameAreTwo() async throws {
        let header = "First Name,Last Name,E-mail Address\n"
        let entries = [("home", "john@example.org"), ("work", "j.smith@example.com")].map { folder, address in
            SampleEntry("\(folder)/contacts.csv", text: "\(header)John,Smith,\(address)\n", .imported)
        }
        var seen: [[ImportRecording.Fact]] = []
        for order in [entries, entries.reversed()] {
            let found = try await withDirectory { directory in
                try await ImportRecording(
                    of: ProviderSample("export", order).write(to: directory), with: [LooseFilesImporter()])
            }
            seen.append(found.facts(of: .contact))
        }
        #expect(Set(seen[0].map(\.identity)).count == 2 && seen[0] == seen[1])
    }

    @Test func aTableOfAThousandColumnsIsNoContactList() {
        let header = "First Name,Last Name,E-mail Address" + String(repeating: ",x", count: 998)
        #expect(!ContactListConversion(Array("\(header)\nA,B,a@b\n".utf8), place: "a").isContactList)
    }

    // MARK: Notebooks

    @Test func whatANoteSaysBesideIsInItsFrontMatterOrTheFile() async throws {
        func read(_ more: String) async throws -> ImportRecording {
            let note = SampleEvernote.note("T", "<div>a</div>", more: more)
            return try await imported(["Book.enex": SampleEvernote.notebook(note)], with: [EvernoteImporter()])
        }
        let found = try await read(
            "<note-attributes> <source>web.clip</source><place-name>Brest</place-name></note-attributes>")
        let text = try #require(found.text(.note, "Book/T.md"))
        #expect(text.contains("source-kind: web.clip\n") && text.contains("place-name: Brest\n"))
        #expect(!text.contains("note-attributes") && found.paths.isEmpty)
        let repeated = try await read(
            "<note-attributes><application-data key=\"a\">1</application-data>"
                + "<application-data key=\"b\">2</application-data></note-attributes>")
        let once = try #require(repeated.text(.note, "Book/T.md"))
        #expect(once.split(separator: "application-data:").count == 2 && repeated.paths == ["Evernote/Book.enex"])
        let long = String(repeating: "x<!-- -->", count: 70_000)
        let cut = try await read("<note-attributes><author>\(long)</author></note-attributes>")
        #expect(cut.paths == ["Evernote/Book.enex"] && cut.count("too-large-to-convert") == 1)
    }

    /// Gives what another importer gives, and changes something when the first note comes.
    private struct Disturbed: Importer {
        let description = EvernoteImporter().description
        let disturb: @Sendable () -> Void

        func recognize(_ listing: EntryListing) -> Recognition? { EvernoteImporter().recognize(listing) }

        func read(_ export: ExportReader, into sink: any ImportSink) async throws {
            try await EvernoteImporter().read(export, into: Sink(sink, disturb))
        }

        private final class Sink: ImportSink {
            private let sink: any ImportSink
            private let disturb: @Sendable () -> Void

            init(_ sink: any ImportSink, _ disturb: @escaping @Sendable () -> Void) {
                self.sink = sink
                self.disturb = disturb
            }

            func take(_ item: Item) async throws {
                disturb()
                try await sink.take(item)
            }

            func note(_ finding: Finding) { sink.note(finding) }

            func record(_ outcome: EntryOutcome, of entry: EntryReference) { sink.record(outcome, of: entry) }
        }
    }

    @Test func aNotebookThatGoesWhileOthersAreReadIsUnreadable() async throws {
        try await withDirectory { directory in
            let notebook = Data(SampleEvernote.notebook(SampleEvernote.note("T", "<div>a</div>")).utf8)
            for name in ["A", "B"] { try notebook.write(to: URL(fileURLWithPath: "\(directory)/\(name).enex")) }
            let found = try await ImportRecording(
                of: [directory],
                with: [Disturbed { try? FileManager.default.removeItem(atPath: "\(directory)/B.enex") }])
            try found.ledger.close()
            #expect(found.outcomes == [1, 0, 0, 1] && found.count("unreadable-entry") == 1)
        }
    }

    @Test func manyOfOneNameAreApart() async throws {
        let notes = (0..<3000).map { _ in SampleEvernote.note("T", "") }.joined()
        let found = try await imported(
            ["Book.enex": SampleEvernote.notebook(notes)], with: [EvernoteImporter()])
        let names = Set(found.facts(of: .note).map(\.identity))
        #expect(names.count == 3000 && names.contains("Book/T.md") && names.contains("Book/T (3000).md"))
    }

    // MARK: Names and bytes

    @Test func aSlashUnderAMarkIsASlash() async throws {
        let resource = SampleEvernote.resource("a.t/\u{301}")
        let notebook = SampleEvernote.notebook(SampleEvernote.note("T", "", more: resource))
        let notes = try await imported(["Book.enex": notebook], with: [EvernoteImporter()])
        #expect(notes.facts(of: .attachment).map(\.identity) == ["Book/T/a.t_\u{301}.txt"])
        let chat = try await imported(
            [
                "Takeout/Google Chat/Groups/Space A/group_info.json": "{\"name\":\"A/\u{301}B\"}",
                "Takeout/Google Chat/Groups/Space A/messages.json": #"{"messages":[{"text":"x"}]}"#,
            ], with: [TakeoutImporter()])
        #expect(chat.paths == ["Google Chat/A_\u{301}B (Space A)/undated.md"])
    }

    @Test func messagesWhoseNumbersDifferInBytesAreTwo() async throws {
        let messages = ["\u{E9}", "e\u{301}", "\u{E9}"].map { #"{"message_id":"\#($0)","text":"hello"}"# }
        let found = try await imported(
            [
                "Takeout/Google Chat/Groups/A/messages.json":
                    #"{"messages":[\#(messages.joined(separator: ","))]}"#
            ], with: [TakeoutImporter()])
        let path = try #require(found.paths.first)
        #expect(found.text(.file, path)?.components(separatedBy: "hello").count == 3)
    }
}
