internal import Importing
internal import Items
internal import JSON
internal import MarkdownNotes

/// The books a person has a right to read: Amazon writes a file for each, tens of thousands of them. They are kept, and
/// made into one list.
struct KindleLibrary {
    /// The most bytes of one such file that are read; they have some hundred.
    private static let limit = 1 << 20

    private let reading: AmazonReading

    init(_ reading: AmazonReading) { self.reading = reading }

    /// The most books of a list; nobody has a tenth of them.
    private static let bookLimit = 200_000

    /// Its title, number, day and kind, in the order by which books are sorted.
    private typealias Book = [ExactText]

    func read(_ entries: [ListedEntry]) async throws {
        var books: Set<Book> = []
        var source: EntryReference?
        var unknown = 0
        let entries = try await reading.holdable(entries, limit: Self.limit)
        try await reading.export.read(entries, limit: Self.limit) { entry, content in
            switch content {
            case .success(let bytes):
                let found = Self.books(in: bytes)
                if found.isEmpty { unknown += 1 } else { source = source ?? entry.reference }
                if books.count <= Self.bookLimit { books.formUnion(found) }
                try await reading.keep(entry, found.isEmpty ? .kept : .imported)
            case .failure(let error): reading.fail(entry, error)
            }
        }
        if unknown > 0 {
            reading.sink.note(
                Finding(
                    "no-title", .note, entry: reading.export.label,
                    unknown.counting(
                        "file of the Kindle library names no title; it is only kept as it is.",
                        "files of the Kindle library name no title; they are only kept as they are.")))
        }
        guard books.count <= Self.bookLimit else {
            reading.noteNoSummary("books", over: Self.bookLimit)
            return
        }
        guard let source else { return }
        var text = Markdown.heading(1, "Kindle library") + "\n\n\(books.count) titles.\n\n"
        for book in books.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let words = [0, 2, 3, 1].map { book[$0].text }.filter { !$0.isEmpty }
            text += Markdown.item(words.joined(separator: ", ")) + "\n"
        }
        try await reading.write(text, at: "Amazon/Kindle library.md", from: source, title: "Kindle library")
    }

    /// `{"resource": {"ASIN", "Product Name", "resourceType"}, "rights": [{"acquiredDate"}]}`, one or several.
    private static func books(in bytes: [UInt8]) -> [Book] {
        guard let value = try? JSONValue.parse(bytes) else { return [] }
        return (value.elements.isEmpty ? [value] : value.elements).compactMap { value in
            let resource = value["resource"]
            let name = resource?["Product Name"]?.string ?? resource?["productName"]?.string ?? ""
            let identifier = resource?["ASIN"]?.string ?? ""
            let title = name == "Not Available" || name.isEmpty ? identifier : name
            guard !title.isEmpty else { return nil }
            let acquired = (value["rights"]?.elements ?? []).compactMap { $0["acquiredDate"]?.string }
            return [
                title, identifier, String((acquired.min { $0.precedesInBytes($1) } ?? "").prefix(10)),
                resource?["resourceType"]?.string ?? "",
            ].map { ExactText($0) }
        }
    }
}
