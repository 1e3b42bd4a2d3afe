internal import Foundation
internal import Hosting
internal import Items
internal import Planning
internal import TestKit

/// The placement beside simpler ways to spread: how even it is, and what moves when a host comes or goes.
struct PlacementContest {
    /// A way to spread: from units and hosts, and where things were, to the hosts of each unit.
    private struct Way: Sendable {
        let name: String
        let place: @Sendable ([PlacementUnit], [HostState], [Int]?) -> [Int]
    }

    private static let weights = [1.0, 1, 2, 2, 4, 1]
    private var rows: [[String]] = []

    static func run() -> PlacementContest {
        var contest = PlacementContest()
        for count in [300, 2000, 20_000] {
            for way in ways { contest.measure(way, count) }
        }
        return contest
    }

    var table: String {
        var table = MarkdownTable(
            "Beside simpler ways (one copy; 20 libraries each; worst host of the worst library / mean of the worst hosts)",
            [
                "units", "way", "off its target by", "off by more than 5 % and the largest unit",
                "after a host is added", "moved / least when added",
                "moved / least when a host goes",
            ])
        table.rows = rows
        return table.text
    }

    private mutating func measure(_ way: Way, _ count: Int) {
        var (even, added, moreMoved, lessMoved): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        var unexplained = 0
        for seed in 0..<UInt64(count > 10_000 ? 5 : 20) {
            let units = SpreadCase.library(count, seed: 90_000 + seed)
            let hosts = Self.weights.enumerated().map { SpreadCase.host("h\($0)", weight: $1) }
            let before = way.place(units, hosts, nil)
            even.append(Self.deviation(before, units, hosts))
            if Self.isUneven(before, units, hosts) { unexplained += 1 }
            let more = hosts + [SpreadCase.host("new", weight: 2)]
            let after = way.place(units, more, before)
            added.append(Self.deviation(after, units, more))
            let total = Self.bytes(units) { _ in true }
            let share = 2.0 / (Self.weights.reduce(0, +) + 2)
            moreMoved.append(Self.bytes(units) { before[$0] != after[$0] } / (total * share))
            let fewer = Array(hosts.dropLast())
            let rest = way.place(units, fewer, before.map { $0 < fewer.count ? $0 : -1 })
            let had = Self.bytes(units) { before[$0] == fewer.count }
            if had > 0 { lessMoved.append(Self.bytes(units) { before[$0] != rest[$0] } / had) }
        }
        func percent(_ values: [Double]) -> String {
            let mean = values.reduce(0, +) / Double(max(1, values.count))
            return "\(decimals((values.max() ?? 0) * 100, 1)) % / \(decimals(mean * 100, 1)) %"
        }
        func ratio(_ values: [Double]) -> String { decimals(values.reduce(0, +) / Double(max(1, values.count)), 2) }
        rows.append([
            "\(count)", way.name, percent(even), "\(unexplained)", percent(added), ratio(moreMoved), ratio(lessMoved),
        ])
    }

    private static func bytes(_ units: [PlacementUnit], where isMeant: (Int) -> Bool) -> Double {
        units.indices.reduce(0) { isMeant($1) ? $0 + Double(units[$1].byteCount) : $0 }
    }

    private static func deviation(_ places: [Int], _ units: [PlacementUnit], _ hosts: [HostState]) -> Double {
        let total = bytes(units) { _ in true }
        let weights = hosts.reduce(0) { $0 + $1.profile.weight }
        return hosts.indices.map { host in
            abs(bytes(units) { places[$0] == host } / (total * hosts[host].profile.weight / weights) - 1)
        }.max() ?? 0
    }

    /// Whether a host is off its target by more than the tolerance and by more than the largest unit.
    private static func isUneven(_ places: [Int], _ units: [PlacementUnit], _ hosts: [HostState]) -> Bool {
        let total = bytes(units) { _ in true }
        let weights = hosts.reduce(0) { $0 + $1.profile.weight }
        let largest = Double(units.map(\.byteCount).max() ?? 0)
        return hosts.indices.contains { host in
            let target = total * hosts[host].profile.weight / weights
            return abs(bytes(units) { places[$0] == host } - target) > max(0.0501 * target, largest)
        }
    }

    // MARK: The ways

    private static let ways = [
        Way(name: "degoogle", place: degoogle),
        Way(name: "hash modulo n") { units, hosts, _ in
            units.map { Int(Fingerprint(of: $0.id).prefix % UInt64(hosts.count)) }
        },
        Way(name: "weighted rendezvous") { units, hosts, _ in
            units.map { unit in
                hosts.indices.max { draw(unit, hosts[$0]) < draw(unit, hosts[$1]) } ?? 0
            }
        },
        Way(name: "rclone union mfs") { units, hosts, before in
            // Most free space first; each host has room for one and a half times what its weight says.
            let total = bytes(units) { _ in true } * 1.5
            let weights = hosts.reduce(0) { $0 + $1.profile.weight }
            var free = hosts.map { total * $0.profile.weight / weights }
            return follow(units, before, &free) { free in free.indices.max { free[$0] < free[$1] } ?? 0 }
        },
        Way(name: "rclone union rand") { units, hosts, before in
            var free = hosts.map { _ in 0.0 }
            var state: UInt64 = 88_172_645_463_325_252
            return follow(units, before, &free) { free in
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                return Int(state >> 11) % free.count
            }
        },
    ]

    /// What has a place keeps it; the rest goes where `choose` says.
    private static func follow(
        _ units: [PlacementUnit], _ before: [Int]?, _ free: inout [Double], choose: ([Double]) -> Int
    ) -> [Int] {
        var places = before ?? units.map { _ in -1 }
        for index in units.indices where places[index] >= 0 { free[places[index]] -= Double(units[index].byteCount) }
        for index in units.indices where places[index] < 0 {
            places[index] = choose(free)
            free[places[index]] -= Double(units[index].byteCount)
        }
        return places
    }

    private static func draw(_ unit: PlacementUnit, _ host: HostState) -> Double {
        let hash = Fingerprint(of: "\(unit.id)\u{0}\(host.profile.name)").prefix >> 11
        return -host.profile.weight / log((Double(hash) + 0.5) / Double(1 << 53))
    }

    private static func degoogle(_ units: [PlacementUnit], _ hosts: [HostState], _ before: [Int]?) -> [Int] {
        let policy = PlacementPolicy()
        guard let before else {
            return Placement.place(units, on: hosts, policy: policy).units.map { Int($0.hosts[0]) }
        }
        var current = EarlierPlaces()
        for index in units.indices where before[index] >= 0 {
            current.places[units[index].id] = [hosts[before[index]].profile.name]
        }
        return Placement.rebalance(units, on: hosts, policy: policy, current: current).units.map { Int($0.hosts[0]) }
    }
}
