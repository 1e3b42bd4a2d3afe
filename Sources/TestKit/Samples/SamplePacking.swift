/// How a sample export is handed over: as which archives, split how, and what became of it on the way.
public struct SamplePacking: Sendable {
    /// The kind of the files written.
    public enum Format: String, Sendable, CaseIterable {
        case zip, tgz, tar
        /// A folder of plain files, as after unpacking all parts in one place.
        case folder
    }

    /// How the members of a zip file are compressed; tgz is always compressed as a whole.
    public enum Compression: Sendable {
        /// Everything, as Takeout does.
        case deflated
        /// Nothing.
        case stored
        /// Everything but content that does not compress, which is many times faster to make.
        case mixed
    }

    /// Into how many parts an export, or every bundle of it, is split. A folder is never split.
    public enum Split: Sendable {
        /// This many parts, neighbours in different ones; fewer when there are fewer entries.
        case parts(Int)
        /// Parts that each hold at most this many bytes of content and names, or one entry that is larger.
        case maximumBytes(UInt64)
    }

    /// The kind of the files written.
    public var format: Format
    /// How the members of a zip file are compressed.
    public var compression: Compression
    /// Into how many parts.
    public var split: Split
    /// Whether products go into bundles with numbers of their own, as in exports since 2025.
    public var bundled: Bool
    /// A folder above `Takeout`, as after packing an unpacked export again.
    public var extraTopFolder: String?
    /// Whether directory entries and traces of macOS and Windows are among the entries.
    public var junk: Bool

    /// One zip file in Takeout's manner unless told otherwise.
    public init(
        _ format: Format = .zip, compression: Compression = .mixed, split: Split = .parts(1), bundled: Bool = false,
        extraTopFolder: String? = nil, junk: Bool = false
    ) {
        self.format = format
        self.compression = compression
        self.split = split
        self.bundled = bundled
        self.extraTopFolder = extraTopFolder
        self.junk = junk
    }

    /// Whether there is one part.
    var isWhole: Bool { if case .parts(1) = split { true } else { false } }
}

/// One part of an export.
struct SamplePart: Hashable {
    var bundle: Int
    var number: Int
}

/// Says into which part each entry goes, one after the other.
struct SamplePartition {
    private let packing: SamplePacking
    private var counts: [Int: Int] = [:]
    private var filled: [Int: UInt64] = [:]

    init(_ packing: SamplePacking) {
        self.packing = packing
    }

    mutating func part(of entry: SampleEntry, product: SampleProduct?) -> SamplePart {
        let bundle = packing.bundled ? product?.bundle ?? SampleProduct.firstBundle : SampleProduct.firstBundle
        switch packing.split {
        case .parts(let parts):
            let count = counts[bundle, default: 0]
            counts[bundle] = count + 1
            return SamplePart(bundle: bundle, number: count % max(parts, 1) + 1)
        case .maximumBytes(let maximum):
            let size = entry.content.size + UInt64(entry.path.utf8.count)
            if let before = filled[bundle], before + size <= maximum {
                filled[bundle] = before + size
            } else {
                filled[bundle] = size
                counts[bundle, default: 0] += 1
            }
            return SamplePart(bundle: bundle, number: counts[bundle, default: 1])
        }
    }
}

extension SampleExport {
    /// The name of a part, as Takeout gives it.
    func partName(_ part: SamplePart, _ format: SamplePacking.Format) -> String {
        let number = String(part.number)
        let padded = String(repeating: "0", count: max(0, 3 - number.count)) + number
        return "takeout-\(stamp)-\(part.bundle)-\(padded).\(format.rawValue)"
    }

    /// The entries with what `packing` adds and below the folder it adds.
    func entries(packedAs packing: SamplePacking) -> SampleEntries {
        var sections = entries().sections
        if packing.junk { sections.insert(SampleSection(nil, junk(packing.format)), at: 0) }
        guard let top = packing.extraTopFolder else { return SampleEntries(sections: sections) }
        return SampleEntries(
            sections: sections.map { section in
                SampleSection(section.product, count: section.count) { index in
                    let entry = section.entry(index)
                    return SampleEntry("\(top)/\(entry.path)", entry.content, entry.outcome)
                }
            })
    }

    private func junk(_ format: SamplePacking.Format) -> [SampleEntry] {
        let drive = path(.drive, "")
        var junk = [
            "__MACOSX/._Takeout", "__MACOSX/\(drive)._a.txt", "Takeout/.DS_Store", "\(drive).DS_Store",
            "\(drive)._a.txt",
            "\(drive)Thumbs.db", "\(drive)desktop.ini",
        ].map { SampleEntry($0, .bytes([0, 5, 22, 7, 0, 2, 0, 0]), .leftOut) }
        // The folders of a folder are no entries of their own.
        if format != .folder {
            junk += ["Takeout/", drive, path(.calendar, "")].map { SampleEntry($0, .bytes([]), .leftOut) }
        }
        return junk
    }
}
