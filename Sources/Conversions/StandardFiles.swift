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
        var books = AddressBooks()
        // Lists of one name make one address book, and are held until all of them are there, as far as memory goes.
        var names: [String: Int] = [:]
        for entry in wanted where Format(entry.name) == .contactList { names[Self.stem(entry), default: 0] += 1 }
        var lists: [(entry: ListedEntry, conversion: ContactListConversion)] = []
        var held = 0
        try await export.read(wanted, limit: Self.limit) { entry, content in
            switch content {
            case .success(let bytes):
                if Format(entry.name) == .contactList {
                    let conversion = ContactListConversion(bytes, place: export.place(of: entry))
                    if !conversion.isContactList {
                        try await keep(entry, plain)
                    } else if names[Self.stem(entry), default: 0] > 1, held + bytes.count <= Self.limit {
                        held += bytes.count
                        lists.append((entry, conversion))
                    } else if try await take(conversion, entry, &books) {
                        found.insert(.contactList)
                    }
                } else if let format = Format(entry.name), try await convert(bytes, entry) {
                    found.insert(format)
                }
            case .failure(let error): export.fail(entry, error, in: sink)
            }
        }
        // In the order of paths: of two contacts of one name the first keeps the UID that is made of it.
        lists.sort { ExactText($0.entry.path) < ExactText($1.entry.path) }
        for (entry, conversion) in lists {
            if try await take(conversion, entry, &books) { found.insert(.contactList) }
        }
        for finding in books.findings { sink.note(finding) }
        var store = OutlookStoreConversion(into: sink)
        for entry in stores.sorted(by: { ExactText($0.path) < ExactText($1.path) }) {
            try await export.stream([entry]) { entry, content in
                switch content {
                case .success(let content):
                    if try await convertStore(content, entry, &store) { found.insert(.outlookStore) }
                case .failure(let error): export.fail(entry, error, in: sink)
                }
            }
        }
        for finding in store.findings { sink.note(finding) }
        return found
    }

    /// The name without the ending, which is what a collection is called.
    private static func stem(_ entry: ListedEntry) -> String { String(entry.name.dropLast(4)) }

    /// Gives what a file holds, and says whether there was anything; else it stays a file.
    private func convert(_ bytes: [UInt8], _ entry: ListedEntry) async throws -> Bool {
        let place = export.place(of: entry)
        let stem = Self.stem(entry)
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
        case .contactList, .outlookStore, nil: return false
        }
        return try await settle(entry, isMade: count > 0, leavesLinesOut: leavesLinesOut)
    }

    /// Gives the contacts of a list, and says whether there was any.
    private func take(
        _ conversion: ContactListConversion, _ entry: ListedEntry, _ books: inout AddressBooks
    ) async throws -> Bool {
        for finding in conversion.findings { sink.note(finding) }
        for card in conversion.cards {
            try await sink.take(books.item(of: card, in: Self.stem(entry), from: entry.reference))
        }
        return try await settle(
            entry, isMade: !conversion.cards.isEmpty, leavesLinesOut: conversion.leavesLinesOut)
    }

    /// Accounts for a file that was converted, and says whether anything was made of it; else it stays a file.
    private func settle(_ entry: ListedEntry, isMade: Bool, leavesLinesOut: Bool) async throws -> Bool {
        guard isMade else {
            try await keep(entry, .kept)
            return false
        }
        sink.record(.imported, of: entry.reference)
        if leavesLinesOut {
            sink.note(.keptBeside(export.place(of: entry)))
            try await sink.take(file(entry))
        }
        return true
    }

    private func convertStore(
        _ content: any ContentReader, _ entry: ListedEntry, _ store: inout OutlookStoreConversion
    ) async throws -> Bool {
        switch try await store.convert(content, of: entry.reference, place: export.place(of: entry)) {
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
