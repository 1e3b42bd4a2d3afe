internal import CSV
internal import Importing
internal import Items
internal import JSON
internal import MarkdownNotes

/// Wish lists and shopping lists. No shape of them is documented: whatever has a name and an array of things with names
/// is taken for a list. The files are kept as they are.
struct ShoppingLists {
    private static let limit = 16 << 20

    private let reading: AmazonReading

    init(_ reading: AmazonReading) { self.reading = reading }

    private struct Entry {
        let title: String
        let isDone: Bool
    }

    func read(_ entries: [ListedEntry]) async throws {
        let entries = try await reading.holdable(entries, limit: Self.limit)
        try await reading.export.read(entries, limit: Self.limit) { entry, content in
            switch content {
            case .success(let bytes):
                let stem = entry.name.lastIndex(of: ".").map { String(entry.name[..<$0]) } ?? String(entry.name)
                var lists: [(name: String, entries: [Entry])] = []
                if entry.name.lowercased().hasSuffix(".csv") {
                    lists = Self.table(bytes)
                } else if let value = try? JSONValue.parse(bytes) {
                    Self.add(value, name: stem, to: &lists)
                }
                lists.removeAll { $0.entries.isEmpty }
                try await reading.keep(entry, lists.isEmpty ? .kept : .imported)
                if lists.isEmpty {
                    reading.note(entry, "no-list", .note, "No list was found in it; it is only kept as it is.")
                } else {
                    try await write(lists, stem, entry)
                }
            case .failure(let error): reading.fail(entry, error)
            }
        }
    }

    private func write(_ lists: [(name: String, entries: [Entry])], _ stem: String, _ entry: ListedEntry) async throws {
        var text = ""
        for list in lists {
            text += (text.isEmpty ? "" : "\n") + Markdown.heading(1, list.name) + "\n\n"
            for item in list.entries { text += Markdown.checkItem(item.title, isChecked: item.isDone) + "\n" }
        }
        try await reading.write(
            text, at: "Amazon/\(entry.path.dropLast(entry.name.count))\(stem).md", from: entry.reference, title: stem)
    }

    /// Adds every array of things with names, under the nearest name above it.
    private static func add(_ value: JSONValue, name: String, to lists: inout [(name: String, entries: [Entry])]) {
        let own = ["listName", "name", "List Name"].lazy.compactMap { value[$0]?.string }.first ?? name
        let entries = value.elements.compactMap { element -> Entry? in
            let title = titles.lazy.compactMap { element[$0]?.string }.first { !$0.isEmpty }
            let state = (element["status"]?.string ?? "").lowercased()
            let isList = element.members.contains { !$0.value.elements.isEmpty }
            guard let title, !isList else { return nil }
            return Entry(title: title, isDone: element["completed"]?.bool == true || state == "completed")
        }
        if !entries.isEmpty { lists.append((own, entries)) }
        if entries.count < value.elements.count {
            for element in value.elements { add(element, name: own, to: &lists) }
        }
        for member in value.members { add(member.value, name: own, to: &lists) }
    }

    /// `Lists.csv` of Alexa: a row for each thing, with the name of its list.
    private static func table(_ bytes: [UInt8]) -> [(name: String, entries: [Entry])] {
        let records = CSVReader.records(of: bytes)
        guard let header = records.first.map({ CSVHeader($0) }) else { return [] }
        func column(_ names: String...) -> Int? { names.lazy.compactMap { header.column($0) }.first }
        guard let title = column("Item Name", "Item", "Name", "Value") else { return [] }
        let list = column("List Name", "List")
        let state = column("Item Status", "Status", "Completed")
        var lists: [(name: String, entries: [Entry])] = []
        var places: [ExactText: Int] = [:]
        for record in records.dropFirst() where !record[title].isEmpty {
            let name = list.map { record[$0] } ?? "Lists"
            let done = state.map { ["completed", "true", "yes"].contains(record[$0].lowercased()) } ?? false
            let entry = Entry(title: record[title], isDone: done)
            if let place = places[ExactText(name)] {
                lists[place].entries.append(entry)
            } else {
                places[ExactText(name)] = lists.count
                lists.append((name, [entry]))
            }
        }
        return lists
    }

    private static let titles = ["itemName", "productTitle", "Product Name", "title", "name", "value", "asin", "ASIN"]
}
