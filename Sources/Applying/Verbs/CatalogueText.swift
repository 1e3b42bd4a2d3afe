internal import Foundation
internal import Hosting
internal import Items
internal import Planning

/// The catalogue as JSON lines (https://jsonlines.org): the first says what the others are, each other is a host, a
/// collection or a copy. It holds no secret, no user name and no title.
enum CatalogueText {
    /// What the first line calls the format.
    static let format = "degoogle-catalogue"
    private static let version = 1
    private static let about =
        "What degoogle stored where. A line of type copy says that the host of that name holds, in its store service, "
        + "at collection/name, the item (a UID, or the path of a file as the export had it) that belongs to the "
        + "calendar, address book or folder 'in'. sha256 is of the bytes of a file or a note, and of the canonical form of a "
        + "calendar object or card. Times are seconds since 1970. Read it with any JSON program, or rebuild the "
        + "memory of degoogle from it: degoogle state recover --from HOST"

    private struct Header: Codable {
        let format: String
        let version: Int
        let about: String
        let written: Int64
    }

    private struct Line: Codable {
        var type: String
        // Of a host.
        var url, organisation, country, standing: String?
        // Of a collection.
        var form, summary, color: String?
        // Of several.
        var name: String?
        // Of a copy.
        var host, service, collection, kind, `in`, item, etag, source, unit: String?
        var bytes: UInt64?
        var sha256: Fingerprint?
        var modified, stored, verified: Int64?
    }

    /// Gives the lines one by one, each with its newline.
    static func write(_ catalogue: Catalogue, to take: (Data) throws -> Void) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func give(_ value: some Encodable) throws { try take(try encoder.encode(value) + Data("\n".utf8)) }
        try give(Header(format: format, version: version, about: about, written: JournalSchema.now))
        for host in catalogue.hosts {
            let profile = host.profile
            try give(
                Line(
                    type: "host", url: profile.url, organisation: profile.organisation, country: profile.country,
                    standing: host.standing.rawValue, name: profile.name))
        }
        for collection in catalogue.collections {
            try give(
                Line(
                    type: "collection", form: collection.form.rawValue, summary: collection.summary,
                    color: collection.color, name: collection.name))
        }
        for line in catalogue.lines {
            let row = line.row
            try give(
                Line(
                    type: "copy", name: row.href.name, host: line.host, service: row.kind.service.rawValue,
                    collection: row.href.collection, kind: row.kind.rawValue,
                    in: row.kind == .file ? nil : row.collection.name, item: row.identity, etag: row.etag.rawValue,
                    source: row.sourceKey, unit: row.unit(among: catalogue.placements), bytes: row.byteCount,
                    sha256: row.fingerprint, modified: row.modified, stored: line.stored, verified: line.verified))
        }
    }

    /// Why a text is no copy of a catalogue.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// Puts a catalogue together from lines.
    struct Reader {
        private(set) var catalogue = Catalogue()
        private var number = 0
        private let decoder = JSONDecoder()

        /// Takes the next line.
        ///
        /// - Throws: `Fault` with the number of a line that cannot be read: half a catalogue would be taken for all.
        mutating func take(_ text: Data) throws(Fault) {
            number += 1
            do {
                guard number > 1 else {
                    let header = try decoder.decode(Header.self, from: text)
                    guard header.format == CatalogueText.format, header.version == CatalogueText.version else {
                        throw Fault(description: "it was written by another version of degoogle")
                    }
                    return
                }
                try take(try decoder.decode(Line.self, from: text))
            } catch let fault as Fault {
                throw fault
            } catch {
                throw Fault(description: "line \(number) cannot be read")
            }
        }

        private mutating func take(_ line: Line) throws(Fault) {
            switch line.type {
            case "host":
                guard let name = line.name, let url = line.url else { throw incomplete }
                let profile = HostProfile(
                    name: name, url: url, organisation: line.organisation, country: line.country)
                let standing = line.standing.flatMap(KnownHost.Standing.init) ?? .open
                catalogue.hosts.append(KnownHost(profile: profile, standing: standing))
            case "collection":
                guard let name = line.name, let form = line.form.flatMap(ItemCollection.Form.init) else {
                    throw incomplete
                }
                catalogue.collections.append(
                    ItemCollection(form, name: name, summary: line.summary, color: line.color))
            case "copy":
                guard let host = line.host, let kind = line.kind.flatMap(ItemKind.init), let item = line.item,
                    let collection = line.collection, let name = line.name, let etag = line.etag,
                    let bytes = line.bytes, let fingerprint = line.sha256, let source = line.source
                else { throw incomplete }
                let row = CatalogueRow(
                    kind: kind, item: ItemKey(kind: kind, collection: line.in ?? "", identity: item).text.text,
                    href: Href(collection: collection, name: name), etag: ETag(etag), byteCount: bytes,
                    fingerprint: fingerprint, sourceKey: source, unit: line.unit, modified: line.modified)
                catalogue.lines.append(
                    CatalogueLine(host: host, row: row, stored: line.stored, verified: line.verified))
                if let unit = line.unit, catalogue.placements[unit]?.contains(host) != true {
                    catalogue.placements[unit, default: []].append(host)
                }
            default: break
            }
        }

        private var incomplete: Fault { Fault(description: "line \(number) lacks something") }
    }
}
