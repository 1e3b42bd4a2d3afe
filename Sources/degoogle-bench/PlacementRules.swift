internal import Hosting
internal import Planning
internal import TestKit

/// Random configurations, each placed, placed again, rebalanced and drained; every answer is checked.
struct PlacementRules {
    private(set) var broken = 0
    private(set) var placed = 0
    private(set) var refused = 0
    private(set) var answers = 0
    private(set) var examples: [String] = []

    static func run(_ count: Int) -> PlacementRules {
        var rules = PlacementRules()
        for seed in 0..<UInt64(count) { rules.check(seed) }
        return rules
    }

    private mutating func check(_ seed: UInt64) {
        let question = SpreadCase.random(seed, largest: 24, isFresh: seed % 2 == 0)
        let (units, hosts, policy) = (question.units, question.hosts, question.policy)
        let first = Placement.place(units, on: hosts, policy: policy, earlier: question.earlier)
        look(first, seed)
        guard first.refusals.isEmpty else {
            refused += 1
            return
        }
        placed += 1
        let after = question.carriedOut(first)
        let (hostsAfter, there) = (after.hosts, after.earlier)
        let again = Placement.place(units.reversed(), on: hostsAfter.reversed(), policy: policy, earlier: there)
        look(again, seed)
        if !again.moves.isEmpty { note("\(seed): the second run moves something") }
        look(Placement.rebalance(units, on: hostsAfter, policy: policy, current: there), seed)
        if let host = hosts.first?.profile.name {
            look(Placement.drain(host, of: units, on: hostsAfter, policy: policy, current: there), seed)
        }
    }

    private mutating func look(_ arrangement: Arrangement, _ seed: UInt64) {
        answers += 1
        if let defect = arrangement.defects.first { note("\(seed): \(defect)") }
        let isLacking = arrangement.invariants.contains { $0.rule == "copies" && $0.verdict == .broken }
        if arrangement.refusals.isEmpty, isLacking { note("\(seed): copies lack and nothing says so") }
    }

    private mutating func note(_ text: String) {
        broken += 1
        if examples.count < 5 { examples.append(text) }
    }

    var table: String {
        var table = MarkdownTable(
            "Rules", ["configurations", "answers checked", "placed", "refused", "answers that break a rule"])
        table.rows = [[placed + refused, answers, placed, refused, broken].map(String.init)]
        return table.text + examples.map { $0 + "\n" }.joined()
    }
}
