internal import Hosting
internal import Items

/// What a rule of the policy says about a placement.
public struct PlacementInvariant: Hashable, Sendable, Codable {
    /// The three answers; the raw values are those of the JSON report.
    public enum Verdict: String, Hashable, Sendable, Codable {
        /// The rule holds.
        case kept
        /// It does not hold, because of what was there before, or because not everything could be placed.
        case broken
        /// It holds as far as it can: the size of one unit, or the number of hosts, allows no more.
        case bound
    }

    /// The rule, by the word of the configuration.
    public let rule: String
    /// What it asks, as a sentence without its full stop.
    public let statement: String
    /// Whether it holds.
    public let verdict: Verdict
    /// How it stands, in numbers.
    public let detail: String?
}

/// Looks at a placement with nothing but the policy in hand, and knows nothing of how it was found.
struct PlacementCheck {
    private(set) var invariants: [PlacementInvariant] = []
    /// Rules that new copies break.
    private(set) var defects: [String] = []
    private let units: [PlacementUnit]
    private let hosts: [HostState]
    private let policy: PlacementPolicy
    private let earlier: EarlierPlaces
    private let isMoving: Bool
    /// The bytes at each host, and of those the ones that come new.
    private var loads: [UInt64]
    private var added: [UInt64]
    private let total: UInt64

