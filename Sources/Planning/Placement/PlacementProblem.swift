internal import Hosting
internal import Items

/// A placement question in numbers: units and hosts in an order of their own, so that the answer does not depend on
/// the order in which they were given.
struct PlacementProblem {
    /// Units that may go to the same hosts and have as many copies.
    struct Class: Hashable {
        /// The hosts, by number.
        let hosts: [Int]
        /// How many copies each unit wants.
        let copies: Int
        /// With how many the person is content.
        let least: Int
    }

    /// Hosts that together may hold so much.
    struct Group: Hashable {
        /// What they have in common.
        let attribute: HostAttribute
        /// The hosts.
        let members: [Int]
        /// The greatest part of all bytes.
        let share: Double
        /// The same in bytes.
        let limit: Int
    }

    /// More bytes than there can be, and few enough to be added up.
    static let unlimited = Int.max / 4

    /// A unit.
    struct Piece {
        /// Its name.
        let id: String
        /// Its number in what was asked.
        let number: Int
        /// Its bytes. They are cut where their sum could not be counted.
        let size: Int
        /// Its class.
        let kind: Int
        /// The hosts it is at.
        fileprivate(set) var kept: [Int]
    }

    /// The units, the largest first.
    private(set) var pieces: [Piece] = []
    /// The classes.
    private(set) var classes: [Class] = []
    /// The hosts, by name.
    let profiles: [HostProfile]
    /// The numbers the hosts have in what was asked.
    let hostNumbers: [Int]
    /// How many bytes each host may hold in all; `unlimited` for as many as there are.
    private(set) var limits: [Int] = []
    /// Which hosts take new units.
    let isOpen: [Bool]
    /// The groups of hosts whose share is limited, single hosts too.
    private(set) var groups: [Group] = []
    /// The groups each host belongs to.
    private(set) var groupsOfHost: [[Int]] = []
    /// Which hosts may not hold the same unit.
    private(set) var isConflict: [[Bool]] = []
    /// What hosts of one unit must differ in: those attributes that the others do not imply.
    private(set) var distinct: [HostAttribute] = []
    /// The bytes of all units, each once.
    private(set) var total = 0
    /// The bytes that leave hosts.
    private(set) var leavingBytes = 0
    /// How far a host may be from its target.
    let tolerance: Double

    /// Puts a question into numbers.
    ///
    /// - Parameters:
    ///   - earlier: where the units are.
    ///   - leaving: hosts that take nothing new and give away what they have, by name.
    ///   - budget: how many bytes these may give away.
    init(
        _ units: [PlacementUnit], on hosts: [HostState], policy: PlacementPolicy, earlier: EarlierPlaces,
        leaving: Set<String> = [], budget: Int = .max
    ) {
        hostNumbers = hosts.indices.sorted { hosts[$0].profile.name.precedesInBytes(hosts[$1].profile.name) }
        let states = hostNumbers.map { hosts[$0] }
        profiles = states.map(\.profile)
        isOpen = profiles.map { $0.standing == .open && !leaving.contains($0.name) }
        tolerance = policy.tolerance
        setConflicts(policy.distinctAttributes)
        addPieces(units, on: states, policy: policy, earlier: earlier)
        if !leaving.isEmpty { leave(leaving, budget) }
        for host in states.indices {
            var limit = Self.unlimited
            if let available = states[host].availableBytes {
                let free =
                    Int(clamping: available) - min(Int(clamping: available), Int(clamping: profiles[host].reserve))
                let here = earlier.storedBytes[profiles[host].name].map { Int(clamping: $0) } ?? keptBytes(at: host)
                let (sum, isTooMuch) = free.addingReportingOverflow(here)
                limit = isTooMuch ? limit : min(sum, limit)
            }
            limits.append(limit)
        }
        setGroups(policy.maximumShares)
    }

    /// The number of copies all units want together, in bytes.
    var demand: Int { pieces.reduce(0) { $0 + $1.size * classes[$1.kind].copies } }

    /// The same question with other numbers of copies.
    func wanting(_ copies: (Class) -> Int) -> PlacementProblem {
        var other = self
        other.classes = classes.map { Class(hosts: $0.hosts, copies: copies($0), least: $0.least) }
        return other
    }

    /// The same question with other greatest shares.
    func replacingGroups(_ share: (Group) -> Double) -> PlacementProblem {
        var other = self
        other.groups = groups.map {
            let share = share($0)
            // A share of 1 limits nothing, not even where a host holds copies that another host holds too.
            return Group(
                attribute: $0.attribute, members: $0.members, share: share,
                limit: share < 1 ? bytes(share) : Self.unlimited)
        }
        return other
    }

    /// The same question when nothing has a place yet.
    var withoutKept: PlacementProblem {
        var other = self
        for index in pieces.indices { other.pieces[index].kept = [] }
        return other
    }

