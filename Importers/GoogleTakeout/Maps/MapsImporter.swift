internal import GPX
internal import Importing
internal import Items

/// Finds places a person has saved, labelled or reviewed, and saved lists. Their files stay; beside them comes one with
/// the places that every map program reads.
struct MapsImporter {
    private let reading: TakeoutReading
    private var withoutPosition = 0

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Whether an entry has to be read; an entry that has not is settled.
    func wants(_ entry: TakeoutEntry) async throws -> Bool {
        let isTable = entry.path.lowercased().hasSuffix(".csv")
        return try await reading.wantsConvertible(entry, if: isTable || FileEnding.of(entry.path) == .information)
    }

    /// Takes the bytes of an entry.
    mutating func take(_ bytes: [UInt8], of entry: TakeoutEntry) async throws {
        let isJSON = FileEnding.of(entry.path) == .information
        let found = isJSON ? SavedPlaces.geoJSON(bytes) : (SavedPlaces.csv(bytes), 0)
        guard let found, !found.places.isEmpty else {
            try await reading.keep(entry)
            return
        }
        withoutPosition += found.withoutPosition
        let dot = entry.entry.name.lastIndex(of: ".") ?? entry.entry.name.endIndex
        let stem = String(entry.entry.name[..<dot])
        var file = GPXFile(name: stem)
        for place in found.places { file.add(place) }
        reading.sink.record(.imported, of: entry.entry.reference)
        reading.found(.maps)
        try await reading.sink.take(
            Item(fileAt: "Maps/\(stem).gpx", from: entry.entry.reference, bytes: file.bytes(creator: "degoogle")))
        try await reading.keepBeside(entry, isNoted: false)
    }

    /// Says what could not be placed.
    func finish() {
        guard withoutPosition > 0 else { return }
        reading.sink.note(
            Finding(
                "places-without-position", .note, entry: reading.export.label,
                "Some saved places are in the export without their position; they are in the file it has of them only.",
                detail: "\(withoutPosition) places"))
    }
}
