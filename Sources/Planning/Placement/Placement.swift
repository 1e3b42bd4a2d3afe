internal import Glibc
internal import Hosting
internal import Items

/// Decides which hosts get which units. Pure: the same units, hosts and policy give the same answer in any order.
///
/// What an earlier run placed stays. The rest is drawn by weighted rendezvous hashing (Thaler and Ravishankar 1998;
/// the weighted form is the logarithmic method of Schindelhauer and Schomaker 2005): each host draws for each unit,
/// the best draws win, and a host that comes or goes changes only its own units.
enum Placement {
    /// The code of the finding for a unit that no host, or too few, can take.
    static let refusalCode = "no-room"

    /// Fills in `hosts` of each unit.
    ///
    /// - Parameters:
    ///   - hosts: in the order of the plan.
    ///   - earlier: the names of the hosts that hold a unit already, by unit.
    /// - Returns: a finding for each unit that no host, or too few, can take.
    static func place(
        _ units: inout [PlacementUnit], on hosts: [HostState], policy: PlacementPolicy, earlier: [String: [String]]
    ) -> [Finding] {
        var free = hosts.map(\.availableBytes)
        var findings: [Finding] = []
        // The largest first: they have the fewest places to go.
        let order = units.indices.sorted { left, right in
            (units[right].byteCount, ExactText(units[left].id)) < (units[left].byteCount, ExactText(units[right].id))
        }
        for index in order {
            let unit = units[index]
            var chosen: [Int] = []
            let stays = earlier[unit.id] ?? []
            let eligible = hosts.indices.filter { isEligible(hosts[$0], for: unit) }
            for host in eligible where stays.contains(hosts[host].profile.name) { chosen.append(host) }
            let drawn = eligible.filter { !chosen.contains($0) }
                .map { (host: $0, draw: draw(of: hosts[$0].profile, for: unit.id)) }
                .sorted { ($0.draw, hosts[$1.host].profile.name) > ($1.draw, hosts[$0.host].profile.name) }
            for (host, _) in drawn where chosen.count < policy.copies {
                // A unit that is there already needs no new room; this one does.
                if let room = free[host], room < unit.byteCount { continue }
                chosen.append(host)
                free[host] = free[host].map { $0 - unit.byteCount }
            }
            units[index].hosts = chosen.map(Int32.init).sorted()
            if chosen.count < policy.copies {
                findings.append(refusal(of: unit, has: chosen.count, wants: policy.copies, eligible: eligible.count))
            }
        }
        return findings
    }

    private static func isEligible(_ host: HostState, for unit: PlacementUnit) -> Bool {
        host.services.contains(unit.service) && (unit.allowedHosts?.contains(host.profile.name) ?? true)
    }

    private static func draw(of host: HostProfile, for unit: String) -> Double {
        let hash = Fingerprint(of: "\(unit)\u{0}\(host.name)").prefix >> 11
        return -host.weight / log((Double(hash) + 0.5) / Double(1 << 53))
    }

    private static func refusal(of unit: PlacementUnit, has: Int, wants: Int, eligible: Int) -> Finding {
        let message: String
        if eligible == 0 {
            message = "No host takes \(unit.service.rawValue) for it: add one, or change the route."
        } else if eligible < wants {
            message = "It needs \(wants) hosts and only \(eligible) may take it: add hosts, or lower copies."
        } else {
            message =
                "It needs \(unit.byteCount) bytes at \(wants) hosts and only \(has) have that room: add a host, or room."
        }
        return Finding(refusalCode, .error, entry: unit.id, message)
    }
}
