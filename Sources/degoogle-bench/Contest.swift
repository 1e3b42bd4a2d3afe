internal import Foundation

/// Runs programs in turn, so that a machine that becomes slower meanwhile becomes so for all of them.
struct Contest {
    let contestants: [Contestant]
    let rounds: Int
    let scratch: Scratch
    /// Whether there is one more round before the others, which is not counted.
    var warmsUp = true

    /// The program that takes the least time in one trial: of one program with different settings, the best it can do.
    static func quickest(of variants: [Contestant], in scratch: Scratch) throws -> Contestant {
        var best: (contestant: Contestant, seconds: Double)?
        var failure = MeasurementError("there is no program to choose from")
        for variant in variants {
            do {
                let rows = try Contest(contestants: [variant], rounds: 1, scratch: scratch, warmsUp: false).run()
                guard let seconds = rows[0].seconds.first, seconds < best?.seconds ?? .infinity else { continue }
                best = (variant, seconds)
            } catch let error as MeasurementError {
                // More at once than a server takes.
                failure = error
            }
        }
        guard let best else { throw failure }
        return best.contestant
    }

    /// The figures, in the order of the contestants.
    func run() throws -> [ContestRow] {
        var costs = [[ProcessCost]](repeating: [], count: contestants.count)
        var stated = [[Double]](repeating: [], count: contestants.count)
        var results = [String](repeating: "", count: contestants.count)
        for round in (warmsUp ? 0 : 1)...rounds {
            for (number, contestant) in contestants.enumerated() {
                try contestant.prepare()
                // What an earlier round left in memory must not be written on this one's time.
                sync()
                let (cost, outputs) = try perform(contestant)
                let result = try contestant.check(outputs)
                if results[number].isEmpty { results[number] = result }
                guard round > 0 else { continue }
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
