internal import ArgumentParser
internal import Reporting

/// `degoogle import`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read an export and store it at the hosts.",
        discussion: """
            Shows what will be done, asks, and does it. Nothing is unpacked, and the archives are only read.
            Without any host it only looks. What is at a host already is left alone, so the same command can be
            given again at any time: after an interruption, or with a newer export.

            Examples:
              degoogle import takeout-*.zip --dry-run
              degoogle import takeout-*.zip --to folder:./my-data --yes
              degoogle import takeout-*.zip --only event --only contact
            """)

    @OptionGroup var source: SourceOptions

    @Flag(
        name: [.customLong("dry-run"), .customShort("n")], help: "Show what would be done, and write nothing anywhere.")
    var dryRun = false

    @Flag(help: "With --dry-run: do not even look at the hosts. Needs no network.")
    var offline = false

    @Flag(name: [.short, .long], help: "Do it without asking. Needed where nobody can be asked.")
    var yes = false

    @Flag(name: .customLong("exit-code"), help: "With --dry-run: end with status 2 when there is something to do.")
    var exitCode = false

    @OptionGroup var storing: StoringOptions
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if offline, !dryRun { throw ValidationError("--offline looks only: give --dry-run with it.") }
        if exitCode, !dryRun { throw ValidationError("--exit-code belongs to --dry-run.") }
    }

    func run() async throws {
        let run = try ImportRun(source, settings, output, attendees: storing.attendees)
        if dryRun || run.hosts.isEmpty {
            let report = try await run.rehearse(offline: offline || run.hosts.isEmpty)
            try run.finish(report, statusOfChanges: exitCode ? .differences : .success)
        } else {
            try await run.perform(confirmed: yes)
        }
    }
}
