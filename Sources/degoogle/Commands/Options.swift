internal import Applying
public import ArgumentParser
public import Items
public import Planning
public import WebDAVHost

/// How the answer is given.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print the report as JSON, for programs.")
    var json = false

    @Flag(name: [.short, .long], help: "Print every change, every finding and every entry that is not at a host.")
    var verbose = false

    @Flag(name: [.short, .long], help: "No progress and no talk; the report and errors only.")
    var quiet = false

    @Option(help: "Colours: auto, always or never. NO_COLOR is honoured.")
    var color: Terminal.Color = .auto
}

/// Where the settings and the state lie.
struct SettingsOptions: ParsableArguments {
    @Option(help: "The configuration file.", completion: .file(extensions: ["toml"]))
    var config: String?

    @Option(help: "The directory that remembers what lies where.", completion: .directory)
    var state: String?

    /// The configuration.
    func configuration() throws(Stop) -> Configuration {
        try Configuration.read(path: config ?? Configuration.defaultPath, isRequired: config != nil)
    }

    /// The state directory.
    var stateDirectory: StateDirectory { StateDirectory(path: state ?? BaseDirectory.state.path) }
}

/// What is read and where it goes.
struct SourceOptions: ParsableArguments {
    @Argument(
        help: "The archives of an export, all parts of it, in any order: .zip, .tgz, .tar, a folder, .ics, .vcf.",
        completion: .file())
    var paths: [String]

    @Option(
        name: .customLong("to"),
        help: "A host: its name in the configuration, or folder:DIR. Repeat it to spread over several.")
    var targets: [String] = []

    @Option(help: "Only this kind (\(ItemKind.allCases.map(\.rawValue).joined(separator: ", "))). May be repeated.")
    var only: [ItemKind] = []

    @Option(help: "How many hosts hold each calendar, address book and folder.")
    var copies: Int?

    @Option(
        name: .customLong("on-conflict"),
        help: "Where something else is in the way: keep it, replace it, or have both (files get a number).")
    var conflicts: ConflictPolicy = .keep

    func validate() throws {
        guard !paths.isEmpty else { throw ValidationError("Name the archives to read: degoogle import takeout-*.zip") }
        if let copies, copies < 1 { throw ValidationError("--copies must be at least 1.") }
    }
}

/// How items are stored. It concerns the commands that store: a saved plan does not hold it.
struct StoringOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The people in events: automatic, keep, client-agent or strip.",
            discussion: """
                No server is ever to write to them. automatic marks them for servers that cannot be told otherwise \
                (RFC 6638), keep leaves events as they are, client-agent marks them always, strip takes them out.
                """))
    var attendees: AttendeePolicy = .automatic
}

extension Terminal.Color: ExpressibleByArgument {}
extension ItemKind: ExpressibleByArgument {}
extension ConflictPolicy: ExpressibleByArgument {}
extension AttendeePolicy: ExpressibleByArgument {}

/// The options of commands that move things between hosts.
struct MovingOptions: ParsableArguments {
    @Flag(
        name: [.customLong("dry-run"), .customShort("n")], help: "Show what would move, and change nothing anywhere.")
    var dryRun = false

    @Flag(name: [.short, .long], help: "Do it without asking. Needed where nobody can be asked.")
    var yes = false
}
