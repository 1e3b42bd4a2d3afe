import FilesImporter
import Foundation
import GoogleTakeout
import Importing
import Items
import Planning
import TestKit
import Testing

@Suite struct LooseFilesTests {
    private static let importers: [any Importer] = [TakeoutImporter(), LooseFilesImporter()]

    @Test func aFolderGivesCalendarsAddressBooksAndFiles() async throws {
        let found = try await imported(
            [
                "agenda.ics": calendar(name: "Travail", event("1")), "x/tâches.ICS": calendar(name: nil, event("2")),
                "x/amis.vcf": card("Zoé") + card("Léo"), "notes/a.txt": "a", "b": "",
            ], folder: "Mes données", with: Self.importers)
        #expect(found.exports.map(\.importer) == ["files"])
        #expect(
            Set(found.facts.map(\.collection)) == [
                "calendar Travail", "calendar tâches", "address-book amis", "folder Files/Mes données/notes",
                "folder Files/Mes données",
            ])
        #expect(found.paths == ["Files/Mes données/b", "Files/Mes données/notes/a.txt"])
        #expect(found.ledger.totals.imported == 5)
        #expect(found.items.allSatisfy { $0.kind != .file || $0.modified != nil })
    }

    @Test func looseFilesGoSideBySide() async throws {
        let found = try await withDirectory { directory in
            let paths = ["a.ics", "b.vcf", "c.txt"].map { directory + "/" + $0 }
            for (path, text) in zip(paths, [calendar(name: nil, event("1")), card("Zoé"), "c"]) {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            }
            return try await ImportRecording(of: paths, with: Self.importers)
        }
        #expect(found.paths == ["Files/c.txt"])
        #expect(Set(found.facts.map(\.collection)) == ["calendar a", "address-book b", "folder Files"])
    }

    @Test func aForeignArchiveKeepsApart() async throws {
        var export = SampleExport.tiny
        export.stamp = "none"
        let found = try await withDirectory { directory in
            let paths = try export.write(to: directory, as: SamplePacking(.tgz))
            let renamed = directory + "/vieux disque.tar.gz"
            try FileManager.default.moveItem(atPath: paths[0], toPath: renamed)
            return try await ImportRecording(of: [renamed], with: [LooseFilesImporter()])
        }
        try found.ledger.close()
        #expect(found.facts(of: .event).count == export.expected().items[.event])
        #expect(found.paths.allSatisfy { $0.hasPrefix("Files/vieux disque/Takeout/") })
        #expect(found.items.allSatisfy { $0.modified == nil })
        #expect(found.ledger.totals.kept > 0)
    }

    @Test func whatCannotBeConvertedStaysAFile() async throws {
        let found = try await imported(
            ["a.ics": "", "b.vcf": "no", "c.ics": calendar(name: "C")], with: Self.importers)
        #expect(found.paths == ["Files/export/a.ics", "Files/export/b.vcf", "Files/export/c.ics"])
        #expect(found.ledger.totals.kept == 3)
        #expect(found.findings.map(\.code).sorted() == ["empty-calendar", "not-a-calendar", "not-an-address-book"])
    }

    @Test func archivesInAFolderStayFilesAndThatIsSaid() async throws {
        let found = try await imported(["a.zip": "x", "été/B.TGZ": "y", "c.txt": "z"], with: Self.importers)
        #expect(found.paths == ["Files/export/a.zip", "Files/export/c.txt", "Files/export/été/B.TGZ"])
        #expect(found.findings.map(\.code) == ["archives-in-folder"])
        #expect(found.findings.first?.detail == "2 archives")
    }

    @Test(
        arguments: [
            ("photos.zip", nil, "photos"), ("a.tar.gz", nil, "a"), ("A.TGZ", nil, "A"), ("v1.2.zip", nil, "v1.2"),
            ("drive-download-20260101T000000Z-002.zip", "20260101T000000Z", "drive-download-20260101T000000Z"),
        ] as [(String, String?, String)])
    func partsGiveFoldersTheirNames(_ part: String, _ stamp: String?, _ folder: String) async throws {
        let found = try await withDirectory { directory in
            let export = SampleExport.tiny
            let paths = try export.write(to: directory, as: SamplePacking(.zip))
            let renamed = "\(directory)/\(part)"
            try FileManager.default.moveItem(atPath: paths[0], toPath: renamed)
            return try await ImportRecording(of: [renamed], with: [LooseFilesImporter()])
        }
        #expect(!found.paths.isEmpty)
        #expect(found.paths.allSatisfy { $0.hasPrefix("Files/\(folder)/Takeout/") })
    }
}
