internal import Planning
internal import TestKit

/// Whether exactly what can be placed is placed.
struct PlacementAgreement {
    private var rows: [String: (cases: Int, possible: Int, placed: Int, wrong: Int)] = [:]
    private(set) var wrong = 0
    private(set) var unknown = 0
    private var examples: [String] = []

    static func run(_ count: Int, _ optimum: PlacementOptimum) throws -> PlacementAgreement {
        var agreement = PlacementAgreement()
        let cases = (0..<UInt64(count)).map { SpreadCase.random(1_000_000 + $0, largest: 14, isFresh: true) }
        let answers = try optimum.answers(to: cases.map(PlacementOptimum.Question.init))
        agreement.unknown = answers.count { $0 == .unknown }
        for (number, question) in cases.enumerated() where answers[number] != .unknown {
            let arrangement = Placement.place(question.units, on: question.hosts, policy: question.policy)
            let key = "\(question.policy.minimumCopies ?? question.policy.copies)"
            var row = agreement.rows[key] ?? (0, 0, 0, 0)
            row.cases += 1
            let isPlaced = arrangement.refusals.isEmpty
            if isPlaced { row.placed += 1 }
            if answers[number] != .impossible { row.possible += 1 }
            if isPlaced == (answers[number] == .impossible) {
                row.wrong += 1
                agreement.wrong += 1
                agreement.examples.append("\(1_000_000 + number): placed \(isPlaced), \(arrangement.refusals)")
            }
            agreement.rows[key] = row
        }
        return agreement
    }

    var table: String {
        var table = MarkdownTable(
            "Agreement with the exact answer", ["copies", "cases", "possible", "placed", "disagreements"])
        for (copies, row) in rows.sorted(by: { $0.key < $1.key }) {
            table.rows.append([copies] + [row.cases, row.possible, row.placed, row.wrong].map(String.init))
        }
        return table.text + (unknown > 0 ? "\(unknown) questions were too hard for the exact program.\n" : "")
            + examples.prefix(5).map { $0 + "\n" }.joined()
    }
}
