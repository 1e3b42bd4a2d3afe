import Foundation
import TestKit
import Testing

/// What the program says of providers: how to ask them, what is read of what they give.
@Suite struct HowToTests {
    private static let providers = [
        "google-takeout", "apple", "facebook", "instagram", "messenger", "microsoft", "amazon", "evernote", "doodle",
        "slack", "wetransfer", "whatsapp",
    ]
    private static let samples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Samples").path

    private func expectNarrow(_ result: ChildResult, at location: SourceLocation = #_sourceLocation) {
        let wide = result.output.split(separator: "\n").filter { $0.count > 80 }
        #expect(wide.isEmpty, sourceLocation: location)
    }

    @Test func aloneItListsTheProviders() throws {
        let result = try Scene().run(["how-to"])
        let named = result.output.split(separator: "\n").dropFirst().compactMap { $0.split(separator: " ").first }
        #expect(named.map(String.init) == Self.providers)
        expectNarrow(result)
    }

    @Test(arguments: providers)
    func theStepsAreDatedAndNumbered(_ provider: String) throws {
        let result = try Scene().run(["how-to", provider])
        #expect(result.output.contains("(as of 20"))
        #expect(result.output.contains("\n\n1. ") && result.output.contains("\n\n2. "))
        expectNarrow(result)
    }

    @Test(arguments: ["importers", "how-to"])
    func whatIsNotKnownIsRefusedWithWhatIs(_ command: String) throws {
        let result = try Scene().run([command, "floppy"], status: 64)
        #expect(result.errors.contains("floppy") && result.errors.contains("google-takeout, apple"))
    }

    @Test func theImportersAreALineEach() throws {
        let result = try Scene().run(["importers"])
        expectNarrow(result)
        #expect(result.output.split(separator: "\n").count { $0.contains("evernote") } == 1)
        #expect(!result.output.contains("PATH"))
    }

    @Test func anImporterSaysWhatBecomesOfItAndWhatIsLost() throws {
        let result = try Scene().run(["importers", "evernote"])
        #expect(result.output.contains("-> notes (Markdown)"))
        #expect(result.output.contains("not carried: stacks of notebooks"))
        expectNarrow(result)
    }

    @Test func aProgramOnThePathIsListedAndSaysHowToAsk() throws {
        let scene = try Scene()
        scene.command.environment["PATH"] = "/usr/bin:/bin:\(Self.samples)"
        let list = try scene.run(["importers"]).output
        let programs = try #require(list.range(of: "Programs of others on PATH"))
        #expect(list[programs.upperBound...].contains("  slack "))
        #expect(try scene.run(["importers", "slack"]).output.contains("\(Self.samples)/degoogle-importer-slack"))
        let steps = try scene.run(["how-to", "slack"]).output
        #expect(steps.contains("1. An owner opens") && !steps.contains("as of"))
    }
}
