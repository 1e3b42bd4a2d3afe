internal import Conversions
internal import Importing
internal import Items

/// Finds the address book that a person's phone gave to Facebook.
struct AddressBookImporter {
    private let reading: MetaReading

    init(_ reading: MetaReading) { self.reading = reading }

    /// Reads the files of address books.
    func read(_ entries: [ListedEntry]) async throws {
        var items = CardItems(in: ItemCollection(.addressBook, name: reading.service.title))
        try await reading.readValues(entries) { entry, value in
            let contacts = AddressBookConversion(value)
            guard !contacts.isEmpty else { return try await reading.keep(entry) }
            let conversion = CardConversion(contacts.cards, place: reading.place(of: entry))
            for finding in conversion.findings { reading.sink.note(finding) }
            reading.sink.record(.imported, of: entry.reference)
            for card in conversion.cards {
                try await reading.sink.take(items.item(of: card, from: entry.reference))
            }
            if contacts.leavesOut || conversion.leavesLinesOut {
                try await reading.keepBeside(entry)
            }
        }
        for finding in items.findings(place: reading.export.label) { reading.sink.note(finding) }
    }
}
