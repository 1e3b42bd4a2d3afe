internal import Conversions
internal import Importing
internal import Items

/// Finds the calendars of an export: every `.ics` in the folder of the product. What lies beside them, such as
/// `meet_settings.json`, stays a file.
struct CalendarImporter {
    private let reading: TakeoutReading

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Whether an entry has to be read; an entry that has not is settled.
    func wants(_ entry: TakeoutEntry) async throws -> Bool {
        guard FileEnding.of(entry.path) == .calendar else {
            try await reading.keep(entry)
            return false
        }
        guard reading.isConvertible(entry) else {
            try await reading.keep(
                entry, "too-large-to-convert", "It is larger than 64 MiB, so it is kept as a plain file.")
            return false
        }
        return true
    }

    /// Takes the bytes of an entry.
    func take(_ bytes: [UInt8], of entry: TakeoutEntry) async throws {
        let conversion = CalendarConversion(
            bytes, stem: String(entry.entry.name.dropLast(4)), source: entry.entry.reference,
            place: reading.place(of: entry))
        for finding in conversion.findings { reading.sink.note(finding) }
        guard !conversion.isEmpty else {
            try await reading.keep(entry)
            return
        }
        reading.sink.record(.imported, of: entry.entry.reference)
        for item in conversion.items { try await reading.sink.take(item) }
        if conversion.leavesLinesOut { try await reading.keepBeside(entry) }
    }
}
