internal import Conversions
internal import Importing
internal import Items

/// Finds the calendars and the lists of reminders: a file each. Events and reminders that stand in one file go to
/// collections of their own, since many servers keep them apart.
enum CalendarsImporter {
    /// What the calendar is called that Apple makes of the birthdays in the contacts.
    private static let birthdays: Set<String> = ["birthdays", "anniversaires", "geburtstage"]

    static func read(_ entries: [AppleEntry], _ reading: AppleReading) async throws {
        var wanted: [AppleEntry] = []
        for entry in entries {
            guard entry.ending == "ics" else {
                try await reading.keep(entry)
                continue
            }
            guard !birthdays.contains(entry.stem.lowercased()) else {
                reading.sink.record(
                    .leftOut(reason: "Apple makes the calendar of birthdays of the contacts, which carry them"),
                    of: entry.entry.reference)
                continue
            }
            if try await reading.isConvertible(entry) { wanted.append(entry) }
        }
        try await reading.read(wanted) { entry, bytes in
            let conversion = CalendarConversion(
                bytes, stem: entry.stem, source: entry.entry.reference, place: reading.place(of: entry))
            for finding in conversion.findings { reading.sink.note(finding) }
            guard !conversion.isEmpty else {
                try await reading.keep(entry)
                return
            }
            reading.sink.record(.imported, of: entry.entry.reference)
            let isMixed =
                conversion.items.contains { $0.kind == .task } && conversion.items.contains { $0.kind != .task }
            for item in conversion.items {
                try await reading.sink.take(isMixed && item.kind == .task ? item.amongReminders : item)
            }
            if conversion.leavesLinesOut { try await reading.keepBeside(entry) }
        }
    }
}

extension Item {
    /// The task in a list of its own beside the calendar of its file.
    fileprivate var amongReminders: Item {
        guard case .bytes(let bytes) = content, let fingerprint else { return self }
        let list = ItemCollection(
            .calendar, name: collection.name + " (reminders)", summary: collection.summary, color: collection.color)
        return Item(
            kind, identity: identity, in: list, from: source, bytes: bytes, fingerprint: fingerprint,
            modified: modified, title: title, revision: revision)
    }
}
