internal import ArgumentParser

/// `degoogle-bench start`: how long the command takes to say anything.
struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "The time until degoogle --help has ended.")

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let rows = try Contest(
            contestants: [
                Contestant(
                    name: "degoogle --help", commands: [try Degoogle.invocation(["--help"], in: scratch)],
                    check: { outputs in
                        guard outputs[0].contains("SUBCOMMANDS") else { throw MeasurementError("there is no help") }
                        return "help"
                    }),
                Contestant(
                    name: "bsdtar --help", commands: [Invocation(["bsdtar", "--help"])], check: { _ in "help" }),
                Contestant(
                    name: "python3 -c pass", commands: [Invocation(["python3", "-c", "pass"])], check: { _ in "" }),
            ], rounds: options.rounds ?? 51, scratch: scratch
        ).run()
        try ContestReport(
            name: "start", claim: "degoogle --help takes less than 30 ms.", data: "none", rows: rows,
            versions: [["bsdtar", "--version"], ["python3", "--version"]]
        ).show(options)
    }
}
