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

    private struct Book: Hashable {
        let title: String
        let identifier: String
        let acquired: String
        let kind: String

        func precedes(_ other: Book) -> Bool {
            for (one, two) in [(title, other.title), (identifier, other.identifier), (acquired, other.acquired)]
            where one != two {
                return one.precedesInBytes(two)
            }
            return kind.precedesInBytes(other.kind)
        }
    }

    func read(_ entries: [ListedEntry]) async throws {
        var books: Set<Book> = []
        var source: EntryReference?
        var unknown = 0
        try await reading.export.read(entries, limit: Self.limit) { entry, content in
            switch content {
            case .success(let bytes):
                let found = Self.books(in: bytes)
                if found.isEmpty { unknown += 1 } else { source = source ?? entry.reference }
                books.formUnion(found)
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
        guard let source else { return }
        var text = Markdown.heading(1, "Kindle library") + "\n\n\(books.count) titles.\n\n"
        for book in books.sorted(by: { $0.precedes($1) }) {
            let words = [book.title, book.acquired, book.kind, book.identifier].filter { !$0.isEmpty }
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
            return Book(
                title: title, identifier: identifier,
                acquired: String((acquired.min { $0.precedesInBytes($1) } ?? "").prefix(10)),
                kind: resource?["resourceType"]?.string ?? "")
        }
    }
}
