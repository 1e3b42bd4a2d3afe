public import Importing
internal import Items

/// Reads exports of Google Takeout: zip, tgz or unpacked, in any language, in any number of parts.
public struct TakeoutImporter: Importer {
    /// The importer; it has no options.
    public init() {}

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "google-takeout", title: "Google Takeout",
        contents: "calendars, contacts, tasks, notes, Drive, places, chats",
        products: ProductTable.descriptions, howTo: .takeout)

    /// Knows an export by the folder `Takeout`, by the names of its parts, or by the folders of products.
    public func recognize(_ listing: EntryListing) -> Recognition? { TakeoutRecognition.recognize(listing) }

    /// Gives what `ProductTable` says of each product, and everything else as files below `Google Takeout/`.
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

    private func read(_ entries: [TakeoutEntry], products: ProductMap, _ reading: TakeoutReading) async throws {
        var work = ProductReading(reading)
        // A phone's timeline is a single file, which nobody puts into a folder.
        let isTimeline = entries.count == 1 && TakeoutRecognition.isTimeline(entries[0].entry.name)
        for (range, product) in products.runs {
            for entry in entries[range] { try await work.add(entry, of: isTimeline ? .location : product) }
        }
        try await work.read()
    }
}
