public import Importing

/// An export of any provider, as the list of its entries, to be handed over in every way one can be.
public struct ProviderSample: Sendable {
    /// What its parts are called, before their number and ending.
    public let name: String
    /// The entries of one request, in the order of the archive.
    public let entries: [SampleEntry]

    /// Describes an export.
    public init(_ name: String, _ entries: [SampleEntry]) {
        self.name = name
        self.entries = entries
    }

    /// Writes it into `directory`, which is made if it is missing.
    ///
    /// - Returns: the paths of the parts in the order of their names; for a folder, its path.
    /// - Throws: `SampleWriteError` when a file cannot be written.
    public func write(to directory: String, as packing: SamplePacking = SamplePacking()) throws -> [String] {
        var packed = entries
        if packing.junk { packed += junk(packing.format) }
        if let top = packing.extraTopFolder {
            packed = packed.map { SampleEntry("\(top)/\($0.path)", $0.content, $0.outcome) }
        }
        let handover = SampleHandover(
            entries: SampleEntries(sections: [SampleSection(nil, packed)]), folder: name, time: 1_700_000_000,
            partName: { part in
                let number = packing.isWhole ? "" : " \(part.number)"
                return "\(name)\(number).\(packing.format.rawValue)"
            })
        return try handover.write(to: directory, as: packing)
    }

    /// What an importer of this provider must do with it in every packing.
    ///
    /// - Parameters:
    ///   - damageable: the path of an entry that becomes items of its own.
    ///   - foreign: listings of other providers.
    public func conformance(
        _ importer: any Importer, damageable: String, foreign: [EntryListing]
    ) -> ImporterConformance {
        let packings: [(String, SamplePacking)] = [
            ("zip", SamplePacking(.zip)), ("tgz", SamplePacking(.tgz)), ("tar", SamplePacking(.tar)),
            ("folder", SamplePacking(.folder)), ("three zips", SamplePacking(.zip, split: .parts(3))),
            ("small zips", SamplePacking(.zip, split: .maximumBytes(2_000))),
            ("packed again", SamplePacking(.tgz, extraTopFolder: "sauvegarde")),
            ("litter", SamplePacking(.zip, junk: true)),
            ("folder with litter", SamplePacking(.folder, extraTopFolder: "x", junk: true)),
        ]
        return ImporterConformance(
            importer,
            packings: packings.map { name, packing in
                ImporterConformance.Packing(name) { directory in try write(to: directory, as: packing) }
            }, damageable: damageable, foreign: foreign)
    }

    /// What macOS and Windows leave behind, and the entries of folders.
    private func junk(_ format: SamplePacking.Format) -> [SampleEntry] {
        let first = entries.first?.path ?? ""
        let folder = first.lastIndex(of: "/").map { first[...$0] } ?? ""
        let names = ["__MACOSX/._a", "__MACOSX/\(folder)._a.txt", "\(folder).DS_Store", "\(folder)Thumbs.db"]
        let files = names.map { SampleEntry($0, .bytes([0, 5, 22, 7, 0, 2, 0, 0]), .leftOut) }
        guard format != .folder, !folder.isEmpty else { return files }
        return files + [SampleEntry(String(folder), .bytes([]), .leftOut)]
    }
}
