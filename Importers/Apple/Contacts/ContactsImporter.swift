internal import Conversions
internal import Importing
internal import Items
internal import VCard

/// Finds the contacts: one card a file, in one folder or in several. Properties of Apple's, with their groups
/// (`item1.X-ABLabel`) and parameters (`X-APPLE-OMIT-YEAR`), stay as they are.
enum ContactsImporter {
    /// The name of the address book; the export has none.
    private static let name = "Contacts"
    /// About how many bytes of cards are held at a time.
    private static let batchBytes: UInt64 = 64 << 20

    static func read(_ entries: [AppleEntry], _ reading: AppleReading) async throws {
        var items = CardItems(in: ItemCollection(.addressBook, name: name))
        var batch: [AppleEntry] = []
        var bytes: UInt64 = 0
        for entry in entries {
            guard entry.ending == "vcf" else {
                try await reading.keep(entry)
                continue
            }
            guard try await reading.isConvertible(entry) else { continue }
            batch.append(entry)
            bytes += entry.entry.byteCount ?? 0
            if bytes > batchBytes {
                try await convert(batch, &items, reading)
                (batch, bytes) = ([], 0)
            }
        }
        try await convert(batch, &items, reading)
        for finding in items.findings(place: reading.export.label) { reading.sink.note(finding) }
    }

    /// Converts cards in the order of their paths, whatever the order of the archives: who of two cards keeps a UID that
    /// both have must not depend on that.
    private static func convert(
        _ batch: [AppleEntry], _ items: inout CardItems, _ reading: AppleReading
    ) async throws {
        var contents: [EntryReference: [UInt8]] = [:]
        try await reading.read(batch) { entry, bytes in contents[entry.entry.reference] = bytes }
        let ordered = batch.sorted { left, right in
            let order = left.path.orderInBytes(right.path)
            return order == 0 ? left.entry.reference < right.entry.reference : order < 0
        }
        for entry in ordered {
            guard let bytes = contents.removeValue(forKey: entry.entry.reference) else { continue }
            let conversion = CardConversion(bytes, place: reading.place(of: entry))
            for finding in conversion.findings { reading.sink.note(finding) }
            guard !conversion.cards.isEmpty else {
                try await reading.keep(entry)
                continue
            }
            reading.sink.record(.imported, of: entry.entry.reference)
            for card in conversion.cards {
                try await reading.sink.take(items.item(of: card, from: entry.entry.reference))
            }
            if conversion.leavesLinesOut { try await reading.keepBeside(entry) }
        }
    }
}
