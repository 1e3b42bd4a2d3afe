public import Applying
internal import Foundation
internal import Hosting
internal import Items
internal import Planning

/// Which hosts hold what a person looks for, from the catalogue alone.
public struct WhereAnswer {
    /// The copies of each item that was found, in the order of kind, collection and name.
    public let items: [[CatalogueLine]]
    private let hosts: [String: String]

    /// Looks for a text in titles, paths, UIDs and names of collections.
    public init(_ query: String, in catalogue: Catalogue) {
        let wanted = query.lowercased()
        var found: [ItemOfCatalogue: [CatalogueLine]] = [:]
        for line in catalogue.lines where Self.texts(of: line).contains(where: { $0.lowercased().contains(wanted) }) {
            found[line.item, default: []].append(line)
        }
        items = found.values.sorted { left, right in
            let (one, two) = (left[0].row, right[0].row)
            return (one.kind.rawValue, ExactText(one.collection.name), ExactText(one.identity))
                < (two.kind.rawValue, ExactText(two.collection.name), ExactText(two.identity))
        }
        hosts = Dictionary(catalogue.hosts.map { ($0.profile.name, $0.profile.url) }) { first, _ in first }
    }

    private static func texts(of line: CatalogueLine) -> [String] {
        let row = line.row
        return [row.title ?? "", row.identity, row.collection.name, row.href.path]
    }

    /// For people: the item, and below it a line for each host.
    public func text() -> String {
        var lines: [String] = []
        for copies in items {
            let row = copies[0].row
            let name = row.title ?? row.identity
            let collection = row.kind.hasPath ? "" : "  in \(row.collection.name)"
            lines.append(DisplayText.safe("\(row.kind.rawValue)  \(name)\(collection)"))
            for copy in copies {
                let place = "\(copy.row.kind.service.rawValue)/\(copy.row.href.path)"
                lines.append("    " + DisplayText.safe("\(copy.host)  \(place)\(Self.times(of: copy))"))
            }
        }
        let count = items.count == 1 ? "1 item" : "\(Amount.count(items.count)) items"
        return lines.joined(separator: "\n") + "\n\(count)\n"
    }

    private static func times(of copy: CatalogueLine) -> String {
        let texts = [
            copy.stored.map { "since \(UTCDay.text(of: $0))" },
            copy.verified.map { "verified \(UTCDay.text(of: $0))" } ?? "not verified yet",
        ]
        return "  (" + texts.compactMap { $0 }.joined(separator: ", ") + ")"
    }

    private struct Document: Encodable {
        struct Copy: Encodable {
            let host: String
            let url: String?
            let service, href: String
            let bytes: UInt64
            let stored, verified: Int64?
        }

        struct Found: Encodable {
            let kind, identity, collection: String
            let title: String?
            let copies: [Copy]
        }

        let format = "degoogle-where"
        let version = 1
        let items: [Found]
    }

    /// For programs. Times are seconds since 1970.
    ///
    /// - Throws: what `JSONEncoder` throws; an answer holds nothing it cannot write.
    public func json() throws -> String {
        let found = items.map { copies in
            let row = copies[0].row
            return Document.Found(
                kind: row.kind.rawValue, identity: row.identity, collection: row.collection.name, title: row.title,
                copies: copies.map { copy in
                    Document.Copy(
                        host: copy.host, url: hosts[copy.host], service: copy.row.kind.service.rawValue,
                        href: copy.row.href.path, bytes: copy.row.byteCount, stored: copy.stored,
                        verified: copy.verified)
                })
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return JSONReport.escaped(String(decoding: try encoder.encode(Document(items: found)), as: UTF8.self)) + "\n"
    }
}
