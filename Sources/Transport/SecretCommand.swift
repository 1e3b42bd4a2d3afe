internal import Glibc

/// Runs a program that prints a secret.
enum SecretCommand {
    /// Runs it on a thread of its own: it may wait for a person.
    ///
    /// - Parameter withheld: variables of the environment that it is not given.
    static func firstLine(
        of arguments: [String], withholding withheld: Set<String>
    ) async throws(TransportError) -> String {
        let result = await withCheckedContinuation { continuation in
            let work = Work(arguments: arguments, withheld: withheld, continuation: continuation)
            var thread = pthread_t()
            let argument = Unmanaged.passRetained(work)
            let code = pthread_create(
                &thread, nil,
                { argument in
                    if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
                    return nil
                }, argument.toOpaque())
            if code == 0 {
                pthread_detach(thread)
            } else {
                argument.release()
                continuation.resume(
                    returning: .failure(TransportError(.system, "The system has no thread left for a command.")))
            }
        }
        return try result.get()
    }

    private final class Work: Sendable {
        let arguments: [String]
        let withheld: Set<String>
        let continuation: CheckedContinuation<Result<String, TransportError>, Never>

        init(
            arguments: [String], withheld: Set<String>,
            continuation: CheckedContinuation<Result<String, TransportError>, Never>
        ) {
            self.arguments = arguments
            self.withheld = withheld
            self.continuation = continuation
        }

        func run() {
            do throws(TransportError) {
                continuation.resume(returning: .success(try SecretCommand.run(arguments, withheld)))
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
    }

    private static func run(_ arguments: [String], _ withheld: Set<String>) throws(TransportError) -> String {
        guard let program = arguments.first, !arguments.contains(where: { $0.utf8.contains(0) }) else {
            throw TransportError(.secret, "The secret command is empty or holds a NUL.")
        }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw TransportError(.system, "The system has no pipe left.") }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let child = try spawn(program, arguments, withheld, output: ends[1])
        let output = Result { () throws(TransportError) in
            try SecretText.read(ends[0], from: "The command \(program)")
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw TransportError(.secret, "The command \(program) that should print the secret has failed.")
        }
        return try SecretText.firstLine(output.get(), from: "the command \(program)")
    }

    /// Standard input and error stay the terminal's: a keyring may ask there. Every other descriptor is closed there,
    /// and `output` here.
    private static func spawn(
        _ program: String, _ arguments: [String], _ withheld: Set<String>, output: Int32
    ) throws(TransportError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            close(output)
        }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        // libcurl's sockets are not closed by themselves when a program starts. Closing what is not open is no error
        // there, and to look first would miss what another thread opens meanwhile.
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // The threads of the concurrency runtime block signals, and the program would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var variables: [UnsafeMutablePointer<CChar>?] = []
        var next = environ
        while let variable = next.pointee {
            let name = String(cString: variable).prefix { $0 != "=" }
            if !withheld.contains(String(name)) { variables.append(variable) }
            next += 1
        }
        var child = pid_t()
        let code = posix_spawnp(&child, program, &actions, &attributes, words, variables + [nil])
        guard code == 0 else {
            let reason = String(cString: strerror(code))
            throw TransportError(.secret, "The command \(program) cannot be run: \(reason).")
        }
        return child
    }
}
