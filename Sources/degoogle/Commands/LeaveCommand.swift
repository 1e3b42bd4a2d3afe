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
            Stopped or killed, the same command goes on where it was. Afterwards nothing more goes to that host.

            Examples:
              degoogle leave framaspace --dry-run
              degoogle leave framaspace
            """)

    @Argument(help: "The host to leave, by name.")
    var host: String

    @Flag(
        name: [.customLong("dry-run"), .customShort("n")], help: "Show what would move, and change nothing anywhere.")
    var dryRun = false

    @Flag(name: [.short, .long], help: "Do it without asking. Needed where nobody can be asked.")
    var yes = false

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = try CareRun(settings, output)
        defer { run.end() }
        try await run.withJournal { journal, catalogue in
            try await LeaveRun(host, run, journal, catalogue).perform(isDry: dryRun, confirmed: yes)
        }
    }
}
