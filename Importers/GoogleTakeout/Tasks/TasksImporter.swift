internal import Importing
internal import Items

/// Finds the lists of tasks: `Tasks.json`, in any language. Everything beside it stays a file.
struct TasksImporter {
    private let reading: TakeoutReading

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Whether an entry has to be read; an entry that has not is settled.
    func wants(_ entry: TakeoutEntry) async throws -> Bool {
        try await reading.wantsConvertible(entry, if: FileEnding.of(entry.path) == .information)
    }

    /// Takes the bytes of an entry.
    func take(_ bytes: [UInt8], of entry: TakeoutEntry) async throws {
        guard let conversion = TasksConversion(bytes, source: entry.entry.reference) else {
            try await reading.keep(entry, "not-tasks", "It holds no lists of tasks, so it is kept as a plain file.")
            return
        }
        reading.sink.record(.imported, of: entry.entry.reference)
        reading.found(.tasks)
        for item in conversion.items { try await reading.sink.take(item) }
        if conversion.unread > 0 { try await reading.keepBeside(entry) }
        guard conversion.doubtfulDays > 0 else { return }
        reading.sink.note(
            Finding(
                "doubtful-due-day", .note, entry: reading.place(of: entry),
                "The day a task is due is given as a moment that is midnight in two zones with different days; the day "
                    + "west of the date line is taken only before 11:00 UTC.",
                detail: "\(conversion.doubtfulDays) tasks"))
    }
}
