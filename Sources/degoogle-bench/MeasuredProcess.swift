internal import Glibc

/// Why a measurement could not be made, in a sentence.
struct MeasurementError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// What the system says of processes that have ended, as wait4(2) gives it.
struct ProcessCost {
    /// Seconds from start to end.
    var wall = 0.0
    /// Seconds of processor time, of the user and of the kernel.
    var processor = 0.0
    /// The most memory that was resident, in bytes, of the largest process.
    var peak = 0

    /// The cost of both, one after the other.
    static func + (left: ProcessCost, right: ProcessCost) -> ProcessCost {
        ProcessCost(
            wall: left.wall + right.wall, processor: left.processor + right.processor, peak: max(left.peak, right.peak))
    }
}

/// A command as one gives it to exec(3): no shell reads it.
struct Invocation {
    let arguments: [String]
    /// Variables that are set for it, beside those of this process.
    let environment: [String: String]

    init(_ arguments: [String], environment: [String: String] = [:]) {
        self.arguments = arguments
        self.environment = environment
    }

    /// The command as a person would type it.
    var text: String {
        arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
    }

    /// Runs it to its end.
    ///
    /// - Parameter output: the file that gets what it prints.
    /// - Returns: what it cost and its exit status.
    func run(output: String) throws -> (cost: ProcessCost, status: Int32) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, output + ".errors", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        var pid = pid_t()
        let start = Self.now()
        let program = arguments[0]
        let code = withPointers(arguments) { arguments in
            withPointers(variables) { posix_spawnp(&pid, program, &actions, nil, arguments, $0) }
        }
        guard code == 0 else {
            throw MeasurementError("\(program) cannot be started: \(String(cString: strerror(code)))")
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw MeasurementError("\(program) was lost") }
        }
        let cost = ProcessCost(
            wall: Self.now() - start, processor: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
            peak: usage.ru_maxrss << 10)
        return (cost, status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F)
    }

    private var variables: [String] {
        var variables = environment
        for index in 0... {
            guard let text = environ[index].map({ String(cString: $0) }) else { break }
            guard let equals = text.firstIndex(of: "=") else { continue }
            let name = String(text[..<equals])
            if variables[name] == nil { variables[name] = String(text[text.index(after: equals)...]) }
        }
        return variables.map { "\($0.key)=\($0.value)" }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    private func withPointers<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}
