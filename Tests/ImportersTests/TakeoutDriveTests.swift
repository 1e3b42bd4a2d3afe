import GoogleTakeout
import Items
import Planning
import TestKit
import Testing

@Suite struct TakeoutDriveTests {
    private static let information = """
        {"title": "a.txt", "starred": true, "content_last_modified": "2019-05-31T10:00:00Z",
         "permissions": [{"name": "Zoé", "role": "owner"}, {"name": "Léo", "role": "reader"}]}
        """

    private func takeout(_ files: [String: String]) async throws -> ImportRecording {
        try await imported(
            Dictionary(uniqueKeysWithValues: files.map { ("Takeout/Drive/\($0)", $1) }), folder: "takeout",
            with: [TakeoutImporter()])
    }

    @Test func filesKeepTheirPlace() async throws {
        let found = try await takeout([
            "a.txt": "a", "Études/2019/b.ics": "b", "Takeout/Drive/c.txt": "c", "x/x.vcf": card("no contact"),
        ])
        #expect(
            found.paths == ["Drive/Takeout/Drive/c.txt", "Drive/a.txt", "Drive/x/x.vcf", "Drive/Études/2019/b.ics"])
        #expect(found.ledger.totals.imported == 4)
        #expect(found.item(.file, identity: "Drive/Études/2019/b.ics")?.collection.name == "Drive/Études/2019")
    }

    @Test(arguments: [
        ("d/a.txt", "d/a.txt-info.json"), ("d/Report.docx", "d/Report-info.json"), ("plain", "plain-info.json"),
        ("d/Report(1).docx", "d/Report-info(1).json"), ("d/a(2).txt", "d/a.txt-info(2).json"),
    ])
    func aSidecarTellsTheDate(_ file: String, _ sidecar: String) async throws {
        let found = try await takeout([file: "a", sidecar: Self.information])
        #expect(found.paths == ["Drive/\(file)"])
        #expect(found.item(.file, identity: "Drive/\(file)")?.modified == 1_559_296_800)
        #expect(found.ledger.totals.merged == 1)
        #expect(found.count("sharing-not-carried") == 1)
    }

    @Test(arguments: [
        ["a-info.json": information], ["a.txt": "", "a.txt-info.json": "{\"title\": \"mine\"}"],
        ["a.txt": "", "a.txt-info.json": "[1, 2"], ["-info.json": information, "d/-info.json": information],
        ["Report.docx": "", "Report.pdf": "", "Report-info.json": information],
    ])
    func aFileThatOnlySoundsLikeASidecarStays(_ files: [String: String]) async throws {
        let found = try await takeout(files)
        #expect(found.paths == files.keys.map { "Drive/\($0)" }.sorted())
        #expect(found.ledger.totals.imported == files.count)
    }

    @Test func datesOfPackingAreNotBelieved() async throws {
        let export = SampleExport.tiny
        let found = try await withDirectory { directory in
            try await ImportRecording(
                of: export.write(to: directory, as: SamplePacking(.tar)), with: [TakeoutImporter()])
        }
        let dated = found.items.filter { $0.kind == .file && $0.modified != nil }
        #expect(dated.count == export.workspaceSidecars)
    }

    @Test func datesOfFilesInAFolderAreBelieved() async throws {
        let found = try await takeout(["a.txt": "a"])
        #expect(found.items.first?.modified != nil)
    }
}
