internal import Foundation
internal import TestKit

/// How many requests of each method a program sends for a whole run.
struct RequestCount {
    let methods: [String: Int]

    /// Counts those of degoogle that stores files.
    static func of(_ contest: FileContest) throws -> RequestCount {
        let proxy = try FaultProxy(upstream: contest.server.port)
        var contest = contest
        contest.front = proxy.port
        return try RequestCount(of: contest.degoogle(), in: contest.scratch) { proxy }
    }

    /// Runs a program once and counts.
    ///
    /// - Parameter proxy: gives the one it goes through, once the run is prepared.
    init(of contestant: Contestant, in scratch: Scratch, proxy: () -> FaultProxy?) throws {
        try contestant.prepare()
        guard let proxy = proxy() else { throw MeasurementError("there is no proxy to count with") }
        proxy.reset()
        var outputs: [String] = []
        for command in contestant.commands { outputs.append(try Peers(scratch: scratch).run(command)) }
        methods = Dictionary(grouping: proxy.requests, by: \.method).mapValues(\.count)
        _ = try contestant.check(outputs)
    }

    /// The counts divided by the number of items, the most frequent first.
    func perItem(_ items: Int) -> String {
        let sum = methods.values.reduce(0, +)
        let parts = methods.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \(Self.text($0.value, items))" }
        return "\(Self.text(sum, items)) (\(parts.joined(separator: ", ")))"
    }

    private static func text(_ count: Int, _ items: Int) -> String {
        String(format: "%.2f", Double(count) / Double(items))
    }
}
