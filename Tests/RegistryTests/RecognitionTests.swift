import Archives
import Importing
import Items
import TestKit
import Testing

@testable import degoogle

@Suite struct RecognitionTests {
    /// All that this program has, so that none claims what another's provider packed.
    private static let importers = Registry.own + [Registry.last]

    private func readers(of paths: [String]) -> [String] {
        let archives = ArchiveSet.open(paths, options: ArchiveOptions(for: Self.importers))
        let session = ImportSession(archives: archives, importers: Self.importers)
        #expect(!session.findings.contains { $0.code == "ambiguous-provider" })
        return session.exports.map(\.importer.description.name)
    }

    @Test(arguments: ProviderNames.all)
    func everyProviderIsKnownByItsNames(_ names: ProviderNames) async throws {
        let sample = ProviderSample(names.archive, names.paths.map { SampleEntry($0, text: "x", .kept) })
        let packings = [
            SamplePacking(.zip), SamplePacking(.zip, junk: true), SamplePacking(.zip, extraTopFolder: "sauvegarde"),
            SamplePacking(.tgz, extraTopFolder: "été", junk: true), SamplePacking(.folder),
        ]
        let folder = try WorkFolder()
        for (index, packing) in packings.enumerated() {
            let paths = try sample.write(to: folder.at("\(index)"), as: packing)
            // What somebody unpacked is their own folder, if nothing but the name of the archive said whose it is.
            let isOwnFolder = packing.format == .folder && names.archive.hasPrefix("OneDrive_")
            #expect(readers(of: paths) == [isOwnFolder ? "files" : names.importer], "\(packing)")
        }
    }

    @Test(arguments: OwnSample.all)
    func everySampleIsReadByItsImporter(_ sample: OwnSample) throws {
        let folder = try WorkFolder()
        let packings = [
            SamplePacking(.zip, junk: true), SamplePacking(.zip, extraTopFolder: "sauvegarde d’été"),
            SamplePacking(.tgz, split: .parts(2)), SamplePacking(.folder, junk: true),
        ]
        for (index, packing) in packings.enumerated() {
            let paths = try sample.write(folder.at("\(index)"), packing)
            #expect(Set(readers(of: paths)) == [sample.importer], "\(packing)")
        }
    }

    @Test func looseFilesGoToWhoKnowsTheirEnding() throws {
        let folder = try WorkFolder()
        let sample = ProviderSample(
            "x", ["a.ics", "b.enex", "c.vcf", "d.pst", "e.csv", "f.ENEX"].map { SampleEntry($0, text: $0, .kept) })
        _ = try sample.write(to: folder.path, as: SamplePacking(.folder))
        let paths = ["f.ENEX", "e.csv", "d.pst", "c.vcf", "b.enex", "a.ics"].map { folder.at("x/\($0)") }
        let archives = ArchiveSet.open(paths, options: ArchiveOptions(for: Self.importers))
        let exports = ImportSession(archives: archives, importers: Self.importers).exports
        let read = Dictionary(exports.map { ($0.importer.description.name, $0.export.entries.map(\.path)) }) { $0 + $1 }
        #expect(
            read == ["files": ["a.ics", "c.vcf", "d.pst", "e.csv"], "evernote": ["b.enex", "f.ENEX"]])
    }

    @Test func allProvidersAtOnceAreKeptApart() throws {
        let folder = try WorkFolder()
        var paths: [String] = []
        for sample in OwnSample.all {
            paths += try sample.write(folder.at(sample.testDescription), SamplePacking(.zip))
        }
        #expect(Set(readers(of: paths)) == Set(OwnSample.all.map(\.importer)))
        #expect(readers(of: paths) == readers(of: paths.reversed()))
    }

    @Test func aTieIsReportedAndNothingIsGuessed() throws {
        let claimants: [any Importer] = [Claimant("one", 0.9), Claimant("two", 0.87), Registry.last]
        let folder = try WorkFolder()
        let paths = try ProviderSample("x", [SampleEntry("a.txt", text: "x", .kept)]).write(to: folder.path)
        let session = ImportSession(archives: ArchiveSet.open(paths), importers: claimants)
        #expect(session.exports.map(\.importer.description.name) == ["files"])
        #expect(session.findings.map(\.code) == ["ambiguous-provider"])
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
