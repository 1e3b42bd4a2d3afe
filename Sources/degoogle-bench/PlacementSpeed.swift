internal import Hosting
internal import Planning
internal import TestKit

/// How long a large library takes.
struct PlacementSpeed {
    private(set) var rows: [[String]] = []

    static func run() -> PlacementSpeed {
        var speed = PlacementSpeed()
        let hosts = (0..<12).map {
            SpreadCase.host(
                "h\($0)", organisation: "o\($0 / 2)", country: ["FR", "DE", "BE"][$0 % 3], weight: Double(1 + $0 % 3),
                room: 40_000_000_000_000)
        }
        let units = SpreadCase.library(20_000, seed: 1)
        for copies in [1, 2, 3] {
            var policy = PlacementPolicy(copies: copies)
            policy.maximumShares = [.organisation: 0.9]
            let clock = ContinuousClock()
            var arrangement: Arrangement?
            let first = clock.measure { arrangement = Placement.place(units, on: hosts, policy: policy) }
            guard let arrangement else { continue }
            let spread = SpreadCase(units: units, hosts: hosts, policy: policy)
            let there = spread.carriedOut(arrangement).earlier
            let again = clock.measure { _ = Placement.place(units, on: hosts, policy: policy, earlier: there) }
            let more = hosts + [SpreadCase.host("new", weight: 2)]
            let level = clock.measure { _ = Placement.rebalance(units, on: more, policy: policy, current: there) }
            speed.rows.append(
                ["20,000", "12", "\(copies)"] + [first, again, level].map { decimals($0 / .seconds(1), 2) + " s" })
        }
        return speed
    }

    var table: String {
        var table = MarkdownTable(
            "Time", ["units", "hosts", "copies", "place", "place again", "rebalance after a host is added"])
        table.rows = rows
        return table.text
    }
}
