internal import Bookmarks
internal import Importing
internal import Items
internal import JSON

/// Finds bookmarks and the reading list. Both are bookmark files already, and stay; together they become one file that
/// a browser takes up at once. What else Chrome has stays a file.
struct ChromeImporter {
    private let reading: TakeoutReading
    private var lists: [(entry: TakeoutEntry, nodes: [BookmarkNode], isReadingList: Bool)] = []

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Whether an entry has to be read; an entry that has not is settled.
    func wants(_ entry: TakeoutEntry) async throws -> Bool {
        let isPage = FileEnding.of(entry.path) == .page
        let isBookmarks = FileEnding.of(entry.path) == .information && Self.isNamedBookmarks(String(entry.entry.name))
        return try await reading.wantsConvertible(entry, if: isPage || isBookmarks)
    }

    /// Takes the bytes of an entry.
    mutating func take(_ bytes: [UInt8], of entry: TakeoutEntry) async throws {
        let nodes =
            FileEnding.of(entry.path) == .page ? BookmarkFile.read(bytes) : ChromeBookmarks.read(bytes)
        guard let nodes else {
            try await reading.keep(entry)
            return
        }
        lists.append((entry, nodes, Self.isNamedReadingList(String(entry.entry.name))))
    }

    /// Gives the file of all bookmarks.
    func finish() async throws {
        let order = lists.sorted {
            ($0.isReadingList ? 1 : 0, ExactText($0.entry.path), $0.entry.entry.reference)
                < ($1.isReadingList ? 1 : 0, ExactText($1.entry.path), $1.entry.entry.reference)
        }
        guard let first = order.first else { return }
        reading.found(.chrome)
        var nodes: [BookmarkNode] = []
        for list in order {
            nodes +=
                list.isReadingList ? [.folder(BookmarkFolder(title: "Reading list", nodes: list.nodes))] : list.nodes
            let reference = list.entry.entry.reference
            guard reference == first.entry.entry.reference else {
                try await reading.keep(list.entry)
                continue
            }
            reading.sink.record(.imported, of: reference)
            try await reading.keepBeside(list.entry, isNoted: false)
        }
        let bytes = BookmarkFile.write(nodes, title: "Bookmarks")
        try await reading.sink.take(
            Item(fileAt: "Chrome/Bookmarks.html", from: first.entry.entry.reference, bytes: bytes, title: "Bookmarks"))
    }

    private static func isNamedBookmarks(_ name: String) -> Bool {
        ["bookmarks.json", "lesezeichen.json", "favoris.json"].contains(ComparableName.of(name))
    }

    /// English, German, French, Spanish, Italian, Dutch.
    private static func isNamedReadingList(_ name: String) -> Bool {
        let stem = ComparableName.of(String(name.prefix { $0 != "." })).filter { $0 != " " && $0 != "_" && $0 != "-" }
        return ["readinglist", "leseliste", "listedelecture", "listadelectura", "elencodilettura", "leeslijst"]
            .contains(stem)
    }
}

/// The bookmarks of a profile of Chrome as JSON: `roots` with a folder each, times in microseconds since 1601.
enum ChromeBookmarks {
    /// Reads a file; `nil` for one that holds no bookmarks.
    static func read(_ bytes: [UInt8]) -> [BookmarkNode]? {
        let value: JSONValue
        do throws(JSONProblem) { value = try JSONValue.parse(bytes, limits: JSONLimits(depth: 128)) } catch {
            return nil
        }
        guard let roots = value["roots"], case .object(let members) = roots else { return nil }
        return members.compactMap { node($0.value, isToolbar: $0.name == "bookmark_bar") }
    }

    private static func node(_ value: JSONValue, isToolbar: Bool = false) -> BookmarkNode? {
        let title = value["name"]?.string ?? ""
        if let address = value["url"]?.string {
            return .page(Bookmark(address: address, title: title, added: seconds(value["date_added"])))
        }
        guard let children = value["children"] else { return nil }
        return .folder(
            BookmarkFolder(
                title: title, added: seconds(value["date_added"]), isToolbar: isToolbar,
                nodes: children.elements.compactMap { node($0) }))
    }

    private static func seconds(_ value: JSONValue?) -> Int64? {
        guard let micros = value?.integer ?? value?.string.flatMap({ Int64($0) }), micros > 0 else { return nil }
        let seconds = micros / 1_000_000 - 11_644_473_600
        return seconds > 0 ? seconds : nil
    }
}
