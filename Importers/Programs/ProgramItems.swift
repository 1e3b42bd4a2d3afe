internal import Conversions
internal import Importing
internal import Items

/// Makes items of what a program gives. Identities and fingerprints are made here, of standard formats, so that a
/// program need know nothing of them.
struct ProgramItems {
    private let export: ExportReader
    private var books = AddressBooks()
    /// What was noticed on the way.
    private var noticed: [Finding] = []

    init(_ export: ExportReader) { self.export = export }

    /// What there is to say, once all items are made.
    var findings: [Finding] { noticed + books.findings }

    /// The items of one thing.
    ///
    /// - Parameter bytes: `nil` for the bytes of the entry itself.
    mutating func items(of item: ProgramItem, bytes: [UInt8]?, from entry: ListedEntry) -> [Item] {
        let source = entry.reference
        switch (item.form, bytes) {
        case (.file, let bytes?):
            return [Item(fileAt: item.name, from: source, bytes: bytes, modified: item.modified, title: item.title)]
        case (.note, let bytes?):
            return [Item(noteAt: item.name, from: source, bytes: bytes, modified: item.modified, title: item.title)]
        case (.attachment, let bytes?):
            return [Item(attachmentAt: item.name, from: source, bytes: bytes, modified: item.modified)]
        case (.attachment, nil):
            return [
                Item(
                    attachmentAt: item.name, from: source, byteCount: entry.byteCount, checksum: entry.checksum,
                    modified: item.modified)
            ]
        case (.calendar, let bytes?):
            let place = export.place(of: entry)
            let conversion = CalendarConversion(bytes, stem: item.name, source: source, place: place)
            noticed += conversion.findings
            return Array(conversion.items)
        case (.contacts, let bytes?):
            let conversion = CardConversion(bytes, place: export.place(of: entry))
            noticed += conversion.findings
            return conversion.cards.map { books.item(of: $0, in: item.name, from: source) }
        case (.file, nil), (.note, nil), (.calendar, nil), (.contacts, nil):
            return [
                Item(
                    fileAt: item.name, from: source, byteCount: entry.byteCount, checksum: entry.checksum,
                    modified: item.modified)
            ]
        }
    }
}
