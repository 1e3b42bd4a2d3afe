internal import ArgumentParser
internal import CLinux

/// The command. Everything a person types goes through here, and every way it can end is in `ExitStatus`.
@main
struct Degoogle: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "degoogle",
        abstract: "Takes the data a provider handed you and puts it where a free alternative can use it.",
        discussion: """
            How to get your data from a provider, and what is read of it:
              degoogle how-to google-takeout
              degoogle importers

            A first look, which writes nothing and needs no network:
              degoogle import takeout-*.zip

            Into a folder that calendar, contact and file programs can read:
              degoogle import takeout-*.zip --to folder:./my-data

            Spread over several hosts, after looking at what would happen:
              degoogle import takeout-*.zip --to folder:/srv/a --to folder:/srv/b --dry-run
              degoogle import takeout-*.zip --to folder:/srv/a --to folder:/srv/b

            The same command again does nothing: what is there already is left alone.

            Afterwards:
              degoogle where "summer 2019"        # which hosts hold it, without asking any of them
              degoogle verify --deep              # is it all there, bit by bit?
              degoogle leave framaspace           # move everything away from a host that closes
              degoogle gather ./everything        # bring it all back

            Exit status: 0 done or nothing to do; 1 partly done (the report names what is missing); 2 with
            --exit-code, differences exist; 64 wrong usage; 65 unusable input; 69 no host reachable; 70 a defect of
            this program; 73 no room in the plan; 75 try again later; 77 credentials refused; 78 configuration;
            130 stopped, run it again to go on.
            """,
        version: Version.current,
        subcommands: [
            ImportCommand.self, PlanCommand.self, ApplyCommand.self, WhereCommand.self, VerifyCommand.self,
            GatherCommand.self, LeaveCommand.self, RebalanceCommand.self, StateCommand.self, HowToCommand.self,
            ImportersCommand.self, HostCommand.self,
        ])

    static func main() async {
        // Buffers of a megabyte and more go back to the system when they are given up. Left to itself the C library
        // comes to keep them, and memory grows with the size of what is stored.
        degoogle_return_buffers_from(1 << 20)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let stop as Stop {
            Terminal.complain(stop)
            exit(withError: ExitCode(stop.status.rawValue))
        } catch let code as ExitCode {
            exit(withError: code)
        } catch {
            let status = exitCode(for: error)
            if status.isSuccess { exit(withError: error) }
            // The message repeats what was typed, and a shell types the names of files.
            for line in fullMessage(for: error).split(separator: "\n") { Terminal.say(String(line)) }
            exit(withError: status)
        }
    }
}

/// The version of this program.
enum Version {
    static let current = "0.1.0"
}
