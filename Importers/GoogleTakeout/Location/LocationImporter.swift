internal import Importing
internal import Items
internal import JSON

/// Finds where a person has been: the location history of Takeout (`Records.json` and a file for each month), and the
/// timeline that a phone exports. It is read as it streams past, and becomes GPX files of a month each.
struct LocationImporter {
    private let reading: TakeoutReading

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Whether an entry has to be read as a stream; an entry that has not is settled.
    func wants(_ entry: TakeoutEntry) async throws -> Bool {
        let isSettings = ["settings.json", "timeline edits.json"].contains(ComparableName.of(entry.entry.name))
        guard FileEnding.of(entry.path) == .information, !isSettings else {
            try await reading.keep(entry)
            return false
        }
        return true
    }

    /// Takes the open content of an entry.
    func take(_ content: any ContentReader, of entry: TakeoutEntry) async throws {
        var files = PeriodFiles<LocationMonth>()
        var file = LocationFile(JSONSource(content))
        var count = 0
        let reference = entry.entry.reference
        func give(_ done: PeriodFiles<LocationMonth>.Finished) async throws {
            count += 1
            let year = done.name.prefix(4)
            let words = file.kind == .visits ? " visits and trips" : ""
            let folder = file.kind == .phone ? "Timeline" : "Location History"
            try await reading.sink.take(
                Item(fileAt: "\(folder)/\(year)/\(done.name)\(words).gpx", from: reference, bytes: done.bytes))
        }
        var problem: String?
        do {
            while let event = try file.next() {
                if let done = files.change(event.month, { $0.add(event) }) { try await give(done) }
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
}
