internal import Importing
internal import Items
internal import JSON
internal import MarkdownNotes

/// Finds where a person has been: the location history of Takeout (`Records.json` and a file for each month), and the
/// timeline that a phone exports. It is read as it streams past, and becomes GPX files of a month each.
struct LocationImporter {
    private let reading: TakeoutReading
    /// How many entries may make files of the same names.
    private var sharing: [String: Int] = [:]

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Whether an entry has to be read as a stream; an entry that has not is settled.
    mutating func wants(_ entry: TakeoutEntry) async throws -> Bool {
        let isSettings = ["settings.json", "timeline edits.json"].contains(ComparableName.of(entry.entry.name))
        guard FileEnding.of(entry.path) == .information, !isSettings else {
            try await reading.keep(entry)
            return false
        }
        sharing[Self.group(entry), default: 0] += 1
        return true
    }

    /// Takes the open content of an entry.
    func take(_ content: any ContentReader, of entry: TakeoutEntry) async throws {
        var files = PeriodFiles<LocationMonth>()
        var file = LocationFile(JSONSource(content))
        var count = 0
        let reference = entry.entry.reference
        // The name says the entry where several could have it, so that their order in the archives decides nothing.
        let isShared = sharing[Self.group(entry), default: 0] > 1
        let origin = isShared ? " (\(Markdown.fileStem(String(entry.path.dropLast(5)), orElse: "")))" : ""
        func give(_ done: PeriodFiles<LocationMonth>.Finished) async throws {
            count += 1
            let year = done.name.prefix(4)
            let words = file.kind == .visits ? " visits and trips" : ""
            let folder = file.kind == .phone ? "Timeline" : "Location History"
            try await reading.sink.take(
                Item(fileAt: "\(folder)/\(year)/\(done.name)\(words)\(origin).gpx", from: reference, bytes: done.bytes))
        }
        var problem: String?
        do {
            while let event = try file.next() {
                if let done = files.change(Self.month(entry) ?? event.month, { $0.add(event) }) { try await give(done) }
            }
        } catch let error as ContentError {
            reading.fail(entry, error)
            return
        } catch let error as JSONProblem {
            problem = "\(error)"
        }
        for done in files.finish() { try await give(done) }
        try await reading.settle(
            entry, .location, isMade: count > 0, as: "a location history",
            lacking: problem ?? (file.unread > 0 ? "\(file.unread) parts" : nil), code: "location-not-whole")
    }

    /// The month in the name of a file for a month, `2019_MAY.json`. Its first and last hours may be in another month of
    /// UTC, for which there is a file too.
    private static func month(_ entry: TakeoutEntry) -> String? {
        let parts = ComparableName.of(entry.entry.name).dropLast(5).split(separator: "_")
        guard parts.count == 2, parts[0].utf8.count == 4, parts[0].utf8.allSatisfy({ $0 &- 0x30 < 10 }),
            let month = months.firstIndex(of: String(parts[1]))
        else { return nil }
        return "\(parts[0])-\(month < 9 ? "0" : "")\(month + 1)"
    }

    /// What entries share that may make files of the same names.
    private static func group(_ entry: TakeoutEntry) -> String {
        month(entry) ?? (ComparableName.of(entry.entry.name).hasPrefix("records") ? "records" : "")
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
}