    /// The same question when everything is kept that an answer has placed.
    func withKept(_ state: PlacementState) -> PlacementProblem {
        var other = self
        for index in pieces.indices { other.pieces[index].kept = state.hosts[index].sorted() }
        return other
    }

    private func keptBytes(at host: Int) -> Int {
        pieces.reduce(0) { $1.kept.contains(host) ? $0 + $1.size : $0 }
    }

    private mutating func addPieces(
        _ units: [PlacementUnit], on states: [HostState], policy: PlacementPolicy, earlier: EarlierPlaces
    ) {
        let numbers = Dictionary(
            profiles.indices.map { (profiles[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        var known: [Class: Int] = [:]
        var lists: [EligibilityKey: [Int]] = [:]
        // So that no sum of sizes can overflow, whatever an archive states.
        let copies = units.reduce(1) { max($0, policy.copies(of: $1).wanted) }
        let largest = Int.max / 4 / (units.count + 1) / (copies + 1)
        for number in units.indices {
            let unit = units[number]
            let key = EligibilityKey(service: unit.service, allowed: unit.allowedHosts)
            let eligible = lists[key] ?? states.indices.filter { Eligibility.of(states[$0], unit, policy) == .eligible }
            lists[key] = eligible
            let (wanted, least) = policy.copies(of: unit)
            let kind = Class(hosts: eligible, copies: wanted, least: least)
            let index = known[kind] ?? classes.count
            if index == classes.count {
                classes.append(kind)
                known[kind] = index
            }
            var kept: [Int] = []
            for host in (earlier.places[unit.id] ?? []).compactMap({ numbers[$0] }).sorted()
            where eligible.contains(host) && !kept.contains(where: { isConflict[$0][host] }) {
                kept.append(host)
            }
            let size = min(Int(clamping: unit.byteCount), largest)
            total += size
            pieces.append(Piece(id: unit.id, number: number, size: size, kind: index, kept: kept))
        }
        pieces.sort { $0.size == $1.size ? $0.id.precedesInBytes($1.id) : $0.size > $1.size }
    }

    /// Takes units away from hosts, the largest first, as long as the budget lasts.
    private mutating func leave(_ hosts: Set<String>, _ budget: Int) {
        let leaving = profiles.indices.filter { hosts.contains(profiles[$0].name) }
        for index in pieces.indices {
            for host in leaving where pieces[index].kept.contains(host) && leavingBytes + pieces[index].size <= budget {
                leavingBytes += pieces[index].size
                pieces[index].kept.removeAll { $0 == host }
            }
        }
    }

    private struct EligibilityKey: Hashable {
        let service: StoreService
        let allowed: [String]?
    }

    private mutating func setConflicts(_ attributes: [HostAttribute]) {
        let keys = attributes.map { attribute in profiles.map { attribute.group(of: $0) } }
        isConflict = profiles.indices.map { one in
            profiles.indices.map { other in one == other || keys.contains { $0[one] == $0[other] } }
        }
        // An attribute whose groups lie each within a group of another says nothing that the other does not.
        distinct = attributes.indices.filter { index in
            !attributes.indices.contains { other in
                other != index && refines(keys[index], keys[other])
                    && (!refines(keys[other], keys[index]) || other < index)
            }
        }.map { attributes[$0] }
    }

    private func refines(_ fine: [HostAttribute.Group], _ coarse: [HostAttribute.Group]) -> Bool {
        fine.indices.allSatisfy { one in
            fine.indices.allSatisfy { fine[one] != fine[$0] || coarse[one] == coarse[$0] }
        }
    }

    private mutating func setGroups(_ shares: [HostAttribute: Double]) {
        func add(_ attribute: HostAttribute, _ members: [Int], _ share: Double) {
            groups.append(Group(attribute: attribute, members: members, share: share, limit: bytes(share)))
        }
        for host in profiles.indices {
            let shares = [profiles[host].maximumShare, shares[.host]].compactMap { $0 }
            if let share = shares.min(), share < 1 { add(.host, [host], share) }
        }
        for (attribute, share) in shares.sorted(by: { $0.key.name.precedesInBytes($1.key.name) })
        where attribute != .host && share < 1 {
            let members = Dictionary(grouping: profiles.indices) { attribute.group(of: profiles[$0]) }
            for members in members.values.sorted(by: { $0[0] < $1[0] }) { add(attribute, members, share) }
        }
        groupsOfHost = profiles.indices.map { host in groups.indices.filter { groups[$0].members.contains(host) } }
    }

    /// A part of all bytes; rounded up, so that a half of three bytes is two.
    func bytes(_ share: Double) -> Int { Int((Double(total) * share).rounded(.up)) }
}
