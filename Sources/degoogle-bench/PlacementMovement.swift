internal import Hosting
internal import Planning
internal import TestKit

/// How many bytes move when hosts come, go or change, beside the fewest that can.
struct PlacementMovement {
    /// What happens to the hosts.
    enum Event: String, CaseIterable {
        case drain = "a host closes, nothing else moves"
        case drainAndLevel = "a host closes, then rebalance"
        case add = "a host is added, then rebalance"
        case reweight = "a weight is doubled, then rebalance"
        case shrink = "a quota shrinks below what is there, then rebalance"
    }

    private struct Row {
        var ratios: [Double] = []
        /// In how many cases every host is within its tolerance: here, and in the optimum.
        var (level, levelBest) = (0, 0)
        var unknown = 0
    }

    private var rows: [(event: Event, copies: Int, sigma: Double, row: Row)] = []
    /// How many answers break a rule, or are better than the optimum, which no answer can be.
    private(set) var broken = 0

    static func run(_ count: Int, _ optimum: PlacementOptimum) throws -> PlacementMovement {
        var movement = PlacementMovement()
        for event in Event.allCases {
            for (copies, sigma) in [(1, 1.0), (2, 1), (1, 2), (2, 2)] {
                let trials = (0..<UInt64(count)).compactMap { Trial(event, copies: copies, sigma: sigma, seed: $0) }
                var row = Row()
                for (trial, answer) in zip(trials, try optimum.answers(to: trials.map(\.question))) {
                    guard case .best(let worth, let imbalance) = answer else {
                        row.unknown += 1
                        continue
                    }
                    if trial.isDefective || trial.worth < worth * 0.998 { movement.broken += 1 }
                    if worth > 0 { row.ratios.append(trial.worth / worth) }
                    if trial.imbalance <= 2 * Double(trial.question.limits.count) { row.level += 1 }
                    if imbalance <= 2 * Double(trial.question.limits.count) { row.levelBest += 1 }
                }
                movement.rows.append((event, copies, sigma, row))
            }
        }
        return movement
    }

    var table: String {
        var table = MarkdownTable(
            "Bytes moved, beside the fewest that can (a byte of imbalance counts as \(Int(PlacementPolicy.priceOfImbalance)))",
            [
                "what happens", "copies", "σ of sizes", "cases", "mean", "worst", "more than 1.15",
                "all hosts within 5 %: here / in the optimum", "optimum unknown",
            ])
        for (event, copies, sigma, row) in rows {
            let mean = row.ratios.reduce(0, +) / Double(max(1, row.ratios.count))
            table.rows.append([
                event.rawValue, "\(copies)", decimals(sigma, 0), "\(row.ratios.count)", decimals(mean, 3),
                decimals(row.ratios.max() ?? 0, 3), "\(row.ratios.count { $0 > 1.15 })",
                event == .drain ? "" : "\(row.level) / \(row.levelBest)", "\(row.unknown)",
            ])
        }
        return table.text + (broken > 0 ? "\(broken) answers break a rule, or the optimum is none.\n" : "")
    }

    /// One event in one library.
    private struct Trial {
        let question: PlacementOptimum.Question
        /// The bytes that hosts hold beyond their tolerance, or are short of it.
        private(set) var imbalance = 0.0
        let moved: UInt64
        let isDefective: Bool

        var worth: Double { Double(moved) + imbalance * PlacementPolicy.priceOfImbalance }

        init?(_ event: Event, copies: Int, sigma: Double, seed: UInt64) {
            let weights = [1.0, 1, 2, 2, 3, 1]
            var hosts = weights.enumerated().map { number, weight in
                SpreadCase.host("h\(number)", organisation: number < 2 ? "both" : "o\(number)", weight: weight)
            }
            let units = SpreadCase.library(80, seed: 7000 + seed, sigma: sigma)
            var spread = SpreadCase(units: units, hosts: hosts, policy: PlacementPolicy(copies: copies))
            let before = Placement.place(units, on: hosts, policy: spread.policy)
            spread.earlier = spread.carriedOut(before).earlier
            let load = units.indices.reduce(0) { before.units[$1].hosts.contains(3) ? $0 + units[$1].byteCount : $0 }
            switch event {
            case .drain: break
            case .drainAndLevel: hosts[3] = SpreadCase.host("h3", organisation: "o3", weight: 2, standing: .closing)
            case .add: hosts.append(SpreadCase.host("new", weight: 2))
            case .reweight: hosts[2] = SpreadCase.host("h2", organisation: "o2", weight: 4)
            case .shrink:
                // The quota counts what is there, and so does the room of the question: less than nothing is free.
                hosts[3] = SpreadCase.host("h3", organisation: "o3", weight: 2, maximumShare: share(0.6 * Double(load)))
            }
            func share(_ bytes: Double) -> Double { bytes / Double(units.reduce(0) { $0 + $1.byteCount }) }
            spread.hosts = hosts
            let after =
                event == .drain
                ? Placement.drain("h3", of: units, on: hosts, policy: spread.policy, current: spread.earlier)
                : Placement.rebalance(units, on: hosts, policy: spread.policy, current: spread.earlier)
            guard after.refusals.isEmpty else { return nil }
            var question = PlacementOptimum.Question(spread)
            question.current = before.units.map { $0.hosts.map(Int.init) }
            if event == .drain || event == .drainAndLevel {
                question.eligible = question.eligible.map { $0.filter { $0 != 3 } }
            }
            if event != .drain {
                question.low = after.targets.map { $0 * (1 - spread.policy.tolerance) }
                question.high = after.targets.map { $0 * (1 + spread.policy.tolerance) }
                question.price = PlacementPolicy.priceOfImbalance
                for host in hosts.indices where hosts[host].profile.standing == .open {
                    let held = units.indices.reduce(0.0) {
                        after.units[$1].hosts.contains(Int32(host)) ? $0 + Double(units[$1].byteCount) : $0
                    }
                    imbalance += max(0, abs(held - after.targets[host]) - after.targets[host] * spread.policy.tolerance)
                }
            }
            self.question = question
            isDefective = !after.defects.isEmpty
            moved = after.moves.reduce(0) { $0 + $1.byteCount }
        }
    }
}
