import Glibc
import Importing
import Items
import Planning
import ProgramImporters
import TestKit
import Testing

@Suite struct SlackExampleTests {
    private static let example: ProgramImporter = {
        signal(SIGPIPE, SIG_IGN)
        let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        return ProgramImporter(name: "slack", path: root + "/Samples/degoogle-importer-slack")
    }()

    @Test(arguments: ImporterConformance.rules)
    func theExampleObeys(_ rule: ImporterConformance.Rule) async throws {
        let folder = try WorkFolder()
        let conformance = slack.conformance(
            Self.example, damageable: "été/2024-02-01.json",
            foreign: [EntryListing(entries: [], partNames: [], isLoose: false)])
        let violations = try await rule.violations(conformance, folder.path)
        #expect(violations == [])
    }

    @Test func aChannelBecomesANoteForEachMonth() async throws {
        let folder = try WorkFolder()
        let recording = try await ImportRecording(of: slack.write(to: folder.path), with: [Self.example])
        #expect(
            recording.facts(of: .note).map(\.identity)
                == ["Slack/general/2024-01.md", "Slack/general/2024-02.md", "Slack/été/2024-02.md"])
        let note = try #require(recording.item(.note, identity: "Slack/general/2024-01.md"))
        guard case .bytes(let bytes) = note.content else {
            Issue.record("a note has its bytes")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self).contains("Merci 🎉"))
        for entry in slack.entries {
            #expect(recording.outcome(ofPath: entry.path)?.name == entry.outcome.rawValue, "\(entry.path)")
        }
    }

    @Test func itSaysWhatItReads() {
        #expect(Self.example.description.name == "slack")
        #expect(Self.example.description.title == "Slack")
        #expect(Self.example.description.products.map(\.source) == ["channels"])
    }
}
