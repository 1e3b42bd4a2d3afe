internal import ArgumentParser
internal import Hosting
internal import Reporting

/// `degoogle host`
struct HostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "host",
        abstract: "The hosts that data can go to.",
        discussion: """
            Hosts are described in the configuration, one table each:
              [hosts.maison]
              url = "folder:/srv/maison"       # calendars/, contacts/ and files/ below this folder
              organisation = "Maison"          # who runs it
              country = "FR"
              quota = "40 GB"                  # no more than this goes there
              weight = 2                       # twice the share of the others
            A folder needs no configuration: --to folder:DIR.

            A host on the network is found out about and added by one command; its secret is never written into the
            configuration, only where it is kept:
              degoogle host add https://cloud.example.org --login
              degoogle host add https://dav.example.org/zoe/ --user zoe --secret-command "pass show dav"
            """,
        subcommands: [
            HostListCommand.self, HostAddCommand.self, HostCheckCommand.self, HostLogoutCommand.self,
        ], defaultSubcommand: HostListCommand.self)
}

/// `degoogle host list`
struct HostListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the hosts of the configuration.")

    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        let hosts = try settings.configuration().hosts
        guard !hosts.isEmpty else {
            Terminal.say("No host is described in the configuration. See: degoogle help host")
            return
        }
        for host in hosts {
            let traits = [
                host.organisation, host.country, host.quota.map { "quota \(Amount.bytes($0))" },
                host.weight == 1 ? nil : "weight \(host.weight)",
            ]
            let text = traits.compactMap { $0 }.joined(separator: ", ")
            Terminal.answer(DisplayText.safe("\(host.name)  \(host.url)\(text.isEmpty ? "" : "  (\(text))")") + "\n")
        }
    }
}
