public import Importing
internal import Items

/// Reads exports of Google Takeout: zip, tgz or unpacked, in any language, in any number of parts.
public struct TakeoutImporter: Importer {
    /// The importer; it has no options.
    public init() {}

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "google-takeout", title: "Google Takeout",
        products: [
            ProductDescription(
                source: "Calendar", destination: "calendars (CalDAV, .ics)",
                lost: "colours, sharing, Meet rooms, files in Drive that events refer to"),
            ProductDescription(
                source: "Contacts (.vcf, or .csv)",
                destination: "one address book (CardDAV, .vcf); labels become categories",
                lost: "photos that the export only names by an address of Google"),
            ProductDescription(
                source: "Drive", destination: "files", lost: "sharing, comments, earlier versions, stars"),
            ProductDescription(source: "everything else", destination: "files, as the export has them", lost: ""),
        ])

    /// Knows an export by the folder `Takeout`, by the names of its parts, or by the folders of products.
    public func recognize(_ listing: EntryListing) -> Recognition? { TakeoutRecognition.recognize(listing) }

    /// Gives calendars, one address book, the files of Drive, and everything else as files below `Google Takeout/`.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        let reading = TakeoutReading(export, sink: sink)
        let entries = export.entries.map(TakeoutEntry.init)
        let (stated, unreadable) = try await readOverview(entries, reading)
        let readable = unreadable.isEmpty ? entries : entries.filter { !unreadable.contains($0.entry.reference) }
        try await read(readable, products: ProductMap(readable, stated: stated), reading)
    }

    /// Reads what the export says of itself, tells what is missing, and gives the products by the comparable name of
    /// their folder, and the pages that could not be read, which are accounted for.
    private func readOverview(
        _ entries: [TakeoutEntry], _ reading: TakeoutReading
    ) async throws -> (products: [String: TakeoutProduct], unreadable: Set<EntryReference>) {
        var overview = ExportOverview()
        var pages: [EntryReference: TakeoutEntry] = [:]
        for entry in entries where ExportOverview.canBeOverview(entry) { pages[entry.entry.reference] = entry }
        var unreadable: Set<EntryReference> = []
        try await reading.export.read(pages.values.map(\.entry), limit: TakeoutReading.limit) { listed, content in
            guard let entry = pages[listed.reference] else { return }
            if let page = reading.content(content, of: entry) {
                overview.add(page)
            } else {
                unreadable.insert(listed.reference)
            }
        }
        overview.reportMissing(from: entries, reading)
        return (overview.products, unreadable)
    }

    /// Reads each product. What has to be read is read in one pass over the archives, photos of contacts in a second.
    private func read(_ entries: [TakeoutEntry], products: ProductMap, _ reading: TakeoutReading) async throws {
        var contacts = ContactsImporter(reading)
        var drive = DriveImporter(reading)
        var calendar = CalendarImporter(reading)
        var wanted: [ListedEntry] = []
        var roles: [EntryReference: (entry: TakeoutEntry, product: TakeoutProduct)] = [:]
        for (range, product) in products.runs {
            for entry in entries[range] {
                let isRead: Bool
                switch product {
                case .calendar: isRead = try await calendar.wants(entry)
                case .contacts: isRead = try await contacts.wants(entry)
                case .drive:
                    drive.add(entry)
                    isRead = false
                case .other:
                    isRead = false
                    try await reading.keep(entry)
                }
                guard isRead else { continue }
                wanted.append(entry.entry)
                roles[entry.entry.reference] = (entry, product)
            }
        }
        let sidecars = drive.sidecars()
        for sidecar in sidecars { roles[sidecar.entry.reference] = (sidecar, .drive) }
        wanted += sidecars.map(\.entry)
        try await reading.export.read(wanted, limit: TakeoutReading.limit) { listed, content in
            guard let (entry, product) = roles[listed.reference] else { return }
            guard let bytes = reading.content(content, of: entry) else {
                if product == .drive { drive.fail(entry) }
                return
            }
            switch product {
            case .calendar: try await calendar.take(bytes, of: entry)
            case .contacts: try await contacts.take(bytes, of: entry)
            case .drive: drive.take(bytes, of: entry)
            case .other: break
            }
        }
        try await calendar.finish()
        try await contacts.finish()
        try await drive.finish()
    }
}
