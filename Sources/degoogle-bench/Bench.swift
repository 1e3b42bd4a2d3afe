internal import ArgumentParser

/// Makes sample exports and measures what the README claims about speed.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "degoogle-bench",
        abstract: "Makes sample exports and measures degoogle beside other programs.",
        subcommands: [SampleCommand.self, PlacementCommand.self])
}
