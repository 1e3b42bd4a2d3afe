public import Hosting
public import Items

/// What earlier runs left in the state: where units and items went, and in what state they were left there.
public struct PlanMemory: Sendable {
    /// The hosts each placement unit went to, by unit and host name. Placement is sticky: a unit stays.
    public var placements: [String: [String]] = [:]
    /// The names items were given; they keep them.
    public var names: [ItemKey: KnownName] = [:]
    /// What was stored, by host name and place.
    public var rows: [String: [StoredPlace: CatalogueRow]] = [:]
    /// Where a run was about to store something when it was killed, by host name: what is there is ours, perhaps torn.
    public var intents: [String: Set<StoredPlace>] = [:]

    /// Nothing is remembered.
    public init() {}
}

/// A name an earlier run gave an item.
public struct KnownName: Hashable, Sendable {
    /// What the item is.
    public let kind: ItemKind
    /// The path of its collection.
    public let collection: String
    /// Its name in it.
    public let name: String

    /// Remembers a name.
    public init(kind: ItemKind, collection: String, name: String) {
        self.kind = kind
        self.collection = collection
        self.name = name
    }
}

/// A place at a host: a store and a path in it.
public struct StoredPlace: Hashable, Sendable {
    /// The store.
    public let service: StoreService
    /// Collection and name.
    public let path: ExactText

    /// A place in a store.
    public init(_ service: StoreService, _ href: Href) {
        self.service = service
        path = ExactText(href.path)
    }

    /// The address of what lies there.
    public var href: Href {
        let text = path.text
        guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return Href(collection: "", name: text) }
        return Href(collection: String(text[..<slash]), name: String(text[text.utf8.index(after: slash)...]))
    }
}

/// One line of the catalogue: what a run stored at a place, or found there and proved equal.
public struct CatalogueRow: Hashable, Sendable, Codable {
    /// What the item is.
    public let kind: ItemKind
    /// The item, as `ItemKey` writes it.
    public let item: String
    /// Where it lies.
    public let href: Href
    /// Its state after it was stored.
    public let etag: ETag
    /// Its size in bytes.
    public let byteCount: UInt64
    /// What it is compared by.
    public let fingerprint: Fingerprint
    /// What says, without reading, that the source still has the same content: see `SourceKey`.
    public let sourceKey: String
    /// The placement unit it belongs to; `nil` in a line of the first version of the state.
    public let unit: String?
    /// What a person would call it; `nil` for a file, whose path says it.
    public let title: String?
    /// When it was last changed, seconds since 1970, as the export has it.
    public let modified: Int64?
    /// How it came there; `nil` where nobody noted that.
    public let arrival: ArrivalRecord?

    /// Makes a line.
    public init(
        kind: ItemKind, item: String, href: Href, etag: ETag, byteCount: UInt64, fingerprint: Fingerprint,
        sourceKey: String, unit: String? = nil, title: String? = nil, modified: Int64? = nil,
        arrival: ArrivalRecord? = nil
    ) {
        self.arrival = arrival
        self.unit = unit
        self.title = title
        self.modified = modified
        self.kind = kind
        self.item = item
        self.href = href
        self.etag = etag
        self.byteCount = byteCount
        self.fingerprint = fingerprint
        self.sourceKey = sourceKey
    }
}

/// Evidence, without reading, that an entry has the content it had: for zip the size and CRC-32 it states, which no
/// accident changes together with neither; else the identity of its part and its number there.
public enum SourceKey {
    /// The evidence for `item`, whose part has the identity `part`.
    public static func of(_ item: PlanItem, part: String) -> String {
        if let checksum = item.checksum, let size = item.byteCount {
            return "crc32:\(checksum):\(size)"
        }
        return "part:\(part):\(item.source.entry)"
    }
}
