public import Importing
public import Items

/// Reads the files of an export that are in a format everybody has: calendars, address books, contact lists, mailboxes
/// of Outlook. Everything else goes to the hosts as the file it is.
public struct StandardFiles {
    /// The most bytes of a file that are read to be converted; a larger one stays a file.
    private static let limit = 64 << 20

    private let export: ExportReader
    private let sink: any ImportSink
    private let plain: EntryOutcome
    private let namingZones: Bool
    private let path: (ListedEntry) -> String

    /// Prepares reading.
    ///
    /// - Parameters:
    ///   - plain: how a file ends that is of no such format: `imported` where files are what was meant, else `kept`.
    ///   - namingZones: whether calendars are Microsoft's, whose time zones have names of their own.
    ///   - path: where an entry belongs as a file.
    public init(
        of export: ExportReader, into sink: any ImportSink, plain: EntryOutcome, namingZones: Bool = false,
        path: @escaping (ListedEntry) -> String
    ) {
        self.export = export
        self.sink = sink
        self.plain = plain
        self.namingZones = namingZones
        self.path = path
    }

    /// Whether a file of that name is read, by its ending.
    public static func reads(_ name: some StringProtocol) -> Bool { Format(name) != nil }

    /// Reads the entries and accounts for each of them.
    ///
    /// - Returns: the formats of which there was something.
    /// - Throws: only what the sink throws.
    @discardableResult
    public func read(_ entries: [ListedEntry]) async throws -> Set<Format> {
        var found: Set<Format> = []
        var wanted: [ListedEntry] = []
        var stores: [ListedEntry] = []
        for entry in entries {
            switch Format(entry.name) {
            case nil: try await keep(entry, plain)
            case .outlookStore: stores.append(entry)
            case .calendar, .cards, .contactList: wanted.append(entry)
            }
        }
        wanted = try await export.holdable(wanted, limit: Self.limit, in: sink) { try await keep($0, .kept) }
        try await export.read(wanted, limit: Self.limit) { entry, content in
            switch content {
            case .success(let bytes):
                if let format = Format(entry.name), try await convert(bytes, entry) { found.insert(format) }
            case .failure(let error): export.fail(entry, error, in: sink)
            }
        }
        try await export.stream(stores) { entry, content in
            switch content {
            case .success(let content):
                if try await convertStore(content, entry) { found.insert(.outlookStore) }
            case .failure(let error): export.fail(entry, error, in: sink)
            }
        }
        return found
    }

    /// Gives what a file holds, and says whether there was anything; else it stays a file.
    private func convert(_ bytes: [UInt8], _ entry: ListedEntry) async throws -> Bool {
        let place = export.place(of: entry)
        let stem = String(entry.name.dropLast(4))
        var count = 0
        let leavesLinesOut: Bool
        switch Format(entry.name) {
        case .calendar:
            let conversion = CalendarConversion(
                bytes, stem: stem, source: entry.reference, place: place, namingZones: namingZones)
            for finding in conversion.findings { sink.note(finding) }
            for item in conversion.items {
                count += 1
                try await sink.take(item)
            }
            leavesLinesOut = conversion.leavesLinesOut
        case .cards:
            let conversion = CardConversion(bytes, place: place)
            for finding in conversion.findings { sink.note(finding) }
            var items = CardItems(in: ItemCollection(.addressBook, name: stem))
            for card in conversion.cards {
                count += 1
                try await sink.take(items.item(of: card, from: entry.reference))
            }
            for finding in items.findings(place: place) { sink.note(finding) }
            leavesLinesOut = conversion.leavesLinesOut
        case .contactList:
            let conversion = ContactListConversion(bytes, place: place)
            guard conversion.isContactList else {
                try await keep(entry, plain)
                return false
            }
            for finding in conversion.findings { sink.note(finding) }
            var items = CardItems(in: ItemCollection(.addressBook, name: stem))
            for card in conversion.cards {
                count += 1
                try await sink.take(items.item(of: card, from: entry.reference))
            }
            for finding in items.findings(place: place) { sink.note(finding) }
            leavesLinesOut = conversion.leavesLinesOut
        case .outlookStore, nil: return false
        }
        guard count > 0 else {
            try await keep(entry, .kept)
            return false
        }
        sink.record(.imported, of: entry.reference)
        if leavesLinesOut {
            sink.note(.keptBeside(place))
            try await sink.take(file(entry))
        }
        return true
    }

    private func convertStore(_ content: any ContentReader, _ entry: ListedEntry) async throws -> Bool {
        let conversion = OutlookStoreConversion(of: entry.reference, place: export.place(of: entry), into: sink)
        switch try await conversion.convert(content) {
        case .converted:
            try await keep(entry, .imported)
            return true
        case .notConverted: try await keep(entry, .kept)
        case .unreadable(let error): export.fail(entry, error, in: sink)
        }
        return false
    }

    private func keep(_ entry: ListedEntry, _ outcome: EntryOutcome) async throws {
        sink.record(outcome, of: entry.reference)
        try await sink.take(file(entry))
    }

    private func file(_ entry: ListedEntry) -> Item {
        export.file(entry, at: path(entry))
    }

    /// What the ending of a name promises, without regard to case.
    public enum Format: Sendable {
        case calendar, cards, contactList, outlookStore

        fileprivate init?(_ name: some StringProtocol) {
            switch String(decoding: name.utf8.suffix(4), as: UTF8.self).lowercased() {
            case ".ics": self = .calendar
            case ".vcf": self = .cards
            case ".csv": self = .contactList
            case ".pst", ".ost": self = .outlookStore
            default: return nil
            }
        }
    }
}
