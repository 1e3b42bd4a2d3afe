public import Hosting
public import Items

/// What will be done, as a value: it can be shown, saved, read again and carried out later.
public struct Plan: Sendable, Codable {
    /// The version of this form; another is refused.
    public static let currentVersion = 2
    /// The version it was made with.
    public let version: Int
    /// The exports.
    public let sources: [PlanSource]
    /// What the plan was made of: the SHA-256 over the identities of all parts. Other archives have another.
    public let inputs: String
    /// The hosts.
    public let hosts: [PlanHost]
    /// The collections.
    public let collections: [PlanCollection]
    /// The placement units with the hosts they go to.
    public let units: [PlacementUnit]
    /// The items, each once.
    public let items: [PlanItem]
    /// What is done with each item at each host, in the order of the items.
    public let changes: [Change]
    /// What was found there, equal, and is not in the state yet.
    public let adoptions: [Adoption]
    /// Where every entry went.
    public internal(set) var ledger: Ledger
    /// What a person should know.
    public private(set) var findings: [Finding]
    /// What the rules of spreading say about it.
    public let invariants: [PlacementInvariant]

    /// A resource found equal at a host, to be remembered so that the next run need not compare it.
    public struct Adoption: Sendable, Codable {
        /// The number of the host in the plan.
        public let host: Int32
        /// The line for the catalogue.
        public let row: CatalogueRow
    }

    /// The key of an item.
    public func key(of item: PlanItem) -> ItemKey {
        ItemKey(kind: item.kind, collection: collections[Int(item.collection)].collection.name, identity: item.identity)
    }

    /// The address an item has, or will have, at the host of a change.
    public func href(of change: Change) -> Href {
        let item = items[Int(change.item)]
        let path = path(of: item.collection, at: change.host)
        return Href(collection: path, name: change.existingName ?? item.name)
    }

    /// The path of a collection at a host: its own, unless the host has one of that display name already.
    public func path(of collection: Int32, at host: Int32) -> String {
        let adopted = hosts.indices.contains(Int(host)) ? hosts[Int(host)].collections[collection] : nil
        return adopted ?? collections[Int(collection)].path
    }

    /// Whether it breaks a rule of spreading: nothing is done with such a plan.
    public var isDefective: Bool { findings.contains { $0.code == Placement.defectCode } }

    /// Adds something a person should know.
    public mutating func note(_ finding: Finding) { findings.append(finding) }

    /// Whether something of it has a place at too few hosts, or at none.
    public var lacksRoom: Bool { findings.contains { Placement.refusalCodes.contains($0.code) } }

    /// The line the catalogue gets when a change is done.
    ///
    /// - Parameters:
    ///   - stored: what the store said it has now.
    ///   - fingerprint: what the stored content is compared by.
    ///   - part: the identity of the part the item came from.
    public func row(for change: Change, stored: StoredResource, fingerprint: Fingerprint, part: String) -> CatalogueRow
    {
        let item = items[Int(change.item)]
        return CatalogueRow(
            kind: item.kind, item: key(of: item).text.text, href: stored.href, etag: stored.etag,
            byteCount: stored.byteCount, fingerprint: fingerprint, sourceKey: SourceKey.of(item, part: part),
            unit: units[Int(item.unit)].id, title: item.title, modified: item.modified)
    }

    /// Moves the entry of an item whose content could not be read to `unreadable`.
    public mutating func fail(_ item: PlanItem, reason: String) { ledger.fail(item.source, reason: reason) }
}

/// One export a plan is made of.
public struct PlanSource: Sendable, Codable, Hashable {
    /// What it is called: the stamp, or the name of its first part.
    public let label: String
    /// The name of the importer that read it.
    public let provider: String
    /// The paths of its parts, as they were given.
    public let parts: [String]
    /// How many entries these have.
    public let entries: Int
    /// How many bytes these parts have.
    public let byteCount: UInt64

    /// Describes an export.
    public init(label: String, provider: String, parts: [String], entries: Int, byteCount: UInt64) {
        self.label = label
        self.provider = provider
        self.parts = parts
        self.entries = entries
        self.byteCount = byteCount
    }
}

/// A host in a plan.
public struct PlanHost: Sendable, Codable {
    /// The host.
    public let profile: HostProfile
    /// What was there when the plan was made (`HostSnapshot.digest`); `nil` when nobody asked it.
    public let snapshot: String?
    /// The paths of collections that exist there under another path than the plan's, by number.
    public let collections: [Int32: String]
}

extension Plan {
    /// The importers the exports were read by: what tells this import from another in the state.
    public var provider: String { Set(sources.map(\.provider)).sorted().joined(separator: ", ") }
}
