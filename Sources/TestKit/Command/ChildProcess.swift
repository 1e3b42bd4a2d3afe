public import Glibc

/// Why a child could not be started, or did not end in time.
public struct ChildFailure: Error, CustomStringConvertible {
    /// One sentence.
    public let description: String

    /// Wraps a sentence.
    public init(_ description: String) { self.description = description }
}

/// How a child ended and what it said.
public struct ChildResult: Sendable {
    /// The exit status; for a child that a signal ended, 128 and the signal, as shells say it.
    public let status: Int32
    /// The bytes of its standard output.
    public let outputBytes: [UInt8]
    /// The bytes of its standard error.
    public let errorBytes: [UInt8]
    /// The most memory it was seen to hold, in bytes (`VmHWM` of proc(5)); 0 when it ended before anybody looked.
    public let peakBytes: UInt64

    /// Its standard output as text.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Its standard error as text.
    public var errors: String { String(decoding: errorBytes, as: UTF8.self) }
}

/// A program that runs beside the test. Its output goes to files, so that no pipe can ever block it.
public final class ChildProcess: Sendable {
    /// Its process id.
    public let identifier: pid_t
    private let folder: WorkFolder
    private let name: String

    /// Starts a program with nothing to read.
    ///
    /// - Parameters:
    ///   - arguments: the program, by path or to be found in the environment's `PATH`, and what it is given.
    ///   - environment: all of its environment.
    ///   - directory: where it works.
    /// - Throws: `ChildFailure` when no process can be made. A program that does not exist ends with status 127.
    public init(_ arguments: [String], environment: [String: String], in directory: String) throws {
        folder = try WorkFolder()
        name = arguments.first ?? ""
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder.at("out"), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, folder.at("err"), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Nothing of how the test runner treats signals is inherited.
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var pid = pid_t()
        // env(1) goes to the directory and then becomes the program.
        let argv = (["env", "-C", directory] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + variables { free(text) } }
        let number = posix_spawnp(&pid, "env", &actions, &attributes, argv, variables)
        guard number == 0 else { throw ChildFailure("\(name) cannot be started: \(String(cString: strerror(number)))") }
        identifier = pid
    }

    /// Sends a signal. A child that has ended takes none.
    public func send(_ signal: Int32) { kill(identifier, signal) }

    /// What it has said so far on standard error.
    public var errorsSoFar: String { String(decoding: FileTree.bytes(of: folder.at("err")) ?? [], as: UTF8.self) }

    /// Waits for the end.
    ///
    /// - Throws: `ChildFailure` when it takes longer; the child is killed then.
    public func wait(atMost limit: Duration = .seconds(120)) throws -> ChildResult {
        let end = ContinuousClock.now + limit
        var status: Int32 = 0
        var peak: UInt64 = 0
        while true {
            peak = max(peak, memory() ?? 0)
            let ended = waitpid(identifier, &status, WNOHANG)
            if ended == identifier { break }
            guard ended == 0 || errno == EINTR else { throw ChildFailure("\(name) was waited for by somebody else") }
            if ContinuousClock.now > end {
                kill(identifier, SIGKILL)
                waitpid(identifier, &status, 0)
                throw ChildFailure("\(name) did not end within \(limit)")
            }
            usleep(1000)
        }
        let signal = status & 0x7F
        return ChildResult(
            status: signal == 0 ? status >> 8 & 0xFF : 128 + signal,
            outputBytes: FileTree.bytes(of: folder.at("out")) ?? [],
            errorBytes: FileTree.bytes(of: folder.at("err")) ?? [], peakBytes: peak)
    }

    private func memory() -> UInt64? {
        guard let bytes = FileTree.bytes(of: "/proc/\(identifier)/status") else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { UInt64($0.filter(\.isNumber)) }.map { $0 * 1024 }
    }
}
