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
    public internal(set) var changes: [Change]
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

    /// The address an item has, or will have, at the host of a change.
    public func href(of change: Change) -> Href {
        let item = items[Int(change.item)]
        let path = path(of: item.collection, for: item.kind, at: change.host)
        return Href(collection: path, name: change.existingName ?? item.name)
    }

    /// The path that a collection has at a host for items of a kind: its own, unless the host has one of that display
    /// name already, or keeps the kind apart.
    public func path(of collection: Int32, for kind: ItemKind, at host: Int32) -> String {
        guard hosts.indices.contains(Int(host)) else { return collections[Int(collection)].path }
        return apart(collection, kind, at: host)?.path
            ?? hosts[Int(host)].collections[collection] ?? collections[Int(collection)].path
    }

    /// How a collection is described to a host when it is made for items of a kind.
    public func description(of collection: Int32, for kind: ItemKind, at host: Int32) -> ItemCollection {
        let own = collections[Int(collection)].collection
        guard let apart = apart(collection, kind, at: host) else { return own }
        return ItemCollection(own.form, name: apart.name, summary: own.summary, color: own.color, only: kind)
    }

    private func apart(_ collection: Int32, _ kind: ItemKind, at host: Int32) -> ApartCalendar? {
        hosts[Int(host)].apart.first { $0.collection == collection && $0.kind == kind }
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
    ///   - arrival: how it came there.
    ///   - fingerprint: what the stored content is compared by.
    ///   - part: the identity of the part the item came from.
    public func row(
        for change: Change, stored: StoredResource, arrival: ArrivalRecord, fingerprint: Fingerprint, part: String
    ) -> CatalogueRow {
        let item = items[Int(change.item)]
        return CatalogueRow(
            kind: item.kind, item: ItemKey(of: item, in: collections).text.text, href: stored.href, etag: stored.etag,
            byteCount: stored.byteCount, fingerprint: fingerprint, sourceKey: SourceKey.of(item, part: part),
            unit: units[Int(item.unit)].id, title: item.title, modified: item.modified, arrival: arrival)
    }

    /// Notes which properties updates change, by the number of the change.
    public mutating func describe(_ differences: [Int: [PropertyDifference]]) {
        for (index, found) in differences { changes[index].differences = found }
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
    /// The calendars it has, or will have, for kinds that its calendar of the same name does not take.
    public let apart: [ApartCalendar]
}

extension Plan {
    /// The importers the exports were read by: what tells this import from another in the state.
    public var provider: String { Set(sources.map(\.provider)).sorted().joined(separator: ", ") }
}
