internal import Conversions
internal import Importing
internal import Items

/// Finds the calendars of an export: every `.ics` in the folder of the product. What lies beside them, such as
/// `meet_settings.json`, stays a file.
struct CalendarImporter {
    /// Larger calendars are converted one item at a time, so that memory stays that of the file.
    private static let smallSize = 1 << 20
    /// How many calendars are being converted at most while others are read.
    private static let window = 8

    private let reading: TakeoutReading
    private var pending: [(entry: TakeoutEntry, conversion: Task<Converted, Never>)] = []

    /// A small calendar with its items.
    private struct Converted: Sendable {
        let conversion: CalendarConversion
        let items: [Item]
    }

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Whether an entry has to be read; an entry that has not is settled.
    func wants(_ entry: TakeoutEntry) async throws -> Bool {
        try await reading.wantsConvertible(entry, if: FileEnding.of(entry.path) == .calendar)
    }

    /// Takes the bytes of an entry. Small calendars are converted on other cores while the next ones are read.
    mutating func take(_ bytes: [UInt8], of entry: TakeoutEntry) async throws {
        let (stem, source) = (String(entry.entry.name.dropLast(4)), entry.entry.reference)
        let place = reading.place(of: entry)
        guard bytes.count <= Self.smallSize else {
            try await finish()
            let conversion = CalendarConversion(bytes, stem: stem, source: source, place: place)
            try await give(conversion, conversion.items, of: entry)
            return
        }
        let conversion = Task.detached {
            let conversion = CalendarConversion(bytes, stem: stem, source: source, place: place)
            return Converted(conversion: conversion, items: Array(conversion.items))
        }
        pending.append((entry, conversion))
        if pending.count == Self.window { try await giveFirst() }
    }

    /// Gives what is still being converted.
    mutating func finish() async throws {
        while !pending.isEmpty { try await giveFirst() }
    }

    private mutating func giveFirst() async throws {
        let (entry, conversion) = pending.removeFirst()
        let converted = await conversion.value
        try await give(converted.conversion, converted.items, of: entry)
    }

    private func give(
        _ conversion: CalendarConversion, _ items: some Sequence<Item>, of entry: TakeoutEntry
    ) async throws {
        for finding in conversion.findings { reading.sink.note(finding) }
        guard !conversion.isEmpty else {
            try await reading.keep(entry)
            return
        }
        reading.sink.record(.imported, of: entry.entry.reference)
        reading.found(.calendar)
        for item in items { try await reading.sink.take(item) }
        if conversion.leavesLinesOut { try await reading.keepBeside(entry) }
    }
}
