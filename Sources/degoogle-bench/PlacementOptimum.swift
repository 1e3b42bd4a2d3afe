internal import Foundation
internal import Hosting
internal import Planning
internal import TestKit

/// Asks the program that knows the exact answers.
struct PlacementOptimum {
    let script: String

    /// A question in its words.
    struct Question: Encodable {
        var sizes: [UInt64]
        var copies: [Int]
        var eligible: [[Int]]
        var limits: [UInt64?]
        var groups: [Group] = []
        var conflicts: [[Int]] = []
        var current: [[Int]]?
        var low: [Double]?
        var high: [Double]?

        struct Group: Encodable {
            let members: [Int]
            let limit: Double
        }
    }

    /// The least number of bytes that must move.
    enum Answer: Decodable, Equatable {
        case impossible
        case unknown
        case moved(Double)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .impossible
            } else if let bytes = try? container.decode(Double.self) {
                self = .moved(bytes)
            } else {
                self = .unknown
            }
        }
    }

    func answers(to questions: [Question]) throws -> [Answer] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let data = try JSONEncoder().encode(questions)
        // The program reads everything before it writes anything.
        input.fileHandleForWriting.write(data)
        try input.fileHandleForWriting.close()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode([Answer].self, from: answer)
    }
}

extension PlacementOptimum.Question {
    /// The question of a case, read from the policy and nothing else.
    init(_ question: SpreadCase) {
        let (hosts, policy) = (question.hosts, question.policy)
        sizes = question.units.map(\.byteCount)
        copies = question.units.map { _ in policy.minimumCopies ?? policy.copies }
        eligible = question.units.map { unit in
            hosts.indices.filter { index in
                let profile = hosts[index].profile
                let isAllowed = policy.allowedCountries.map { $0.contains(profile.country ?? "") } ?? true
                return hosts[index].services.contains(unit.service) && isAllowed
                    && unit.allowedHosts?.contains(profile.name) ?? true
            }
        }
        limits = hosts.map { host in host.availableBytes.map { $0 - min($0, host.profile.reserve) } }
        let total = Double(sizes.reduce(0, +))
        func limit(_ members: [Int], _ share: Double) {
            groups.append(Group(members: members, limit: (total * share).rounded(.up)))
        }
        for index in hosts.indices {
            if let share = hosts[index].profile.maximumShare { limit([index], share) }
        }
        for (attribute, share) in policy.maximumShares {
            for members in Self.groups(attribute, hosts) { limit(members, share) }
        }
        for attribute in policy.distinct ?? [.organisation] {
            for members in Self.groups(attribute, hosts) {
                for one in members { for other in members where one < other { conflicts.append([one, other]) } }
            }
        }
    }

    /// The hosts that say the same of an attribute; those that say nothing are alone.
    private static func groups(_ attribute: HostAttribute, _ hosts: [HostState]) -> [[Int]] {
        Dictionary(grouping: hosts.indices) { attribute.value(of: hosts[$0].profile) ?? "\u{0}\($0)" }
            .values.map { $0.sorted() }
    }
}

/// Whether exactly what can be placed is placed.
struct PlacementAgreement {
    private var rows: [String: (cases: Int, possible: Int, placed: Int, wrong: Int)] = [:]
    private(set) var wrong = 0
    private var examples: [String] = []

    static func run(_ count: Int, _ optimum: PlacementOptimum) throws -> PlacementAgreement {
        var agreement = PlacementAgreement()
        let cases = (0..<UInt64(count)).map { SpreadCase.random(1_000_000 + $0, largest: 14, isFresh: true) }
        let answers = try optimum.answers(to: cases.map(PlacementOptimum.Question.init))
        for (number, question) in cases.enumerated() {
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
        return table.text + examples.prefix(5).map { $0 + "\n" }.joined()
    }
}
