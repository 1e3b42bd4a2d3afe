internal import ArgumentParser

/// Makes sample exports and measures what the README claims about speed.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "degoogle-bench",
        abstract: "Makes sample exports and measures degoogle beside other programs.",
        discussion: """
            Each measurement runs degoogle and the programs it is compared with in turn, checks what each of them did,
            and prints a row for each. Build all of it first: swift build -c release
            """,
        subcommands: [
            SampleCommand.self, SplitCommand.self, SplitFileCommand.self, DryRunCommand.self, CompressedTarCommand.self,
            ImportCommand.self, MemoryCommand.self, StartCommand.self, PlacementCommand.self, JSONCommand.self,
            JSONReadCommand.self,
            CalendarsCommand.self, SmallFilesCommand.self, ObjectsCommand.self, LargeFileCommand.self,
            DistantCommand.self, HugeBodyCommand.self,
            NothingToDoCommand.self, RequestsCommand.self, NextcloudCommand.self,
        ])
}
