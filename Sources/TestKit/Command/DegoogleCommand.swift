internal import Glibc

/// The program as it was built, run as a person would, but with a home, a state and a configuration of its own.
public struct DegoogleCommand: Sendable {
    /// What is put in front of it: a program that watches, or takes rights away.
    public var wrapper: [String] = []
    /// The home; configuration, state and cache are below it.
    public let home: String
    /// Variables beside those every run has.
    public var environment: [String: String] = [:]
    /// Where it works.
    public var directory: String

    /// Uses a home that exists.
    public init(home: String, directory: String) {
        self.home = home
        self.directory = directory
    }

    /// The program, beside the tests that run.
    public static var executable: String {
        let runner = FileTree.target(of: "/proc/self/exe")
        return runner.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/degoogle"
    }

    /// The directory of its state.
    public var state: String { home + "/state/degoogle" }

    /// The path of its configuration.
    public var configuration: String { home + "/config/degoogle/config.toml" }

    /// Starts it.
    public func start(_ arguments: [String]) throws -> ChildProcess {
        var variables = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home,
            "XDG_STATE_HOME": home + "/state", "XDG_CONFIG_HOME": home + "/config", "XDG_CACHE_HOME": home + "/cache",
            // A crash must end at once and be seen as the signal it is.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        variables.merge(environment) { $1 }
        return try ChildProcess(
            wrapper + [Self.executable] + arguments, environment: variables, in: directory)
    }

    /// Runs it to its end.
    public func run(_ arguments: [String], atMost limit: Duration = .seconds(120)) throws -> ChildResult {
        try start(arguments).wait(atMost: limit)
    }

    /// Runs it to its end.
    public func run(_ arguments: String...) throws -> ChildResult { try run(arguments) }
}
