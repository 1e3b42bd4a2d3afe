internal import Foundation
internal import Hosting
internal import Planning
internal import TestKit

/// Asks the program that knows the exact answers.
struct PlacementOptimum {
    let script: String
    let python: String

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
        var price: Double?

        struct Group: Encodable {
            let members: [Int]
            let limit: Double
        }
    }

    /// The best that can be done.
    enum Answer: Decodable, Equatable {
        case impossible
        case unknown
        /// What moved bytes and imbalance come to together, and the bytes of imbalance in it.
        case best(worth: Double, imbalance: Double)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .impossible
            } else if let numbers = try? container.decode([Double].self), numbers.count == 2 {
                self = .best(worth: numbers[0], imbalance: numbers[1])
            } else {
                self = .unknown
            }
        }
    }

    func answers(to questions: [Question]) throws -> [Answer] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, script]
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
