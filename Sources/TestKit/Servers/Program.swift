internal import Glibc

/// Runs programs for tests.
public enum Program {
    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - arguments: the program, found through `PATH` and the system's `sbin` folders, and its arguments.
    ///   - log: where its output goes.
    /// - Throws: `ServerFailure` when it cannot be started or its exit status is not 0.
    public static func run(_ arguments: [String], log: String = "/dev/null") throws {
        let child = try start(arguments, input: nil, log: log)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw ServerFailure("\(arguments.joined(separator: " ")) failed; see \(log).") }
    }

    /// The path of a program.
    ///
    /// - Throws: `ServerFailure` that names the package to install.
    public static func find(_ name: String, package: String) throws -> String {
        if name.hasPrefix("/"), access(name, X_OK) == 0 { return name }
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        for folder in (path + ":/usr/sbin:/sbin").split(separator: ":") where !name.hasPrefix("/") {
            let candidate = "\(folder)/\(name)"
            if access(candidate, X_OK) == 0 { return candidate }
        }
        throw ServerFailure("\(name) is not installed: \(package)")
    }

    /// Starts a program in a process group of its own.
    static func start(_ arguments: [String], input: Int32?, log: String) throws -> pid_t {
        guard let name = arguments.first else { throw ServerFailure("There is no program to run.") }
        let program = try find(name, package: "it was looked for in PATH.")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of the concurrency runtime block signals, and a child would inherit that.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        posix_spawnattr_setpgroup(&attributes, 0)
        let words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child = pid_t()
        let code = posix_spawn(&child, program, &actions, &attributes, words, environ)
        guard code == 0 else { throw ServerFailure("\(program) cannot be run: \(String(cString: strerror(code))).") }
        return child
    }
}
