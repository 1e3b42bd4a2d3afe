internal import Conversions
internal import Importing
internal import Items

/// Finds the events of an export. Those a person hosts or joined go to a calendar; invitations, and events that were
/// declined or only of interest, stay in their file.
struct EventsImporter {
    private let reading: MetaReading

    init(_ reading: MetaReading) { self.reading = reading }

    /// Reads the files of events.
    func read(_ entries: [ListedEntry]) async throws {
        try await reading.readValues(entries) { entry, value in
            let events = EventConversion(value, calendar: reading.service.title)
            let calendar = CalendarConversion(
                events.calendar, stem: reading.service.title, source: entry.reference, place: reading.place(of: entry))
            // Nothing of it is for a calendar.
            guard !events.isEmpty, !calendar.isEmpty else { return try await reading.keep(entry) }
            for finding in calendar.findings { reading.sink.note(finding) }
            reading.sink.record(.imported, of: entry.reference)
            for item in calendar.items { try await reading.sink.take(item) }
            if events.leavesOut || calendar.leavesLinesOut {
                try await reading.keepBeside(entry)
            }
        }
    }
}
