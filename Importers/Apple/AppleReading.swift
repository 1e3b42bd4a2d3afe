internal import Conversions
internal import Importing
internal import Items

/// What the products share while one export is read.
final class AppleReading {
    /// The most bytes of an entry that are read to be converted; a larger one goes to the host as the file it is.
    static let limit = 64 << 20

    let export: ExportReader
    let sink: any ImportSink
    /// How many files of each folder nobody converts.
    private var kept: [String: Int] = [:]

    init(_ export: ExportReader, sink: any ImportSink) {
        self.export = export
        self.sink = sink
    }

    func place(of entry: AppleEntry) -> String { export.place(of: entry.entry) }

    /// When an entry was changed, if the archive can be believed about it.
    func modified(_ entry: AppleEntry) -> Int64? { export.hasFileDates ? entry.entry.modified : nil }

    /// Gives the file an entry is.
    func take(_ entry: AppleEntry, as path: String, modified: Int64? = nil, _ outcome: EntryOutcome) async throws {
        sink.record(outcome, of: entry.entry.reference)
        try await sink.take(export.file(entry.entry, at: path, modified: modified))
    }

    /// Lets an entry stay the file it is, below `Apple/` and the folder of its category.
    func keep(_ entry: AppleEntry) async throws {
        if entry.category != nil { kept[entry.title, default: 0] += 1 }
        try await take(entry, as: keptPath(entry), .kept)
    }

    /// Lets an entry stay the file it is and says why.
    func keep(_ entry: AppleEntry, _ code: String, _ reason: String) async throws {
        sink.note(Finding(code, .warning, entry: place(of: entry), reason))
        try await keep(entry)
    }

    /// Keeps the file an entry is beside the items made of it, for lines that are in none of them.
    func keepBeside(_ entry: AppleEntry) async throws {
        sink.note(.keptBeside(place(of: entry)))
        try await sink.take(export.file(entry.entry, at: keptPath(entry)))
    }

    private func keptPath(_ entry: AppleEntry) -> String {
        "Apple/" + (entry.title.isEmpty ? "" : entry.title + "/") + entry.path
    }

    /// Whether an entry is small enough to be converted; one that is not is kept.
    func isConvertible(_ entry: AppleEntry) async throws -> Bool {
        if (entry.entry.byteCount ?? 0) <= UInt64(Self.limit) { return true }
        export.noteTooLarge(entry.entry, limit: Self.limit, in: sink)
        try await keep(entry)
        return false
    }

    /// Reads entries whole; those that cannot be read are accounted for.
    func read(_ wanted: [AppleEntry], _ body: (AppleEntry, [UInt8]) async throws -> Void) async throws {
        let byReference = Dictionary(wanted.map { ($0.entry.reference, $0) }) { first, _ in first }
        try await export.read(wanted.map(\.entry), limit: Self.limit) { listed, content in
            guard let entry = byReference[listed.reference] else { return }
            switch content {
            case .success(let bytes): try await body(entry, bytes)
            case .failure(let error): export.fail(listed, error, in: sink)
            }
        }
    }

    /// Says how much was kept without being understood.
    func reportKept() {
        for (title, count) in kept.sorted(by: { $0.key.precedesInBytes($1.key) }) {
            sink.note(
                Finding(
                    "kept-as-files", .note, entry: export.label,
                    count.counting(
                        "file of \(title) is kept as it is, below Apple/\(title).",
                        "files of \(title) are kept as they are, below Apple/\(title).")))
        }
    }
}
