import Foundation
import Importing
import ProgramImporters
import Testing

@testable import degoogle

/// What importers say of themselves.
@Suite struct DescriptionTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The importers that a folder describes, in the order of their tables.
    private static let folders = [
        "Amazon": ["amazon"], "Apple": ["apple"], "Evernote": ["evernote"], "Files": ["files"],
        "GoogleTakeout": ["google-takeout"], "Meta": ["facebook", "instagram", "messenger"],
        "Microsoft": ["microsoft"],
    ]
    private static let importers = Registry.own + [Registry.last]

    @Test func everyImporterHasAFolderWithADescription() {
        #expect(Self.folders.values.flatMap { $0 }.sorted() == Self.importers.map(\.description.name).sorted())
    }

    @Test(arguments: folders.keys.sorted())
    func theTableOfTheReadmeIsThatOfTheProgram(_ folder: String) throws {
        let readme = try String(
            contentsOf: Self.root.appendingPathComponent("Importers/\(folder)/README.md"), encoding: .utf8)
        let header = "| source | destination | what is lost |"
        var rows: [Substring] = []
        var isInTable = false
        for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == header { isInTable = true }
            if !line.hasPrefix("|") { isInTable = false }
            if isInTable, line != header, !line.hasPrefix("|---") { rows.append(line) }
        }
        let names = try #require(Self.folders[folder])
        let expected = names.flatMap { name in
            Self.importers.first { $0.description.name == name }?.description.products ?? []
        }.map { "| \($0.source) | \($0.destination) |\($0.lost.isEmpty ? "" : " \($0.lost)") |" }
        #expect(rows.map(String.init) == expected)
    }

    @Test func everyImporterFitsOnALine() {
        let columns = (Self.importers.map(\.description.name.count).max() ?? 0) + 4
        for importer in Self.importers.map(\.description) {
            #expect(!importer.contents.isEmpty && columns + importer.contents.count <= 80, "\(importer.name)")
        }
    }

    @Test func everyProviderSaysHowToAskIt() {
        let names = Registry.howTos.map(\.name)
        #expect(Set(names).isSuperset(of: Registry.own.map(\.description.name)))
        #expect(Set(names).isSuperset(of: ["doodle", "slack", "wetransfer", "whatsapp"]))
        #expect(Set(names).count == names.count)
        for provider in Registry.howTos
        where !Registry.programs.contains(where: { $0.description.name == provider.name }) {
            let month = provider.howTo.checked?.split(separator: "-").compactMap { Int($0) } ?? []
            #expect(month.count == 2 && month[0] > 2020 && (1...12).contains(month[1]), "\(provider.name)")
            #expect((2...8).contains(provider.howTo.steps.count), "\(provider.name)")
        }
    }
}
