internal import Conversions
internal import Importing
internal import Items
internal import JSON

/// What the products of an export share while it is read: where it comes from, where items go, and what becomes of an
/// entry that stays a plain file.
final class MetaReading {
    /// The most bytes of an entry that are read whole; those that may be larger are streamed.
    static let limit = 64 << 20

    let export: ExportReader
    let sink: any ImportSink
    let service: MetaService
    var dates: MetaDates

    init(_ export: ExportReader, _ service: MetaService, sink: any ImportSink) {
        self.export = export
        self.service = service
        self.sink = sink
        dates = MetaDates(export.entries, service)
    }

    func place(of entry: ListedEntry) -> String { export.place(of: entry) }

    /// A value whose texts are as they were meant.
    func mended(_ value: JSONValue) -> JSONValue { service.isGarbled ? Mojibake.mended(value) : value }

    // MARK: Files

    /// Where a picture or another file goes: the same for all generations of exports.
    func mediaPath(_ entry: ListedEntry) -> String { "\(service.title)/Media/\(service.path(below: entry.path))" }

    /// Lets an entry stay the file it is.
    func keep(_ entry: ListedEntry) async throws {
        sink.record(.kept, of: entry.reference)
        try await sink.take(keptFile(entry))
    }

    /// Lets an entry stay the file it is and says why.
    func keep(_ entry: ListedEntry, _ code: String, _ reason: String) async throws {
        sink.note(Finding(code, .warning, entry: place(of: entry), reason))
        try await keep(entry)
    }

    /// Keeps the file an entry is beside the items made of it, for what is in none of them.
    func keepBeside(_ entry: ListedEntry) async throws {
        sink.note(
            Finding(
                "kept-beside", .note, entry: place(of: entry),
                "Some of it is in no item, so the whole file is kept beside."))
        try await sink.take(keptFile(entry))
    }

    private func keptFile(_ entry: ListedEntry) -> Item {
        export.file(entry, at: "\(service.title)/Export/\(service.path(below: entry.path))")
    }

    /// Gives a picture or another file that was sent, with its date.
    func takeMedia(_ entry: ListedEntry, number: Int) async throws {
        sink.record(.imported, of: entry.reference)
        try await sink.take(export.file(entry, at: mediaPath(entry), modified: dates[number]))
    }

    /// The place of a file that a text of the export names, relative to a folder so many folders below the service's;
    /// `nil` if it is not there.
    func link(to uri: String, fromDepth depth: Int) -> String? {
        guard let index = dates.index(of: uri) else { return nil }
        let below = mediaPath(export.entries[index]).dropFirst(service.title.count + 1)
        return String(repeating: "../", count: depth) + below
    }

    // MARK: Reading

    /// Reads entries whole, and gives the JSON they are. One that cannot be read, is too large or is no JSON has been
    /// accounted for.
    func readValues(_ wanted: [ListedEntry], _ body: (ListedEntry, JSONValue) async throws -> Void) async throws {
        let small = try await export.holdable(wanted, limit: Self.limit, in: sink) { try await keep($0) }
        try await export.read(small, limit: Self.limit) { entry, content in
            let bytes: [UInt8]
            switch content {
            case .success(let content): bytes = content
            case .failure(let error): return fail(entry, error)
            }
            let value: JSONValue
            do throws(JSONProblem) {
                value = try JSONValue.parse(bytes)
            } catch {
                return try await keepBroken(entry, error)
            }
            let whole = mended(value)
            dates.add(whole)
            try await body(entry, whole)
        }
    }

    /// Accounts for an entry that cannot be read.
    func fail(_ entry: ListedEntry, _ error: ContentError) { export.fail(entry, error, in: sink) }

    /// Keeps an entry that is named like JSON and is none.
    func keepBroken(_ entry: ListedEntry, _ problem: JSONProblem) async throws {
        try await keep(entry, "broken-json", "\(problem). It is kept as a plain file.")
    }
}
