public import Items

/// What a plan keeps of an item: enough to say where it goes and to find its bytes again, but not the bytes.
public struct PlanItem: Sendable, Codable {
    /// What it is.
    public let kind: ItemKind
    /// The number of its collection in the plan.
    public let collection: Int32
    /// The UID, or the path of a file, a note or an attachment as the export has it.
    public internal(set) var identity: String
    /// The entry it comes from.
    public let source: EntryReference
    /// Whether its bytes come from an importer (converted) and not straight from the entry.
    public let isConverted: Bool
    /// Its size in bytes, where known.
    public let byteCount: UInt64?
    /// When it was last changed, seconds since 1970.
    public let modified: Int64?
    /// What it is compared by, where known.
    public internal(set) var fingerprint: Fingerprint?
    /// The CRC-32 that the archive states.
    public let checksum: UInt32?
    /// What a person would call it.
    public let title: String?
    /// Which of two of one identity is newer: the greater.
    public let revision: String
    /// Its name in its collection at a host; `nil` when that is the last component of `identity`.
    public internal(set) var resourceName: String?
    /// The number of its placement unit in the plan.
    public internal(set) var unit: Int32 = 0

    /// The last component of its address at every host.
    public var name: String {
        if let resourceName { return resourceName }
        guard let slash = identity.utf8.lastIndex(of: UInt8(ascii: "/")) else { return identity }
        return String(identity[identity.utf8.index(after: slash)...])
    }

    /// Keeps what a plan needs of `item`.
    init(_ item: Item, collection: Int32) {
        kind = item.kind
        self.collection = collection
        identity = item.identity
        source = item.source
        if case .entry = item.content { isConverted = false } else { isConverted = true }
        byteCount = item.byteCount
        modified = item.modified
        fingerprint = item.fingerprint
        checksum = item.checksum
        title = item.title
        revision = item.revision
    }
}

/// What makes an item the same one in another run: kind, collection and identity.
public struct ItemKey: Hashable, Sendable {
    /// The text the state keeps: the three joined by unit separators (U+001F); of a file only the path.
    public let text: ExactText

    /// Takes a text that `text` gave before.
    public init(stored text: String) { self.text = ExactText(text) }

    /// The identity of the item.
    var identity: String {
        let parts = text.text.utf8.split(separator: 0x1F, maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(decoding: parts[2], as: UTF8.self) : text.text
    }

    /// The key of an item of a plan.
    ///
    /// - Parameter collections: those of the plan.
    public init(of item: PlanItem, in collections: [PlanCollection]) {
        self.init(
            kind: item.kind, collection: collections[Int(item.collection)].collection.name, identity: item.identity)
    }

    /// The key of an item.
    public init(kind: ItemKind, collection: String, identity: String) {
        switch kind {
        case .file: text = ExactText(identity)
        default: text = ExactText("\(kind.rawValue)\u{1F}\(collection)\u{1F}\(identity)")
        }
    }
}

/// A collection of the export and what it is called at the hosts.
public struct PlanCollection: Sendable, Codable {
    /// As the export has it.
    public internal(set) var collection: ItemCollection
    /// Its path in a store: the name, made safe.
    public internal(set) var path: String
}
