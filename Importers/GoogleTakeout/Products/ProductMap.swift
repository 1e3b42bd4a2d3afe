internal import Items

/// Which folder of an export belongs to which product.
struct ProductMap {
    /// By the folder's name as it is written.
    private var products: [ExactText: TakeoutProduct] = [:]

    /// Finds the products, the surest source first: what the export says of itself, the names that are known, and what
    /// the folders hold by the names of their files.
    ///
    /// - Parameters:
    ///   - entries: all entries of the export.
    ///   - stated: folders by their comparable name, as `archive_browser.html` states them.
    init(_ entries: [TakeoutEntry], stated: [String: TakeoutProduct]) {
        for entry in entries {
            guard let folder = entry.folder, products[ExactText(folder)] == nil else { continue }
            if let product = stated[ComparableName.of(folder)] ?? ProductNames.product(ofFolder: folder) {
                products[ExactText(folder)] = product
            } else {
                let rest = entry.pathInProduct
                if Self.isCalendarFile(rest) {
                    products[ExactText(folder)] = .calendar
                } else if Self.isCardFile(namedAfterFolder: rest) {
                    products[ExactText(folder)] = .contacts
                }
            }
        }
    }

    /// The product of an entry; `.other` for the root of the export and for a folder nobody knows.
    func product(of entry: TakeoutEntry) -> TakeoutProduct {
        entry.folder.flatMap { products[ExactText($0)] } ?? .other
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
    case calendar, cards, picture, page, information

    /// The promise of a path's ending; `nil` when there is none that matters here.
    static func of(_ path: some StringProtocol) -> FileEnding? {
        let tail = String(decoding: path.utf8.suffix(5), as: UTF8.self).lowercased()
        if tail.hasSuffix(".ics") { return .calendar }
        if tail.hasSuffix(".vcf") { return .cards }
        if tail.hasSuffix(".jpg") || tail == ".jpeg" || tail.hasSuffix(".png") || tail.hasSuffix(".gif") {
            return .picture
        }
        if tail == ".html" || tail.hasSuffix(".htm") { return .page }
        return tail == ".json" ? .information : nil
    }
}
