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
            ItemKind.allCases.compactMap { kind in items[kind].map { "\(Amount.count($0)) \(kind.plural)" } }
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

/// Exposure as lines of text.
struct ExposureText {
    let exposure: Exposure
    let invariants: [PlacementInvariant]
    let paint: Paint

    /// The lines: who will know what, and what the rules say.
    func lines() -> [String] {
        guard exposure.hosts.contains(where: { !$0.items.isEmpty }) else { return [] }
        var lines = ["", paint.bold("Who will know what")]
        lines += exposure.hosts.map(line)
        if exposure.organisations.contains(where: { $0.hosts.count > 1 }) {
            lines += exposure.organisations.filter { $0.hosts.count > 1 }.map { "  all of " + line($0).dropFirst(2) }
        }
        if exposure.hosts.count > 1 {
            let tenths = Int((exposure.effectiveHosts * 10).rounded())
            lines.append(
                "  As much is spread as over \(tenths / 10).\(tenths % 10) hosts of equal size (1/Σshare²), of "
                    + "\(exposure.hosts.count).")
        }
        for shared in exposure.shared {
            lines.append(
                paint.severity(
                    .warning,
                    "  \(shared.organisations) organisations but 1 \(DisplayText.safe(words(shared.attribute))): "
                        + "\(DisplayText.safe(shared.value)) "
                        + "(\(shared.hosts.map(DisplayText.safe).joined(separator: ", ")))"))
        }
        return lines + rules()
    }

    private func words(_ tag: String) -> String { tag.split(separator: "-").joined(separator: " ") }

    private func line(_ holder: Exposure.Holder) -> String {
        let law = holder.countries.isEmpty ? "" : ", law of \(holder.countries.joined(separator: ", "))"
        let organisation = holder.hosts.count == 1 ? holder.hosts[0].organisation.map { " (\($0))" } ?? "" : ""
        let knowledge = holder.knowledge.isEmpty ? "nothing" : holder.knowledge.joined(separator: ", ")
        return "  \(DisplayText.safe(holder.name + organisation + law)): "
            + "\(Amount.share(holder.part)) of all bytes; \(knowledge)"
    }

    private func rules() -> [String] {
        guard exposure.hosts.count > 1 else { return [] }
        return ["", paint.bold("Rules of spreading")]
            + invariants.map { invariant in
                let detail = invariant.detail.map { ": " + $0 } ?? ""
                let text = "  \(invariant.verdict.rawValue)  \(DisplayText.safe(invariant.statement + detail))"
                return invariant.verdict == .broken ? paint.severity(.warning, text) : text
            }
    }
}

/// Exposure in the JSON report.
struct ExposureRow: Encodable {
    struct Row: Encodable {
        let name: String
        let bytes: UInt64
        let part: Double
        let kinds: [String: Int]
        let countries: [String]
        let hosts: [String]

        init(_ holder: Exposure.Holder) {
            name = holder.name
            bytes = holder.bytes
            part = holder.part
            kinds = Dictionary(uniqueKeysWithValues: holder.items.map { ($0.key.rawValue, $0.value) })
            countries = holder.countries
            hosts = holder.hosts.map(\.name)
        }
    }

    struct SharedRow: Encodable {
        let attribute, value: String
        let hosts: [String]
        let organisations: Int
    }

    let hosts: [Row]
    let organisations: [Row]
    let effectiveHosts: Double
    let shared: [SharedRow]
    let rules: [PlacementInvariant]

    enum CodingKeys: String, CodingKey {
        case hosts, organisations, shared, rules
        case effectiveHosts = "effective-hosts"
    }

    init(_ plan: Plan) {
        let exposure = Exposure(plan)
        hosts = exposure.hosts.map(Row.init)
        organisations = exposure.organisations.map(Row.init)
        effectiveHosts = exposure.effectiveHosts
        shared = exposure.shared.map {
            SharedRow(attribute: $0.attribute, value: $0.value, hosts: $0.hosts, organisations: $0.organisations)
        }
        rules = plan.invariants
    }
}
