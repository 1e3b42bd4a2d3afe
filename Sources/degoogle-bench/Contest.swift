internal import Foundation

/// One program in a measurement: what is run, and how one knows that it did its work.
struct Contestant {
    /// What it is called in the table.
    let name: String
    /// The commands, one after the other; their costs are added.
    let commands: [Invocation]
    /// Run before each round, unmeasured.
    var prepare: () throws -> Void = {}
    /// Takes what the commands printed, and gives what they did in a few words, the same in each round.
    ///
    /// Throws when they did not do it.
    let check: ([String]) throws -> String
    /// Takes what the commands printed and gives the seconds they say the work alone took, where they do.
    var statedSeconds: ([String]) -> Double? = { _ in nil }
}

/// The figures of one program.
struct ContestRow {
    let name: String
    let command: String
    let result: String
    let costs: [ProcessCost]
    let statedSeconds: [Double]

    /// The seconds that count: what the program says of its work alone, or all of the process.
    var seconds: [Double] { statedSeconds.isEmpty ? costs.map(\.wall) : statedSeconds }
}

/// Runs programs in turn, so that a machine that becomes slower meanwhile becomes so for all of them.
struct Contest {
    let contestants: [Contestant]
    let rounds: Int
    let scratch: Scratch

    /// The figures, in the order of the contestants. One more round, the first, is not counted.
    func run() throws -> [ContestRow] {
        var costs = [[ProcessCost]](repeating: [], count: contestants.count)
        var stated = [[Double]](repeating: [], count: contestants.count)
        var results = [String](repeating: "", count: contestants.count)
        for round in 0...rounds {
            for (number, contestant) in contestants.enumerated() {
                try contestant.prepare()
                // What an earlier round left in memory must not be written on this one's time.
                sync()
                let (cost, outputs) = try perform(contestant)
                let result = try contestant.check(outputs)
                guard round > 0 else {
                    results[number] = result
                    continue
                }
                guard result == results[number] else {
                    throw MeasurementError("\(contestant.name) did \(results[number]) and then \(result)")
                }
                costs[number].append(cost)
                if let seconds = contestant.statedSeconds(outputs) { stated[number].append(seconds) }
            }
        }
        return contestants.indices.map { number in
            ContestRow(
                name: contestants[number].name,
                command: scratch.shortened(contestants[number].commands.map(\.text).joined(separator: "; ")),
                result: results[number], costs: costs[number], statedSeconds: stated[number])
        }
    }

    private func perform(_ contestant: Contestant) throws -> (ProcessCost, [String]) {
        var total = ProcessCost()
        var outputs: [String] = []
        for (number, command) in contestant.commands.enumerated() {
            let output = scratch.path("output-\(number)")
            let (cost, status) = try command.run(output: output)
            let text = try String(decoding: Data(contentsOf: URL(filePath: output)), as: UTF8.self)
            guard status == 0 else {
                let errors = try String(decoding: Data(contentsOf: URL(filePath: output + ".errors")), as: UTF8.self)
                throw MeasurementError("\(command.text) ended with \(status): \(errors.suffix(500))")
            }
            total = total + cost
            outputs.append(text)
        }
        return (total, outputs)
    }
}
