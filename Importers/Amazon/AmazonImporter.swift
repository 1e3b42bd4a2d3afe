public import Importing
internal import Items

/// Reads what Amazon hands over when a person asks for their data: a folder for each kind of data, in one archive or in
/// dozens, in any language.
public struct AmazonImporter: Importer {
    /// The importer; it has no options.
    public init() {}

    private static let kindleLibrary = "Kindle library"
    private static let storage = "Amazon Photos, Amazon Drive"

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "amazon", title: "Amazon",
        contents: "orders, Kindle library, lists, photos",
        products: [
            ProductDescription(
                source: "orders", destination: "files, as they are (.csv), and a text to read for each year (.md)",
                lost: ""),
            ProductDescription(
                source: Self.kindleLibrary, destination: "files, as they are (.json), and one list to read (.md)",
                lost: "the books: the export does not have them"),
            ProductDescription(
                source: "wish lists, shopping lists", destination: "files, as they are, and a check list to read (.md)",
                lost: ""),
            ProductDescription(source: Self.storage, destination: "files", lost: "albums, sharing"),
            ProductDescription(
                source: "everything else", destination: "files, as the export has them",
                lost: "films, audio books and music: the export does not have them"),
        ],
        howTo: .amazon)

    /// Knows an export by the names of its folders.
    public func recognize(_ listing: EntryListing) -> Recognition? { AmazonFolder.recognize(listing) }

    /// Gives every entry as a file below `Amazon/`, and beside them the texts that are made of orders, books and lists.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        let reading = AmazonReading(export, sink)
        var orders: [ListedEntry] = []
        var books: [ListedEntry] = []
        var lists: [ListedEntry] = []
        var others: Set<String> = []
        var hasStorage = false
        for entry in export.entries {
            switch AmazonFolder.role(of: entry.path) {
            case .orders: orders.append(entry)
            case .books: books.append(entry)
            case .list: lists.append(entry)
            case .storage:
                hasStorage = true
                try await reading.keep(entry, .imported)
            case .other:
                others.insert(AmazonFolder.name(of: entry.path))
                try await reading.keep(entry, .kept)
            }
        }
        if !others.isEmpty {
            sink.note(
                Finding(
                    "amazon-kept", .note, entry: export.label,
                    "What Amazon noted of searches, advertising, devices, films and the like has no place at a host but "
                        + "as files; it is kept.",
                    detail: others.sorted { $0.precedesInBytes($1) }.joined(separator: ", ")))
        }
        for finding in description.losses(where: { product in
            switch product.source {
            case Self.kindleLibrary: !books.isEmpty
            case Self.storage: hasStorage
            default: false
            }
        }) {
            sink.note(finding)
        }
        try await OrderSummaries(reading).read(orders)
        try await KindleLibrary(reading).read(books)
        try await ShoppingLists(reading).read(lists)
    }
}