    /// Checks.
    ///
    /// - Parameters:
    ///   - targets: what each host should hold; `nil` when that is not to be judged.
    ///   - isMoving: whether copies leave hosts, and with them the room they take.
    init(
        _ units: [PlacementUnit], on hosts: [HostState], policy: PlacementPolicy, earlier: EarlierPlaces,
        targets: [Double]?, isMoving: Bool = false
    ) {
        self.units = units
        self.hosts = hosts
        self.policy = policy
        self.earlier = earlier
        self.isMoving = isMoving
        loads = hosts.map { _ in 0 }
        added = loads
        total = units.reduce(0) { Self.sum($0, $1.byteCount) }
        for unit in units {
            for host in unit.hosts.map(Int.init) {
                loads[host] = Self.sum(loads[host], unit.byteCount)
                if isNew(unit, at: host) { added[host] = Self.sum(added[host], unit.byteCount) }
            }
        }
        checkCopies()
        checkDistinctness()
        checkPermission()
        checkShares()
        checkRoom()
        if let targets { checkBalance(targets) }
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, isTooMuch) = left.addingReportingOverflow(right)
        return isTooMuch ? .max : sum
    }

    private func isNew(_ unit: PlacementUnit, at host: Int) -> Bool {
        earlier.places[unit.id]?.contains(hosts[host].profile.name) != true
    }

    private mutating func say(
        _ rule: String, _ statement: String, _ verdict: PlacementInvariant.Verdict, _ detail: String? = nil
    ) {
        invariants.append(PlacementInvariant(rule: rule, statement: statement, verdict: verdict, detail: detail))
    }

    private mutating func checkCopies() {
        var (fewer, lacking, bytes) = (0, 0, UInt64(0))
        for unit in units {
            let (wanted, least) = policy.copies(of: unit)
            if Set(unit.hosts).count != unit.hosts.count { defects.append("\(unit.id) is twice at one host") }
            if unit.hosts.count < wanted {
                fewer += 1
                bytes = Self.sum(bytes, unit.byteCount)
            }
            if unit.hosts.count < least { lacking += 1 }
        }
        let statement = policy.copies == 1 ? "Everything is at a host" : "Everything is at \(policy.copies) hosts"
        let detail = fewer == 0 ? nil : "\(fewer) of \(units.count) units, \(percent(part(bytes))) of all, are at fewer"
        say("copies", statement, lacking > 0 ? .broken : fewer > 0 ? .bound : .kept, detail)
    }

    private mutating func checkDistinctness() {
        guard units.contains(where: { $0.hosts.count > 1 }) else { return }
        for attribute in policy.distinctAttributes {
            var count = 0
            for unit in units {
                let values = unit.hosts.map { attribute.group(of: hosts[Int($0)].profile) }
                guard Set(values).count < values.count else { continue }
                count += 1
                defects.append("\(unit.id) has two copies at one \(attribute.name)")
            }
            say(
                "distinct", "No two copies are at one \(attribute.name)", count == 0 ? .kept : .broken,
                count == 0 ? nil : "\(count) units")
        }
    }

    /// Routes, countries, and hosts that take nothing new.
    private mutating func checkPermission() {
        for unit in units {
            for host in unit.hosts.map(Int.init) {
                let reason = Eligibility.of(hosts[host], unit, policy)
                if reason != .eligible {
                    defects.append("\(unit.id) may not be at \(hosts[host].profile.name): \(reason)")
                }
                if isNew(unit, at: host), hosts[host].profile.standing != .open {
                    defects.append("\(unit.id) is new at \(hosts[host].profile.name), which takes nothing new")
                }
            }
        }
        if !policy.routes.isEmpty { say("route", "Everything is where its route leads", .kept) }
        if let countries = policy.allowedCountries {
            say("allow-countries", "All hosts are in \(countries.joined(separator: ", "))", .kept)
        }
        for host in hosts where host.profile.standing != .open {
            say("state", "\(host.profile.name) gets no new unit", .kept)
        }
    }

    private mutating func checkShares() {
        for host in hosts.indices {
            guard let share = hosts[host].profile.maximumShare, share < 1 else { continue }
            check(share, of: [host], named: hosts[host].profile.name)
        }
        for (attribute, share) in policy.maximumShares.sorted(by: { $0.key.name < $1.key.name }) where share < 1 {
            let groups = Dictionary(grouping: hosts.indices) { attribute.group(of: hosts[$0].profile) }
            let greatest = groups.max { left, right in
                (load(left.value), right.key.name) < (load(right.value), left.key.name)
            }
            guard let greatest else { continue }
            check(share, of: greatest.value, named: "\(attribute.name) \(greatest.key.name)")
        }
    }

    private func load(_ members: [Int]) -> UInt64 { members.reduce(0) { Self.sum($0, loads[$1]) } }

    private mutating func check(_ share: Double, of members: [Int], named name: String) {
        let load = load(members)
        let isOver = Double(load) >= Double(total) * share + 1
        let before = members.reduce(0) { Self.sum($0, stored(at: $1)) }
        if isOver, load > before { defects.append("\(name) is over its share") }
        say(
            "max-share", "No more than \(percent(share)) at one place", isOver ? .broken : .kept,
            "\(name) has \(percent(part(load)))")
    }

    private func part(_ bytes: UInt64) -> Double { total == 0 ? 0 : Double(bytes) / Double(total) }

    private func percent(_ part: Double) -> String { "\(Int((part * 100).rounded())) %" }

    private mutating func checkRoom() {
        let limited = hosts.indices.filter { hosts[$0].availableBytes != nil }
        guard !limited.isEmpty else { return }
        var over: [String] = []
        for host in limited {
            let profile = hosts[host].profile
            let room = hosts[host].availableBytes.map { $0 - min($0, profile.reserve) } ?? .max
            let stored = earlier.storedBytes[profile.name] ?? stored(at: host)
            guard loads[host] > Self.sum(room, stored) else { continue }
            over.append(profile.name)
            if added[host] > 0 { defects.append("\(profile.name) gets more than it has room for") }
        }
        say(
            "quota", "No host holds more than it has room for", over.isEmpty ? .kept : .broken,
            over.isEmpty ? nil : over.joined(separator: ", "))
    }

    /// The bytes that are there before and so need no new room.
    private func stored(at host: Int) -> UInt64 {
        guard isMoving else { return loads[host] - added[host] }
        return units.reduce(0) { isNew($1, at: host) ? $0 : Self.sum($0, $1.byteCount) }
    }

    /// A host may be off its target by the tolerance, or by as much as the largest unit: that cannot be divided.
    private mutating func checkBalance(_ targets: [Double]) {
        var worst: (name: String, deviation: Double, isBound: Bool, largest: PlacementUnit?)?
        let largest = units.max { ($0.byteCount, $1.id) < ($1.byteCount, $0.id) }
        for host in hosts.indices where hosts[host].profile.standing == .open && targets[host] >= 1 {
            let deviation = Double(loads[host]) / targets[host] - 1
            let isBound = abs(deviation) * targets[host] <= Double(largest?.byteCount ?? 0)
            if abs(deviation) > abs(worst?.deviation ?? 0) {
                worst = (hosts[host].profile.name, deviation, isBound, largest)
            }
        }
        let statement = "Each host holds what its weight and the rules say, within \(percent(policy.tolerance))"
        guard let worst, abs(worst.deviation) > policy.tolerance + 1e-9 else {
            return say("weight", statement, .kept)
        }
        let direction = worst.deviation > 0 ? "over" : "under"
        let size = worst.largest.map { "; the largest unit, \($0.id), is \(percent(part($0.byteCount))) of all" } ?? ""
        say(
            "weight", statement, worst.isBound ? .bound : .broken,
            "\(worst.name) is \(percent(abs(worst.deviation))) \(direction)\(worst.isBound ? size : "")")
    }
}
