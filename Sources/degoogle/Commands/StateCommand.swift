internal import Applying
internal import ArgumentParser
internal import Planning
internal import Reporting

/// `degoogle state`
struct StateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state", abstract: "What this machine remembers of what lies where.",
        subcommands: [StateRecoverCommand.self])
}

/// `degoogle state recover`
struct StateRecoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Rebuild the state from the copy of the catalogue that lies at a host.",
        discussion: """
            Every run leaves a copy of the catalogue at two hosts, as files/degoogle/degoogle-catalogue.jsonl: JSON
            lines, which any program reads. It holds no secrets, no user names and no titles; the latter come back with
            the next import.

            Example, on a new machine:
              degoogle state recover --from framaspace && degoogle verify
            """)

    @Option(help: "The host, by its name in the configuration or by URL.")
    var from: String

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = try CareRun(settings, output)
        defer { run.end() }
        let catalogue = try await CatalogueSource.read(from, run)
        let lock = try stopping { () throws(StateDirectory.Fault) in try settings.stateDirectory.lock() }
        let known = try stopping { () throws(StateDirectory.Fault) in
            try Journal.catalogue(in: settings.stateDirectory)
        }
        guard known?.lines.isEmpty ?? true else {
            throw Stop(
                .configuration,
                "The state in \(settings.stateDirectory.path) knows of things already. Move it away, or give --state.")
        }
        try stopping { () throws(StateDirectory.Fault) in
            try Journal(in: settings.stateDirectory, lock: lock).restore(catalogue)
        }
        withExtendedLifetime(lock) {}
        let items = Set(catalogue.lines.map(\.item)).count
        let hosts = Set(catalogue.lines.map(\.host)).sorted().joined(separator: ", ")
        Terminal.answer(
            DisplayText.safe(
                "The state knows of \(Amount.count(items)) items again, \(Amount.count(catalogue.lines.count)) copies "
                    + "at \(hosts). Look whether they are there: degoogle verify") + "\n")
    }
}
