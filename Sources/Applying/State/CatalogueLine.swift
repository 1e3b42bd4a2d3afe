internal import Foundation
internal import GRDB
internal import Hosting
public import Items
public import Planning

/// One copy of one item: what lies at which host, since when, and when somebody last looked.
public struct CatalogueLine: Sendable, Hashable {
    /// The host, by name.
    public let host: String
    /// What lies there.
    public var row: CatalogueRow
    /// When this content was first stored there, seconds since 1970; `nil` when a run before version 2 stored it.
    public var stored: Int64?
    /// When it was last looked at and found equal, seconds since 1970.
    public var verified: Int64?

    /// Describes a copy.
    public init(host: String, row: CatalogueRow, stored: Int64?, verified: Int64?) {
        self.host = host
        self.row = row
        self.stored = stored
        self.verified = verified
    }

    /// What makes two lines copies of one item.
    public var item: ItemOfCatalogue { ItemOfCatalogue(kind: row.kind, item: ExactText(row.item)) }
    /// Where it lies at its host.
    public var place: StoredPlace { StoredPlace(row.kind.service, row.href) }
}

/// An item as the catalogue names it.
public struct ItemOfCatalogue: Hashable, Sendable {
    /// What it is.
    public let kind: ItemKind
    /// As `ItemKey` writes it.
    public let item: ExactText
}

extension CatalogueLine {
    /// In the order of `JournalSchema.storeLine`.
    var arguments: StatementArguments {
        [
            host, row.kind.service.rawValue, row.href.collection, row.href.name, row.kind.rawValue, row.item,
            row.etag.rawValue, Int64(clamping: row.byteCount), Data(row.fingerprint.bytes), row.sourceKey, row.unit,
            row.title, row.modified, stored, verified, row.arrival?.evidence.rawValue,
            row.arrival?.alterations.map(\.rawValue).joined(separator: " "),
        ]
    }

    /// Calls `body` with every line, in the order of host, service, collection and name.
    static func forEach(in db: Database, _ body: (CatalogueLine) throws -> Void) throws {
        let lines = try Row.fetchCursor(
            db,
            sql: """
                SELECT host, collection, name, kind, item, etag, byte_count, fingerprint, source_key, unit, title,
                modified, stored, verified, evidence, alterations FROM catalogue ORDER BY host, service, collection, name
                """)
        while let row = try lines.next() {
            let bytes: Data = row[7]
            guard let kind = ItemKind(rawValue: row[3]), let fingerprint = Fingerprint(bytes: bytes) else { continue }
            let line = CatalogueRow(
                kind: kind, item: row[4], href: Href(collection: row[1], name: row[2]), etag: ETag(row[5]),
                byteCount: UInt64(clamping: row[6] as Int64), fingerprint: fingerprint, sourceKey: row[8],
                unit: row[9], title: row[10], modified: row[11],
                arrival: (row[14] as String?).flatMap { ArrivalRecord(evidence: $0, alterations: row[15] ?? "") })
            try body(CatalogueLine(host: row[0], row: line, stored: row[12], verified: row[13]))
        }
    }
}

extension ArrivalRecord {
    /// Reads what a line of the catalogue has: `nil` for a word that this version does not know.
    init?(evidence: String, alterations: String) {
        guard let evidence = Evidence(rawValue: evidence) else { return nil }
        self.init(
            by: evidence, altered: alterations.split(separator: " ").compactMap { Alteration(rawValue: String($0)) })
    }
}
