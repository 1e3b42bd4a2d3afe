public import Items

/// How the person wants things spread.
public struct PlacementPolicy: Hashable, Sendable {
    /// Sends some items to some hosts only. An item must meet all conditions that are given. A top folder of notes goes
    /// whole, with the files its notes refer to: of a route about years it meets no condition.
    public struct Route: Hashable, Sendable {
        /// The kinds; empty for all.
        public var kinds: [ItemKind] = []
        /// Which calendars, address books or folders, by name.
        public var collection: PathPattern?
        /// Which files, by path; what lies below a path that fits is meant too.
        public var path: PathPattern?
        /// Only what was last changed before this year (UTC) began. What has no date meets no such condition.
        public var before: Int?
        /// Only what was last changed after this year (UTC) ended.
        public var after: Int?
        /// How many hosts hold each unit; `nil` for as many as of everything.
        public var copies: Int?
        /// The hosts, by name.
        public var hosts: [String]

        /// A route for some kinds, or for all when there are none; further conditions are set on it.
        public init(kinds: [ItemKind] = [], hosts: [String]) {
            self.kinds = kinds
            self.hosts = hosts
        }
    }

    /// Cuts what a pattern names into more than one unit. Folders of notes are not cut.
    public struct Split: Hashable, Sendable {
        /// How it is cut.
        public enum Way: Hashable, Sendable {
            /// Folders deeper than `folderDepth`.
            case depth(Int)
            /// By the year in which an item was last changed (UTC).
            case year
            /// Into a number of parts of about as many items each.
            case parts(Int)
        }

        /// Which collections, by name; a folder below one that fits is meant too.
        public let collection: PathPattern
        /// How.
        public let way: Way

        /// A rule.
        public init(collection: PathPattern, way: Way) {
            self.collection = collection
            self.way = way
        }
    }

    /// How many bytes are worth moving for each byte that a host holds beyond the tolerance of its target, or is short
    /// of it. Where one large unit cannot lie anywhere without that, half a library is not moved for a few bytes.
    public static let priceOfImbalance = 20.0

    /// How many hosts hold each unit.
    public var copies = 1
    /// With how many a run is still content where there are not hosts enough for `copies`; `nil` for `copies`.
    public var minimumCopies: Int?
    /// What two hosts of one unit may not have in common; `nil` for the organisation as soon as there are copies.
    public var distinct: [HostAttribute]?
    /// The countries whose hosts are used; `nil` for all. A host that names no country is then not used.
    public var allowedCountries: [String]?
    /// The greatest part of all bytes that hosts with one value of an attribute may hold together, above 0, at most 1.
    public var maximumShares: [HostAttribute: Double] = [:]
    /// The routes; the first that fits decides.
    public var routes: [Route] = []
    /// What is cut; the first rule that fits decides.
    public var splits: [Split] = []
    /// How many folders deep the tree is cut into units: 2 makes `Drive/Photos` one.
    public var folderDepth = 2
    /// How far a host may be from its target without being called out of balance, as a part of the target.
    public var tolerance = 0.05

    /// One copy of everything at any host.
    public init() {}

    /// The policy of a plain configuration.
    public init(copies: Int = 1, routes: [Route] = [], folderDepth: Int = 2) {
        self.copies = copies
        self.routes = routes
        self.folderDepth = folderDepth
    }

    /// How many copies a unit has, and with how many a run is content.
    func copies(of unit: PlacementUnit) -> (wanted: Int, least: Int) {
        let wanted = unit.copies ?? copies
        return (wanted, min(wanted, minimumCopies ?? wanted))
    }

    /// What the hosts of one unit must differ in, beside being different hosts.
    var distinctAttributes: [HostAttribute] {
        (distinct ?? [.organisation]).filter { $0 != .host }
    }
}
