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
