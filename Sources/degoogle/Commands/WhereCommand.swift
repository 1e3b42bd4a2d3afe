internal import Applying
internal import ArgumentParser
internal import Foundation
internal import Items
internal import Planning
internal import Reporting

/// `degoogle where`
struct WhereCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "where",
        abstract: "Say which hosts hold something.",
        discussion: """
            Looks for the words in titles, paths, UIDs and in the names of calendars, address books and folders, as
            they are, without minding capitals. No host is asked: this is what the state remembers.

            Examples:
              degoogle where dentist
              degoogle where Drive/Photos/2019
              degoogle where 6f1c2a7e@google.com --json

            Exit status: 0 something was found; 1 nothing was.
            """)

    @Argument(help: "What to look for.")
    var query: String

    @OptionGroup var settings: SettingsOptions

    @Flag(help: "Print the answer as JSON, for programs.")
    var json = false

    func validate() throws {
        if query.isEmpty { throw ValidationError("Say what to look for: degoogle where dentist") }
    }

    func run() throws {
        let catalogue = try stopping { () throws(StateDirectory.Fault) in
            try Journal.catalogue(in: settings.stateDirectory)
        }
        let found = WhereAnswer(query, in: catalogue ?? Catalogue())
        if json {
            Terminal.answer(try found.json())
        } else if found.items.isEmpty {
            Terminal.say("Nothing of that name was stored.")
        } else {
            Terminal.answer(found.text())
        }
        if found.items.isEmpty { throw ExitStatus.partial.exitCode }
    }
}
