internal import ArgumentParser

/// `degoogle leave`
struct LeaveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave",
        abstract: "Move everything away from a host.",
        discussion: """
            What lies at the host goes to the others, whole calendars, address books and folders, by the same rules as
            an import. Each item is copied, read back at its new host and noted, and only then taken away at the old
            one: at no moment is it at fewer hosts than min-copies says, and never at none. What you changed at the
            host since the import moves as you changed it; what degoogle did not put there stays.
            Calendars, address books and folders that degoogle made there are removed at the end, if nothing lies in
            them; what could not be removed is named.
            Stopped or killed, the same command goes on where it was. Afterwards nothing more goes to that host.
            A host that is gone and answers no more is given up with --lost: degoogle says what only it had, forgets it,
            and the next import of the same archives stores again what has too few copies.

            Examples:
              degoogle leave framaspace --dry-run
              degoogle leave framaspace
              degoogle leave framaspace --lost --dry-run
            """)

    @Argument(help: "The host to leave, by name.")
    var host: String

    @Flag(help: "The host is gone for good: do not ask it.")
    var lost = false

    @OptionGroup var moving: MovingOptions
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = try CareRun(settings, output)
        defer { run.end() }
        try await run.withJournal { journal, catalogue in
            let leaving = LeaveRun(host, run, journal, catalogue)
            if lost {
                try await leaving.giveUp(isDry: moving.dryRun, confirmed: moving.yes)
            } else {
                try await leaving.perform(isDry: moving.dryRun, confirmed: moving.yes)
            }
        }
    }
}
