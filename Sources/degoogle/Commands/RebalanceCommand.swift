internal import ArgumentParser

/// `degoogle rebalance`
struct RebalanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebalance",
        abstract: "Move things so that every host holds what it should.",
        discussion: """
            After a host was added, or weights and rules were changed: what was placed stays where it is until this is
            asked for. Whole calendars, address books and folders move, as few bytes as the balance takes; each item is
            read back at its new host before it is taken away at the old one. What `leave` or an earlier `rebalance`
            began is carried on first.

            Examples:
              degoogle rebalance --dry-run
              degoogle rebalance --max-move "5 GB"
            """)

    @Option(
        name: .customLong("max-move"), help: "The most bytes that may move, such as \"5 GB\".",
        transform: { text in
            guard let bytes = ByteCount.parse(text) else {
                throw ValidationError("--max-move must be a number of bytes, or a text such as \"5 GB\".")
            }
            return bytes
        })
    var maximumMove: UInt64?

    @OptionGroup var moving: MovingOptions
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = try CareRun(settings, output)
        defer { run.end() }
        try await run.withJournal { journal, catalogue in
            let work = RebalanceRun(run: run, journal: journal, catalogue: catalogue, maximumMove: maximumMove)
            try await work.perform(isDry: moving.dryRun, confirmed: moving.yes)
        }
    }
}
