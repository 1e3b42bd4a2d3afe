internal import ArgumentParser

/// What all measurements can be told.
struct ContestOptions: ParsableArguments {
    @Option(help: "Where to put the data meanwhile; by default the directory for temporary files.")
    var scratch: String?

    @Option(help: "How often each program is run and counted.")
    var rounds: Int?

    @Option(help: "The directory to write a record of the run to, as NAME.md and NAME.json.")
    var record: String?
}
