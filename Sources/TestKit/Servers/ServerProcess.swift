internal import Glibc

/// A server that runs for a test and ends with it, even when the test process is killed.
public final class ServerProcess: Sendable {
    /// Where it listens, on 127.0.0.1.
    public let port: UInt16
    /// What it printed.
    public let log: String
    private let shell: pid_t
    private let lifeline: Int32
    private let ended = Guarded(false)

    /// The shell starts the server and waits for its own input to end, which it does with the process that holds the
    /// other end of the pipe.
    private static let script = #""$@" </dev/null & server=$!; cat >/dev/null; kill $server 2>/dev/null; wait $server"#

    /// Starts a server and waits until it accepts connections.
    ///
    /// - Parameters:
    ///   - arguments: the program, which must stay in the foreground, and its arguments.
    ///   - port: what it will listen on.
    ///   - log: the file its output goes to.
    ///   - seconds: how long it may take.
    /// - Throws: `ServerFailure` with the end of its log when it does not come up.
    public init(_ arguments: [String], port: UInt16, log: String, seconds: Int = 20) throws {
        self.port = port
        self.log = log
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ServerFailure("The system has no pipe left.") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        lifeline = ends[1]
        do {
            shell = try Program.start(["sh", "-c", Self.script, "sh"] + arguments, input: ends[0], log: log)
        } catch {
            close(ends[1])
            throw error
        }
        guard answers(within: seconds) else {
            stop()
            throw ServerFailure("\(arguments[0]) does not answer on port \(port); see \(log): \(Self.tail(of: log))")
        }
    }

    deinit { stop() }

    /// A port that nobody listens on. Another process could take it before the server does; then the server fails.
    public static func freePort() throws -> UInt16 {
        let listener = try SocketListener { _, _ in }
        defer { listener.stop() }
        return listener.port
    }

    private func answers(within seconds: Int) -> Bool {
        for _ in 0..<(seconds * 50) {
            if let descriptor = Socket.connect(port: port) {
                close(descriptor)
                return true
            }
            usleep(20_000)
        }
        return false
    }

    private static func tail(of log: String) -> String {
        let descriptor = open(log, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        lseek(descriptor, max(0, size - 1000), SEEK_SET)
        var buffer = [UInt8](repeating: 0, count: 1000)
        let count = read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    /// Ends the server and waits for that, five seconds at most before it is killed.
    public func stop() {
        let isFirst = ended.change { ended in
            defer { ended = true }
            return !ended
        }
        guard isFirst else { return }
        close(lifeline)
        var status: Int32 = 0
        for _ in 0..<250 {
            if waitpid(shell, &status, WNOHANG) != 0 { break }
            usleep(20_000)
        }
        kill(-shell, SIGKILL)
        waitpid(shell, &status, 0)
    }
}
