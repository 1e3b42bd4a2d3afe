internal import CLinux
internal import Glibc
package import Items

/// A program that runs beside this one and talks over pipes: the reader of a format nobody here knows.
///
/// It gets no environment but what is given, no descriptor but its pipes, and a process group of its own, so that it
/// can be ended together with all it started. Not `Sendable`: it belongs to the task that started it.
package final class ChildProgram {
    /// Our end of the pipe behind each of the program's descriptors, by the number it has there. Never blocks.
    package private(set) var ends: [Int32: Int32]
    private let identifier: pid_t
    private var status: Int32?

    /// What a program may use up.
    package struct Limits: Sendable {
        /// Bytes of data memory (`RLIMIT_DATA`, getrlimit(2)).
        package let memory: UInt64
        /// Seconds of processor (`RLIMIT_CPU`).
        package let processor: UInt64

        /// Sets limits.
        package init(memory: UInt64, processor: UInt64) {
            self.memory = memory
            self.processor = processor
        }
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: its path.
    ///   - arguments: what it is given after its name.
    ///   - environment: all of its environment.
    ///   - reading: the numbers of the descriptors it reads from, and we write to.
    ///   - writing: the numbers of the descriptors it writes to, and we read from.
    /// - Throws: `ContentError` when it cannot be started.
    package init(
        _ program: String, _ arguments: [String] = [], environment: [String: String], reading: [Int32] = [0],
        writing: [Int32] = [1, 2], limits: Limits
    ) throws(ContentError) {
        var ours: [Int32: Int32] = [:]
        var theirs: [Int32: Int32] = [:]
        defer { for end in theirs.values { Glibc.close(end) } }
        for number in reading + writing {
            var pair: [Int32] = [-1, -1]
            guard degoogle_pipe(&pair) == 0 else {
                for end in ours.values { Glibc.close(end) }
                throw ContentError("the system has no pipe left")
            }
            let isRead = reading.contains(number)
            let end = isRead ? pair[1] : pair[0]
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            ours[number] = end
            theirs[number] = Self.outOfTheWay(isRead ? pair[0] : pair[1])
        }
        do throws(ContentError) {
            identifier = try Self.spawn(program, arguments, environment, theirs)
        } catch {
            for end in ours.values { Glibc.close(end) }
            throw error
        }
        ends = ours
        // It has nothing to do before the first line comes, so the limits are there in time. Where the system has
        // none to give, the deadlines of who talks to it still hold.
        _ = degoogle_limit_memory(identifier, limits.memory)
        _ = degoogle_limit_processor(identifier, limits.processor)
    }

    deinit {
        end()
        for end in ends.values { Glibc.close(end) }
    }

    /// Closes the pipe to one of its descriptors: it reads an end of file there.
    package func close(_ number: Int32) {
        if let end = ends.removeValue(forKey: number) { Glibc.close(end) }
    }

    /// Ends the program and all it started, at once. One that has ended stays so.
    package func end() {
        guard status == nil else { return }
        kill(-identifier, SIGKILL)
        kill(identifier, SIGKILL)
        var result: Int32 = 0
        while waitpid(identifier, &result, 0) < 0, errno == EINTR {}
        status = result
    }

    /// Waits for the program to end by itself, and ends it when it does not.
    ///
    /// - Returns: its exit status; 128 and the signal for one that a signal ended.
    package func wait(atMost limit: Duration) -> Int32 {
        let last = ContinuousClock.now + limit
        var result: Int32 = 0
        while status == nil {
            if waitpid(identifier, &result, WNOHANG) == identifier {
                status = result
                // What it started and left behind does not outlive it.
                kill(-identifier, SIGKILL)
            } else if ContinuousClock.now > last {
                end()
            } else {
                usleep(2000)
            }
        }
        let ended = status ?? 0
        return ended & 0x7F == 0 ? ended >> 8 & 0xFF : 128 + ended & 0x7F
    }

    /// Moves a descriptor above those a program expects its pipes at, so that none is overwritten by another.
    private static func outOfTheWay(_ descriptor: Int32) -> Int32 {
        let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 100)
        guard moved >= 0 else { return descriptor }
        Glibc.close(descriptor)
        return moved
    }

    private static func spawn(
        _ program: String, _ arguments: [String], _ environment: [String: String], _ pipes: [Int32: Int32]
    ) throws(ContentError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, end) in pipes { posix_spawn_file_actions_adddup2(&actions, end, number) }
        // Sockets of libraries are not closed by themselves when a program starts.
        for other in Int32(3)..<1024 where pipes[other] == nil {
            posix_spawn_file_actions_addclose(&actions, other)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of the concurrency runtime block signals, and the program would inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var child = pid_t()
        let code = posix_spawn(&child, program, &actions, &attributes, words, variables)
        guard code == 0 else { throw ContentError("it cannot be started: \(String(cString: strerror(code)))") }
        return child
    }
}
