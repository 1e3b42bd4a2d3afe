internal import Conversions
internal import Importing
internal import Items
internal import VCard

/// The contacts of an export that was asked for as CSV. Takeout writes one list with all contacts and one for each
/// label with the same rows again, so that of equal rows one is taken: that of the largest list.
struct ContactLists {
    private let reading: TakeoutReading
    private let name: String

    init(_ reading: TakeoutReading, name: String) {
        self.reading = reading
        self.name = name
    }

    /// A list that was read.
    private struct List {
        let entry: TakeoutEntry
        let byteCount: Int
        let content: Fingerprint
        let conversion: ContactListConversion

        /// The largest first, then by path and by content, so that the order of reading decides nothing.
        func precedes(_ other: List) -> Bool {
            if byteCount != other.byteCount { return byteCount > other.byteCount }
            if ExactText(entry.path) != ExactText(other.entry.path) {
                return entry.path.precedesInBytes(other.entry.path)
            }
            if content != other.content { return content < other.content }
            return entry.entry.reference < other.entry.entry.reference
        }
    }

    /// Settles the lists: as contacts, or as files where there are cards or where they are no contact lists.
    func finish(_ entries: [TakeoutEntry], besideCards: Bool) async throws {
        guard !besideCards else {
            for entry in entries { try await reading.keep(entry) }
            return
        }
        var lists: [List] = []
        var wanted: [EntryReference: TakeoutEntry] = [:]
        for entry in entries { wanted[entry.entry.reference] = entry }
        try await reading.export.read(entries.map(\.entry), limit: TakeoutReading.limit) { listed, content in
            guard let entry = wanted[listed.reference], let bytes = reading.content(content, of: entry) else { return }
            let conversion = ContactListConversion(bytes, place: reading.place(of: entry))
            guard !conversion.cards.isEmpty else { return try await reading.keep(entry) }
            lists.append(
                List(entry: entry, byteCount: bytes.count, content: Fingerprint(of: bytes), conversion: conversion))
        }
        var items = CardItems(in: ItemCollection(.addressBook, name: name))
        var known: Set<Fingerprint> = []
        for list in lists.sorted(by: { $0.precedes($1) }) {
            let reference = list.entry.entry.reference
            var isOwner = false
            for card in list.conversion.cards where known.insert(Fingerprint(of: card.contentKey)).inserted {
                isOwner = true
                try await reading.sink.take(items.item(of: card, from: reference))
            }
            for finding in list.conversion.findings where isOwner || finding.severity != .note {
                reading.sink.note(finding)
            }
            if isOwner {
                reading.sink.record(.imported, of: reference)
                if list.conversion.leavesLinesOut { try await reading.keepBeside(list.entry) }
            } else if list.conversion.leavesLinesOut {
                try await reading.keep(list.entry)
            } else {
                reading.sink.record(.merged(reason: "its contacts stand in a larger list too"), of: reference)
            }
        }
        for finding in items.findings(place: reading.export.label) { reading.sink.note(finding) }
    }
}
