internal import Importing

/// The folders of an export: one for each kind of data, named in Amazon's dotted words (`Retail.OrderHistory.1`), and
/// newer ones in words a person reads, in the language of the account.
enum AmazonFolder {
    /// What is made of an entry.
    enum Role {
        case orders, books, list, storage, other
    }

    /// Whether an export is Amazon's, by the names of folders that nobody else has.
    static func recognize(_ listing: EntryListing) -> Recognition? {
        let mark = listing.entries.first { isMark($0.path) }
        return mark.map { Recognition(confidence: 0.95, evidence: "a folder \(name(of: $0.path))") }
    }

    /// What is made of the entry at a path.
    static func role(of path: String) -> Role {
        let folder = comparable(name(of: path))
        let file = comparable(path.split(separator: "/").last.map(String.init) ?? path)
        if storageFolders.contains(where: folder.hasPrefix) { return .storage }
        if file.hasSuffix(".csv") {
            let isOrders = folder.hasPrefix("retail.orderhistory") || orderFiles.contains(file)
            if isOrders { return .orders }
            if file == "lists.csv" { return .list }
        }
        if file.hasSuffix(".json") {
            if folder.hasPrefix("digital.content.ownership") || folder.hasPrefix("kindle.library") { return .books }
            if folder.hasPrefix("amazon.lists.") { return .list }
        }
        return .other
    }

    /// The top folder of a path; the file name where there is none.
    static func name(of path: String) -> String { path.split(separator: "/").first.map(String.init) ?? path }

    private static func isMark(_ path: String) -> Bool {
        guard path.utf8.contains(UInt8(ascii: "/")) else { return false }
        let folder = comparable(name(of: path))
        if readableFolders.contains(folder) { return true }
        if folder == "amazon-music" || folder == "search-data" || folder == "retail.search-data" { return true }
        if folder.hasPrefix("amazon.lists.") { return true }
        for numbered in ["advertising.", "digital-ordering."] where folder.hasPrefix(numbered) {
            let rest = folder.dropFirst(numbered.count)
            if !rest.isEmpty, rest.allSatisfy(\.isNumber) { return true }
        }
        // A folder that is merely called `Retail.design` holds no data.
        guard dataEndings.contains(where: comparable(path).hasSuffix) else { return false }
        return dottedFolders.contains { dotted in
            folder.hasPrefix(dotted) && folder.dropFirst(dotted.count).first?.isLetter == true
        }
    }

    /// Without regard to case, and with one kind of blank: French names have some that do not break.
    private static func comparable(_ text: String) -> String {
        String(text.lowercased().map { $0.isWhitespace ? " " : $0 })
    }

    private static let dottedFolders = [
        "retail.", "digital.", "kindle.", "audible.", "primevideo.", "paymentoptions.", "outboundnotifications.",
        "accountsettings.", "customercommunicationexperience.",
    ]
    private static let dataEndings = [".csv", ".json", ".pdf", ".txt", ".eml"]
    private static let readableFolders: Set<String> = [
        "your amazon orders", "vos commandes amazon", "ihre amazon-bestellungen", "tus pedidos de amazon",
    ]
    private static let orderFiles: Set<String> = [
        "order history.csv", "retail.orderhistory.csv", "historique des commandes.csv", "bestellverlauf.csv",
        "historial de pedidos.csv",
    ]
    private static let storageFolders = [
        "amazon photos", "amazon.photos", "amazon-photos", "amazonphotos", "amazon drive", "amazon.drive",
        "amazon-drive", "amazondrive", "photos amazon",
    ]
}
