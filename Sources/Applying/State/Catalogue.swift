internal import Foundation
internal import GRDB
public import Hosting
public import Items
public import Planning

/// Everything the state knows about what lies where.
public struct Catalogue: Sendable {
    /// The copies, in the order of host, service, collection and name.
    public var lines: [CatalogueLine] = []
    /// The hosts that runs have met, by name.
    public var hosts: [KnownHost] = []
    /// The collections, as the exports describe them.
    public var collections: [ItemCollection] = []
    /// The hosts of each placement unit, by its name.
    public var placements: [String: [String]] = [:]
    /// Moves that have begun and not ended.
    public var moves: [UnitMove] = []
    /// What the last import from each provider came to.
    public var imports: [ImportRecord] = []

    /// Nothing is known.
    public init() {}

    /// A host of this name, if a run has met it.
    public func host(_ name: String) -> KnownHost? { hosts.first { $0.profile.name == name } }

    /// Whether things may go to a host: it is neither left nor being left.
    public func isOpen(_ name: String) -> Bool { host(name)?.standing ?? .open == .open }

    /// The description of a collection: the one an export gave, else what its name says.
    func description(of collection: ItemCollection) -> ItemCollection {
        collections.first {
            $0.form == collection.form && ExactText($0.name) == ExactText(collection.name)
        } ?? collection
    }
}

/// A host the state remembers, so that it can be found again when no configuration describes it.
public struct KnownHost: Sendable, Hashable {
    /// How it stands with a host.
    public enum Standing: String, Sendable, Codable {
        /// It takes part.
        case open
        /// What lies there is being moved away.
        case leaving
        /// It was left.
        case left
    }

    /// The host.
    public let profile: HostProfile
    /// How it stands with it.
    public let standing: Standing

    /// Describes a host.
    public init(profile: HostProfile, standing: Standing = .open) {
        self.profile = profile
        self.standing = standing
    }
}

/// What the last import from a provider came to.
public struct ImportRecord: Sendable, Hashable {
    /// The importers it was read by.
    public let provider: String
    /// What the exports are called.
    public let label: String
    /// When it ended, seconds since 1970; `nil` when it was stopped before its end.
    public let ended: Int64?
    /// Where the entries went; `nil` as long as it has not ended.
    public let totals: Ledger.Totals?
    /// What is not at a host although the plan wanted it, or never will be, each with the reason.
    public let owed: [Owed]

    /// Something an import could not do.
    public struct Owed: Sendable, Hashable {
        /// The item, or the entry.
        public let what: String
        /// Why, one sentence.
        public let reason: String
    }
}

extension Journal {
    /// Everything about what lies where, read without writing anything; `nil` when there is no journal.
    public static func catalogue(in directory: StateDirectory) throws(StateDirectory.Fault) -> Catalogue? {
        try JournalFile.read(in: directory, Catalogue.init(reading:))
    }

    /// Everything about what lies where.
    public func catalogue() throws(StateDirectory.Fault) -> Catalogue { try read(Catalogue.init(reading:)) }
}

extension Catalogue {
    init(reading db: Database) throws {
        self.init()
        try CatalogueLine.forEach(in: db) { lines.append($0) }
        for row in try Row.fetchAll(db, sql: "SELECT profile, standing FROM host ORDER BY name") {
            let profile = try JSONDecoder().decode(HostProfile.self, from: Data((row[0] as String).utf8))
            hosts.append(KnownHost(profile: profile, standing: KnownHost.Standing(rawValue: row[1]) ?? .open))
        }
        for row in try Row.fetchAll(db, sql: "SELECT form, name, summary, color FROM collection ORDER BY form, name") {
            guard let form = ItemCollection.Form(rawValue: row[0]) else { continue }
            collections.append(ItemCollection(form, name: row[1], summary: row[2], color: row[3]))
        }
        for row in try Row.fetchAll(db, sql: "SELECT unit, host FROM placement ORDER BY unit, host") {
            let unit: String = row[0]
            placements[unit, default: []].append(row[1])
        }
        for row in try Row.fetchAll(db, sql: "SELECT unit, source, target FROM move ORDER BY source, unit") {
            moves.append(UnitMove(unit: row[0], from: row[1], to: row[2]))
        }
        for row in try Row.fetchAll(db, sql: "SELECT provider, label, ended, totals FROM import ORDER BY provider") {
            let provider: String = row[0]
            let owed = try Row.fetchAll(
                db, sql: "SELECT what, reason FROM owed WHERE provider = ? ORDER BY number", arguments: [provider])
            let totals = try (row[3] as String?).map {
                try JSONDecoder().decode(Ledger.Totals.self, from: Data($0.utf8))
            }
            imports.append(
                ImportRecord(
                    provider: provider, label: row[1], ended: row[2], totals: totals,
                    owed: owed.map { ImportRecord.Owed(what: $0[0], reason: $0[1]) }))
        }
    }
}
