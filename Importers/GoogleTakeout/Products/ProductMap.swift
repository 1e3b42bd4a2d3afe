internal import Items

/// Which entries of an export belong to which product.
struct ProductMap {
    /// Neighbours that lie in one folder, by their places among the entries, and the product of that folder: `.other`
    /// for the root of the export and for a folder nobody knows.
    private(set) var runs: [(entries: Range<Int>, product: TakeoutProduct)] = []

    /// Finds the products, the surest source first: what the export says of itself, the names that are known, and what
    /// the folders hold by the names of their files.
    ///
    /// - Parameters:
    ///   - entries: all entries of the export.
    ///   - stated: folders by their comparable name, as `archive_browser.html` states them.
    init(_ entries: [TakeoutEntry], stated: [String: TakeoutProduct]) {
        // Folders are compared by their bytes, and once for all neighbours.
        var products: [ExactText: TakeoutProduct] = [:]
        let folders = Self.runs(of: entries)
        for (range, folder) in folders {
            guard let folder, products[ExactText(folder)] == nil else { continue }
            products[ExactText(folder)] =
                stated[ComparableName.of(folder)] ?? ProductNames.product(ofFolder: folder)
                ?? Self.product(ofContent: entries[range])
        }
        runs = folders.map { ($0.entries, $0.folder.flatMap { products[ExactText($0)] } ?? .other) }
    }

    private static func runs(of entries: [TakeoutEntry]) -> [(entries: Range<Int>, folder: String?)] {
        var runs: [(entries: Range<Int>, folder: String?)] = []
        for index in entries.indices {
            if let last = runs.last, entries[index].liesIn(last.folder) {
                runs[runs.count - 1].entries = last.entries.lowerBound..<index + 1
            } else {
                runs.append((index..<index + 1, entries[index].folder))
            }
        }
        return runs
    }

    /// What the names of the files in a folder say; `nil` where they say nothing.
    private static func product(ofContent entries: ArraySlice<TakeoutEntry>) -> TakeoutProduct? {
        for entry in entries {
            let rest = entry.pathInProduct
            if isCalendarFile(rest) { return .calendar }
            if isCardFile(namedAfterFolder: rest) { return .contacts }
        }
        return nil
    }

    /// Whether a path inside a product is a calendar as Takeout has them: directly in the folder.
    static func isCalendarFile(_ path: Substring) -> Bool {
        FileEnding.of(path) == .calendar && !path.utf8.contains(UInt8(ascii: "/"))
    }

    /// Whether a path inside a product is `X/X.vcf`, as only the groups of Contacts are.
    static func isCardFile(namedAfterFolder path: Substring) -> Bool {
        guard FileEnding.of(path) == .cards, let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            return false
        }
        return path[path.utf8.index(after: slash)...].dropLast(4) == path[..<slash]
    }
}

/// What an ending promises, without regard to case.
enum FileEnding {
    case calendar, cards, picture, page, information, table

    /// The promise of a path's ending; `nil` when there is none that matters here.
    static func of(_ path: some StringProtocol) -> FileEnding? {
        let tail = String(decoding: path.utf8.suffix(5), as: UTF8.self).lowercased()
        if tail.hasSuffix(".ics") { return .calendar }
        if tail.hasSuffix(".vcf") { return .cards }
        if tail.hasSuffix(".csv") { return .table }
        if tail.hasSuffix(".jpg") || tail == ".jpeg" || tail.hasSuffix(".png") || tail.hasSuffix(".gif") {
            return .picture
        }
        if tail == ".html" || tail.hasSuffix(".htm") { return .page }
        return tail == ".json" ? .information : nil
    }
}
