internal import Conversions
internal import Importing
internal import Items

/// What the importers of all products share while one export is read: where it comes from, where items go, and what
/// becomes of an entry that stays a plain file.
final class TakeoutReading {
    /// The most bytes of an entry that are read to be converted. Calendars and address books of a person are a
    /// thousand times smaller; a larger one goes to the host as the file it is.
    static let limit = 64 << 20

    let export: ExportReader
    let sink: any ImportSink
    /// The products of which something was imported.
    private(set) var products: Set<TakeoutProduct> = []
    /// The folder for files of the root, so that those of two exports do not meet under one name.
    private let rootFolder: String

    init(_ export: ExportReader, sink: any ImportSink) {
        self.export = export
        self.sink = sink
        let stamp = export.stamp ?? Self.stamp(in: export.label)
        rootFolder = stamp.map { "Google Takeout/\($0)/" } ?? "Google Takeout/"
    }

    func place(of entry: TakeoutEntry) -> String { export.place(of: entry.entry) }

    /// When an entry was changed, if the archive can be believed about it: Google writes the time of packing.
    func modified(_ entry: TakeoutEntry) -> Int64? { export.hasFileDates ? entry.entry.modified : nil }

    /// Lets an entry stay the file it is, below `Google Takeout/` and the folder of its product.
    func keep(_ entry: TakeoutEntry) async throws {
        sink.record(.kept, of: entry.entry.reference)
        try await sink.take(export.file(entry.entry, at: keptPath(entry)))
    }

    /// Keeps the file an entry is beside the items made of it.
    ///
    /// - Parameter isNoted: whether it is for lines that are in none of them, which the report says.
    func keepBeside(_ entry: TakeoutEntry, isNoted: Bool = true) async throws {
        if isNoted { sink.note(.keptBeside(place(of: entry))) }
        try await sink.take(export.file(entry.entry, at: keptPath(entry)))
    }

    private func keptPath(_ entry: TakeoutEntry) -> String {
        (entry.folder == nil ? rootFolder : "Google Takeout/") + entry.path
    }

    /// Lets an entry stay the file it is and says why.
    func keep(_ entry: TakeoutEntry, _ code: String, _ reason: String) async throws {
        sink.note(Finding(code, .warning, entry: place(of: entry), reason))
        try await keep(entry)
    }

    /// Lets an entry stay the file it is because it is too large to be converted.
    func keepTooLarge(_ entry: TakeoutEntry) async throws {
        export.noteTooLarge(entry.entry, limit: Self.limit, in: sink)
        try await keep(entry)
    }

    /// Settles an entry of which files were made while it streamed past.
    ///
    /// - Parameters:
    ///   - isMade: whether any was.
    ///   - noun: what it was read as.
    ///   - lacking: what is in none of them, for which the file is kept beside; `nil` where nothing is.
    func settle(
        _ entry: TakeoutEntry, _ product: TakeoutProduct, isMade: Bool, as noun: String, lacking: String?, code: String
    ) async throws {
        guard isMade else { return try await keep(entry) }
        sink.record(.imported, of: entry.entry.reference)
        found(product)
        guard let lacking else { return }
        sink.note(
            Finding(
                code, .warning, entry: place(of: entry),
                "Not all of it can be read as \(noun), so the file is kept beside what was made of it.",
                detail: lacking))
        try await keepBeside(entry, isNoted: false)
    }

    /// Whether an entry is one to be converted, and small enough; one that is not is settled as a file.
    func wantsConvertible(_ entry: TakeoutEntry, if isCandidate: Bool) async throws -> Bool {
        guard isCandidate else {
            try await keep(entry)
            return false
        }
        guard isConvertible(entry) else {
            try await keepTooLarge(entry)
            return false
        }
        return true
    }

    /// Notes that something of a product was imported.
    func found(_ product: TakeoutProduct) { products.insert(product) }

    /// Whether an entry is small enough to be converted.
    func isConvertible(_ entry: TakeoutEntry) -> Bool { (entry.entry.byteCount ?? 0) <= UInt64(Self.limit) }

    /// The bytes of an entry, or `nil` after saying that it cannot be read.
    func content(_ content: Result<[UInt8], ContentError>, of entry: TakeoutEntry) -> [UInt8]? {
        switch content {
        case .success(let bytes): return bytes
        case .failure(let error):
            fail(entry, error)
            return nil
        }
    }

    /// Says that an entry cannot be read.
    func fail(_ entry: TakeoutEntry, _ error: ContentError) { export.fail(entry.entry, error, in: sink) }

    /// The stamp in the name of a folder that an export was unpacked to: `takeout-20260416T000738Z-001`.
    private static func stamp(in label: String) -> String? {
        for element in label.split(separator: "-") {
            let bytes = Array(element.utf8)
            guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { continue }
            let digits = bytes[..<8] + bytes[9..<15]
            if digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { return String(element) }
        }
        return nil
    }
}
