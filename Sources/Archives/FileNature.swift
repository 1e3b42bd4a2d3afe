/// What the first bytes of a file look like.
enum FileNature: Equatable {
    case zip
    case gzip
    case bzip2
    case xz
    case tar
    case html
    case text
    /// A known kind of archive that is not read.
    case otherArchive(String)
    case unknown

    /// How many bytes decide: a tar has its magic at 257.
    static let headLength = 1024

    init(head: [UInt8]) {
        let magic: [(bytes: [UInt8], nature: FileNature)] = [
            (Array("PK\u{3}\u{4}".utf8), .zip), (Array("PK\u{5}\u{6}".utf8), .zip), (Array("PK\u{7}\u{8}".utf8), .zip),
            ([0x1f, 0x8b], .gzip), (Array("BZh".utf8), .bzip2), ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], .xz),
            ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], .otherArchive("7z")), (Array("Rar!".utf8), .otherArchive("RAR")),
            ([0x28, 0xb5, 0x2f, 0xfd], .otherArchive("Zstandard")), ([0x1f, 0x9d], .otherArchive("compress")),
        ]
        if let found = magic.first(where: { head.starts(with: $0.bytes) }) {
            self = found.nature
        } else if head.dropFirst(257).starts(with: Array("ustar".utf8)) {
            self = .tar
        } else if Self.isText(head) {
            self = Self.isHTML(head) ? .html : .text
        } else {
            self = .unknown
        }
    }

    private static func isText(_ head: [UInt8]) -> Bool {
        !head.isEmpty && head.allSatisfy { $0 >= 0x20 || (9...13).contains($0) }
    }

    private static func isHTML(_ head: [UInt8]) -> Bool {
        let start = head.drop { $0 <= 0x20 || $0 >= 0x80 }.prefix(14).map { $0 | 0x20 }
        return start.starts(with: "<!doctype html".utf8.map { $0 | 0x20 }) || start.starts(with: "<html".utf8)
            || start.starts(with: "<head".utf8)
    }

    /// What a file that is no archive looks like, for a sentence.
    var phrase: String {
        switch self {
        case .html: "it looks like a web page, perhaps the provider's log-in page"
        case .text: "it looks like text"
        case .otherArchive(let name): "it looks like a \(name) archive"
        default: "it looks like no known kind of file"
        }
    }
}
