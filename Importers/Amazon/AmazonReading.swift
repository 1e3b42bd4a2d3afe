internal import Importing
internal import Items

/// What the products share while one export is read: where entries go, and what becomes of one that cannot be read.
struct AmazonReading {
    let export: ExportReader
    let sink: any ImportSink

    init(_ export: ExportReader, _ sink: any ImportSink) {
        self.export = export
        self.sink = sink
    }

    /// Gives an entry as the file it is.
    func keep(_ entry: ListedEntry, _ outcome: EntryOutcome) async throws {
        sink.record(outcome, of: entry.reference)
        try await sink.take(export.file(entry, at: "Amazon/\(entry.path)"))
    }

    /// Those entries that can be held; larger ones are kept.
    func holdable(_ entries: [ListedEntry], limit: Int) async throws -> [ListedEntry] {
        try await export.holdable(entries, limit: limit, in: sink) { try await keep($0, .kept) }
    }

    /// Says that an entry cannot be read.
    func fail(_ entry: ListedEntry, _ error: ContentError) { export.fail(entry, error, in: sink) }

    /// Says something about an entry.
    func note(
        _ entry: ListedEntry, _ code: String, _ severity: Finding.Severity, _ message: String, _ detail: String? = nil
    ) {
        sink.note(Finding(code, severity, entry: export.place(of: entry), message, detail: detail))
    }

    /// Says that there are more rows than are held to sum them up.
    func noteNoSummary(_ noun: String, over limit: Int) {
        sink.note(
            Finding(
                "no-summary", .warning, entry: export.label,
                "There are more than \(limit) \(noun), so no text is made of them; their files are kept as they are."))
    }

    /// Gives a text that was made of entries; the first of them in the order of paths is its source.
    func write(_ text: String, at path: String, from source: EntryReference, title: String) async throws {
        try await sink.take(Item(fileAt: path, from: source, bytes: Array(text.utf8), title: title))
    }
}
