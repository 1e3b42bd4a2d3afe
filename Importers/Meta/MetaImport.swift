internal import Importing
internal import Items

/// Reads one export: every entry goes to the product it belongs to.
struct MetaImport {
    /// What the products that lose something are called.
    static let events = "events you host or joined"
    static let pictures = "photos, videos, voice messages"

    private let reading: MetaReading

    init(_ export: ExportReader, _ service: MetaService, sink: any ImportSink) {
        reading = MetaReading(export, service, sink: sink)
    }

    /// How sure it is that an export is one of this service.
    static func recognize(_ listing: EntryListing, _ service: MetaService) -> Recognition? {
        MetaRecognition.recognize(listing).flatMap { $0.service == service ? $0.recognition : nil }
    }

    /// Gives all items. What is read in passing says when pictures were made, so that files come last.
    ///
    /// - Parameter description: the importer's, for what is lost.
    func run(_ description: ImporterDescription) async throws {
        let entries = reading.export.entries
        let roles = entries.map { MetaPaths.role(of: $0.path, reading.service) }
        func those(_ role: MetaRole) -> [ListedEntry] {
            zip(entries, roles).filter { $0.1 == role }.map(\.0)
        }
        tellFlavour(roles)
        for finding in description.losses(where: { product in
            product.source == Self.events && roles.contains(.events)
                || product.source == Self.pictures && roles.contains(.media)
        }) {
            reading.sink.note(finding)
        }
        try await EventsImporter(reading).read(those(.events))
        try await AddressBookImporter(reading).read(those(.addressBook))
        try await reading.readValues(those(.dates)) { entry, _ in try await reading.keep(entry) }
        try await ChroniclesImporter(reading).read(zip(entries, roles))
        for (number, role) in roles.enumerated() {
            switch role {
            case .media: try await reading.takeMedia(entries[number], number: number)
            case .page, .other: try await reading.keep(entries[number])
            case .friends:
                reading.sink.note(
                    Finding(
                        "friends-kept", .note, entry: reading.place(of: entries[number]),
                        "Of friends the export has only names, so no cards are made; the list is kept as a file."))
                try await reading.keep(entries[number])
            case .thread, .chronicle, .events, .addressBook, .dates: break
            }
        }
        if reading.dates.missing > 0 {
            reading.sink.note(
                Finding(
                    "missing-media", .warning, entry: reading.export.label,
                    "Pictures or files that posts and messages refer to are not there: a part may be missing.",
                    detail: "\(reading.dates.missing) of them"))
        }
    }

    /// Says that an export is in HTML, of which only pictures and files are understood.
    private func tellFlavour(_ roles: [MetaRole]) {
        let isHTML = roles.contains(.page) && !roles.contains { $0.isJSON }
        guard isHTML else { return }
        reading.sink.note(
            Finding(
                "html-export", .warning, entry: reading.export.label,
                "It was made as HTML, whose pages are for looking at only: they are kept as files, and so are all "
                    + "pictures. Ask \(reading.service.title) for the format JSON to have events, contacts and messages."
            ))
    }
}

extension MetaRole {
    /// Whether it is a product that only the JSON flavour has.
    fileprivate var isJSON: Bool {
        switch self {
        case .thread, .chronicle, .events, .addressBook, .dates, .friends: true
        case .page, .media, .other: false
        }
    }
}
