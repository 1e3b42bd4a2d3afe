internal import Foundation
public import Hosting
public import Planning

/// A made-up placement question: a library with sizes as people have them, hosts, and a policy; from a seed.
public struct SpreadCase: Sendable {
    /// The units.
    public var units: [PlacementUnit]
    /// The hosts.
    public var hosts: [HostState]
    /// The policy.
    public var policy: PlacementPolicy
    /// Where units are.
    public var earlier = EarlierPlaces()

    /// A case.
    public init(units: [PlacementUnit], hosts: [HostState], policy: PlacementPolicy) {
        self.units = units
        self.hosts = hosts
        self.policy = policy
    }

    /// A library of units: a few calendars and address books, and folders whose sizes are lognormal with σ = 2, so
    /// that one in a hundred is a hundred times as large as the middle one.
    ///
    /// - Parameters:
    ///   - sigma: how unequal the sizes are, the σ above.
    ///   - routed: the hosts that routes may lead to; every fifth unit takes one.
    public static func library(
        _ count: Int, seed: UInt64, sigma: Double = 2, routed: [String] = []
    ) -> [PlacementUnit] {
        var random = SampleRandom(seed, "library", count)
        return (0..<count).map { number in
            let service: StoreService = number % 17 == 3 ? .calendars : number % 23 == 5 ? .contacts : .files
            let size = service == .files ? exp(sigma * normal(&random)) * 10_000_000 : Double(random.below(400_000))
            var allowed: [String]?
            if !routed.isEmpty, random.below(5) == 0 {
                allowed = routed.filter { _ in random.below(2) == 0 }
                if allowed?.isEmpty == true { allowed = [routed[random.below(routed.count)]] }
            }
            return PlacementUnit(
                id: "\(service.rawValue)/\(number)", service: service, allowedHosts: allowed,
                byteCount: UInt64(min(size, 4e12)), itemCount: 1 + random.below(400))
        }
    }

    /// A host.
    public static func host(
        _ name: String, organisation: String? = nil, country: String? = nil, tags: [String: String] = [:],
        weight: Double = 1, room: UInt64? = nil, reserve: UInt64 = 0, maximumShare: Double? = nil,
        standing: HostProfile.Standing = .open, services: Set<StoreService> = Set(StoreService.allCases)
    ) -> HostState {
        HostState(
            profile: HostProfile(
                name: name, url: "folder:/\(name)", organisation: organisation, country: country, tags: tags,
                reserve: reserve, weight: weight, maximumShare: maximumShare, standing: standing),
            services: services, availableBytes: room, snapshot: nil)
    }

    /// A case with anything in it: routes, quotas, shares, closing hosts, copies that are there already.
    ///
    /// - Parameters:
    ///   - largest: the most units it may have.
    ///   - isFresh: whether nothing is placed yet, and all hosts are open.
    public static func random(_ seed: UInt64, largest: Int, isFresh: Bool) -> SpreadCase {
        var random = SampleRandom(seed, "case", largest)
        let names = (0..<(1 + random.below(isFresh ? 6 : 8))).map { "h\($0)" }
        let units = library(1 + random.below(largest), seed: seed, routed: random.below(3) == 0 ? names : [])
        let total = units.reduce(0.0) { $0 + Double($1.byteCount) }
        let tightness = 0.6 + Double(random.below(200)) / 100
        var policy = PlacementPolicy()
        policy.copies = [1, 1, 2, 2, 3][random.below(5)]
        if random.below(3) == 0 { policy.minimumCopies = 1 + random.below(policy.copies) }
        switch random.below(5) {
        case 0: policy.distinct = [.country]
        case 1: policy.distinct = [.host]
        case 2: policy.distinct = [.organisation, HostAttribute("room")]
        default: break
        }
        if random.below(6) == 0 { policy.allowedCountries = ["FR", "DE"] }
        for attribute in [HostAttribute.host, .organisation, .country] where random.below(5) == 0 {
            policy.maximumShares[attribute] = Double(20 + random.below(80)) / 100
        }
        let hosts = names.map { name -> HostState in
            let organisation = random.below(4) == 0 ? nil : "o\(random.below(4))"
            let country = random.below(8) == 0 ? nil : random.pick(["FR", "DE", "BE"])
            let share = total * Double(policy.copies) / Double(names.count)
            let isLimited = random.below(2) == 0
            return host(
                name, organisation: organisation, country: country,
                tags: random.below(2) == 0 ? [:] : ["room": "r\(random.below(4))"],
                weight: Double(1 + random.below(4)),
                room: isLimited ? UInt64(share * tightness * (0.5 + Double(random.below(100)) / 100)) : nil,
                reserve: random.below(4) == 0 ? UInt64(share / 50) : 0,
                maximumShare: random.below(10) == 0 ? Double(10 + random.below(80)) / 100 : nil,
                standing: isFresh || random.below(5) > 0 ? .open : random.below(2) == 0 ? .sticky : .closing,
                services: random.below(8) == 0 ? [.files] : Set(StoreService.allCases))
        }
        var result = SpreadCase(units: units, hosts: hosts, policy: policy)
        if !isFresh {
            for unit in units where random.below(2) == 0 {
                result.earlier.places[unit.id] = (0..<(1 + random.below(2))).map { _ in
                    random.below(9) == 0 ? "gone" : names[random.below(names.count)]
                }
            }
        }
        return result
    }

    /// The case as it is when an arrangement has been carried out: everything is where it goes, and takes room there.
    public func carriedOut(_ arrangement: Arrangement) -> SpreadCase {
        var after = self
        after.earlier = EarlierPlaces()
        var added = hosts.map { _ in UInt64(0) }
        for unit in arrangement.units {
            let names = unit.hosts.map { hosts[Int($0)].profile.name }
            after.earlier.places[unit.id] = names
            for (host, name) in zip(unit.hosts, names) where earlier.places[unit.id]?.contains(name) != true {
                added[Int(host)] += unit.byteCount
            }
        }
        after.hosts = hosts.indices.map { index in
            HostState(
                profile: hosts[index].profile, services: hosts[index].services,
                availableBytes: hosts[index].availableBytes.map { $0 - min($0, added[index]) },
                snapshot: hosts[index].snapshot)
        }
        return after
    }

    /// A draw from the normal distribution (Box and Muller 1958).
    private static func normal(_ random: inout SampleRandom) -> Double {
        let uniform = { (value: UInt64) in (Double(value >> 11) + 0.5) / Double(1 << 53) }
        return (-2 * log(uniform(random.next()))).squareRoot() * cos(2 * Double.pi * uniform(random.next()))
    }
}
