public import Hosting
public import Items
public import Planning

/// Who will hold what of the person's data when a plan has been carried out, and what they will know by it.
public struct Exposure: Sendable {
    /// What one host, or all hosts of one organisation, will hold.
    public struct Holder: Sendable {
        /// The name of the host or the organisation.
        public let name: String
        /// Its hosts.
        public let hosts: [HostProfile]
        /// The items, each once, by kind.
        public private(set) var items: [ItemKind: Int] = [:]
        /// Their bytes, each once.
        public private(set) var bytes: UInt64 = 0
        /// The part of all bytes of the plan, 0 to 1.
        public fileprivate(set) var part = 0.0

        fileprivate init(_ name: String, _ hosts: [HostProfile]) {
            self.name = name
            self.hosts = hosts
        }

        fileprivate mutating func add(_ counts: UnitCounts) {
            for (kind, count) in counts.items { items[kind, default: 0] += count }
            bytes = bytes &+ counts.bytes
        }

        /// The countries whose law it is under, where they are known.
        public var countries: [String] { Set(hosts.compactMap(\.country)).sorted() }

        /// What it will know, in plain words, as a list.
        public var knowledge: [String] {
            ItemKind.allCases.compactMap { kind in items[kind].map(kind.counted) }
        }
    }

    /// Hosts that differ in what they are spread over, and yet have something in common.
    public struct Shared: Sendable, Hashable {
        /// What they have in common: the name of a tag, or `country`.
        public let attribute: String
        /// Its value.
        public let value: String
        /// The hosts, by name.
        public let hosts: [String]
        /// How many organisations run them.
        public let organisations: Int
    }

    fileprivate struct UnitCounts {
        var items: [ItemKind: Int] = [:]
        var bytes: UInt64 = 0
    }

    /// Each host, in the order of the plan.
    public let hosts: [Holder]
    /// Each organisation that runs a host, by name; empty where no host names one.
    public let organisations: [Holder]
    /// To how many hosts of equal size the spreading amounts: 1/Σshare², 0 where nothing is placed.
    public let effectiveHosts: Double
    /// Tags that hosts of more than one organisation share.
    public let shared: [Shared]

    /// Sums a plan up.
    public init(_ plan: Plan) {
        var counts = plan.units.map { _ in UnitCounts() }
        for item in plan.items {
            counts[Int(item.unit)].items[item.kind, default: 0] += 1
            counts[Int(item.unit)].bytes &+= item.byteCount ?? 0
        }
        let profiles = plan.hosts.map(\.profile)
        let total = counts.reduce(0.0) { $0 + Double($1.bytes) }
        func holder(_ name: String, _ members: [Int]) -> Holder {
            var holder = Holder(name, members.map { profiles[$0] })
            for (unit, counts) in zip(plan.units, counts)
            where unit.hosts.contains(where: { members.contains(Int($0)) }) {
                holder.add(counts)
            }
            if total > 0 { holder.part = Double(holder.bytes) / total }
            return holder
        }
        hosts = profiles.indices.map { holder(profiles[$0].name, [$0]) }
        let named = Dictionary(grouping: profiles.indices.filter { profiles[$0].organisation != nil }) {
            profiles[$0].organisation ?? ""
        }
        organisations = named.sorted { $0.key.precedesInBytes($1.key) }.map { holder($0.key, $0.value) }
        let all = hosts.reduce(0.0) { $0 + Double($1.bytes) }
        let squares = hosts.reduce(0.0) { all > 0 ? $0 + (Double($1.bytes) / all) * (Double($1.bytes) / all) : 0 }
        effectiveHosts = squares > 0 ? 1 / squares : 0
        shared = Self.shared(profiles)
    }

    private static func shared(_ profiles: [HostProfile]) -> [Shared] {
        let tags = Set(profiles.flatMap(\.tags.keys)).sorted { $0.precedesInBytes($1) }
        return tags.flatMap { tag -> [Shared] in
            let groups = Dictionary(grouping: profiles.filter { $0.tags[tag] != nil }) { $0.tags[tag] ?? "" }
            return groups.sorted { $0.key.precedesInBytes($1.key) }.compactMap { value, members in
                let organisations = Set(members.map { $0.organisation ?? "\u{0}\($0.name)" }).count
                guard organisations > 1 else { return nil }
                return Shared(
                    attribute: tag, value: value, hosts: members.map(\.name), organisations: organisations)
            }
        }
    }
}
