internal import Synchronization

/// Chooses the entries of a compressed tar that are kept in memory when it is listed: listing one is inflating all of
/// it, and so is every later pass for an entry that was not kept.
///
/// They are those that importers read to make a plan. There is only so much memory for them, so nothing else may use it
/// up.
final class EarlyReading: Sendable {
    /// The folders in which a card file was met: pictures behind it there may be photos of contacts.
    private let cardFolders = Mutex<Set<Substring>>([])

    /// How deep the page lies that lists an export: `Takeout/archive_browser.html`, perhaps in one more folder.
    private static let pageDepth = 3

    /// Whether an entry of this path is kept. Asked in the order of the archive.
    func keeps(_ path: String) -> Bool {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { path[..<$0] } ?? ""
        let name = path[(slash.map(path.utf8.index(after:)) ?? path.startIndex)...].lowercased()
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
        switch name[dot...] {
        case ".ics": return true
        case ".vcf":
            cardFolders.withLock { _ = $0.insert(folder) }
            return true
        case ".jpg", ".jpeg", ".png", ".gif": return cardFolders.withLock { $0.contains(folder) }
        case ".html", ".htm": return path.utf8.count { $0 == UInt8(ascii: "/") } < Self.pageDepth
        // Sidecars of Drive: `NAME-info.json` and `NAME-info(1).json`.
        case ".json": return name[..<dot].hasSuffix("-info") || name[..<dot].contains("-info(")
        default: return false
        }
    }
}
