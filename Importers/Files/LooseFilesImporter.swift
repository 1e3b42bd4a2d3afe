internal import Conversions
public import Importing
internal import Items

/// Reads whatever nobody else knows: loose files, folders, and archives of unknown origin. Calendars, address
/// books and contact lists are recognised by their endings, and everything else goes to the hosts as the file it is.
public struct LooseFilesImporter: Importer {
    /// The most bytes of a file that are read to be converted; a larger one stays a file.
    private static let limit = 64 << 20

    /// The importer; it has no options.
    public init() {}

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "files", title: "Files and folders",
        products: [
            ProductDescription(source: ".ics", destination: "a calendar (CalDAV)", lost: ""),
            ProductDescription(source: ".vcf", destination: "an address book (CardDAV)", lost: ""),
            ProductDescription(
                source: ".csv with contacts (Google, Outlook, Thunderbird)", destination: "an address book (CardDAV)",
                lost: "nothing; columns no card has a place for go into its note"),
            ProductDescription(source: "everything else", destination: "files", lost: ""),
        ])

    /// Answers to everything, but only if nobody else does.
    public func recognize(_ listing: EntryListing) -> Recognition? {
        Recognition(confidence: 0.05, evidence: "nobody else knows it")
    }

    /// Gives a calendar for every `.ics`, an address book for every `.vcf` and every contact list, and a file for
    /// everything else.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        // What somebody gives as files is meant as files; what an unknown provider packed is not understood.
        let plain: EntryOutcome = export.hasFileDates ? .imported : .kept
        var wanted: [ListedEntry] = []
        for entry in export.entries {
            guard Promise(entry) != nil else {
                try await Self.keep(entry, of: export, plain, sink)
                continue
            }
            if entry.byteCount ?? 0 <= UInt64(Self.limit) {
                wanted.append(entry)
            } else {
                sink.note(
                    Finding(
                        "too-large-to-convert", .warning, entry: export.place(of: entry),
                        "It is larger than 64 MiB, so it is kept as a plain file."))
                try await Self.keep(entry, of: export, .kept, sink)
            }
        }
        try await export.read(wanted, limit: Self.limit) { entry, content in
            switch content {
            case .success(let bytes): try await Self.convert(bytes, entry, of: export, plain, sink)
            case .failure(let error):
                sink.record(.unreadable(reason: error.description), of: entry.reference)
                sink.note(
                    Finding("unreadable-entry", .error, entry: export.place(of: entry), error.description))
            }
        }
    }

    private static func convert(
        _ bytes: [UInt8], _ entry: ListedEntry, of export: ExportReader, _ plain: EntryOutcome, _ sink: any ImportSink
    ) async throws {
        let place = export.place(of: entry)
        let stem = String(entry.name.dropLast(4))
        var isEmpty = true
        switch Promise(entry) {
        case .calendar:
            let conversion = CalendarConversion(bytes, stem: stem, source: entry.reference, place: place)
            for finding in conversion.findings { sink.note(finding) }
            for item in conversion.items {
                isEmpty = false
                try await sink.take(item)
            }
            if conversion.leavesLinesOut { try await keepBeside(entry, of: export, sink) }
        case .cards:
            let conversion = CardConversion(bytes, place: place)
            var items = CardItems(in: ItemCollection(.addressBook, name: stem))
            for finding in conversion.findings { sink.note(finding) }
            for card in conversion.cards {
                isEmpty = false
                try await sink.take(items.item(of: card, from: entry.reference))
            }
            for finding in items.findings(place: place) { sink.note(finding) }
            if conversion.leavesLinesOut { try await keepBeside(entry, of: export, sink) }
        case .table:
            let conversion = ContactListConversion(bytes, place: place)
            guard conversion.isContactList else { return try await keep(entry, of: export, plain, sink) }
            var items = CardItems(in: ItemCollection(.addressBook, name: stem))
            for finding in conversion.findings { sink.note(finding) }
            for card in conversion.cards {
                isEmpty = false
                try await sink.take(items.item(of: card, from: entry.reference))
            }
            if conversion.leavesLinesOut { try await keepBeside(entry, of: export, sink) }
        case nil: break
        }
        if isEmpty {
            try await keep(entry, of: export, .kept, sink)
        } else {
            sink.record(.imported, of: entry.reference)
        }
    }

    private static func keep(
        _ entry: ListedEntry, of export: ExportReader, _ outcome: EntryOutcome, _ sink: any ImportSink
    ) async throws {
        sink.record(outcome, of: entry.reference)
        try await sink.take(file(entry, of: export))
    }

    /// Keeps a file beside the items made of it, for lines that are in none of them.
    private static func keepBeside(
        _ entry: ListedEntry, of export: ExportReader, _ sink: any ImportSink
    ) async throws {
        sink.note(.keptBeside(export.place(of: entry)))
        try await sink.take(file(entry, of: export))
    }

    private static func file(_ entry: ListedEntry, of export: ExportReader) -> Item {
        Item(
            fileAt: FilePath.path(of: entry, partName: export.partName(of: entry), stamp: export.stamp),
            from: entry.reference, byteCount: entry.byteCount, checksum: entry.checksum,
            modified: export.hasFileDates ? entry.modified : nil)
    }
}

/// What the ending of a name promises, without regard to case.
private enum Promise {
    case calendar, cards, table

    init?(_ entry: ListedEntry) {
        switch String(decoding: entry.name.utf8.suffix(4), as: UTF8.self).lowercased() {
        case ".ics": self = .calendar
        case ".vcf": self = .cards
        case ".csv": self = .table
        default: return nil
        }
    }
}
