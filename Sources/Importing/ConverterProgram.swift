internal import Glibc
package import Items

/// A program of the system that turns a file into other files, run to its end: what crashes, hangs or fills disks on a
/// broken file is a process of its own and not the import.
///
/// It works in a private folder and gets nothing but `PATH`, `LC_ALL` and `TZ`. Its time, its memory, what it says and
/// what it writes are bounded; past a bound, it is ended with all it started.
package struct ConverterProgram: Sendable {
    /// What it may use.
    package struct Limits: Sendable {
        /// Until when it must have ended.
        package var time: Duration = .seconds(3600)
        /// The most bytes of messages.
        package var messageBytes = 1 << 20
        /// The most bytes of memory.
        package var memory: UInt64 = 2 << 30
        /// The most bytes of all files in its folder.
        package var folderBytes: UInt64 = 64 << 30

        /// What a converter of a file of some gigabytes needs.
        package init() {}
    }

    private let path: String

    /// A program that is installed: the first of that name in the folders of `PATH`, or of another such list.
    package init?(named name: String, in searchPath: String? = nil) {
        for folder in (searchPath ?? Self.searchPath).split(separator: ":") where folder.hasPrefix("/") {
            let candidate = "\(folder)/\(name)"
            var status = stat()
            guard stat(candidate, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            guard access(candidate, X_OK) == 0 else { continue }
            path = candidate
            return
        }
        return nil
    }

    /// Runs the program with nothing to read.
    ///
    /// - Parameters:
    ///   - arguments: what it is given. Every user of the machine can read them.
    ///   - folder: the folder it writes to.
    /// - Throws: why it did not end well, a sentence with the first line it wrote.
    package func run(
        _ arguments: [String], in folder: PrivateFolder, limits: Limits = Limits()
    ) throws(ContentError) {
        let program = try ChildProgram(
            path, arguments, environment: ["PATH": Self.searchPath, "LC_ALL": "C.UTF-8", "TZ": "UTC"],
            limits: ChildProgram.Limits(
                memory: limits.memory, processor: UInt64(max(1, limits.time.components.seconds))))
        program.close(0)
        let messages = try listen(to: program, folder, limits)
        let status = program.wait(atMost: .seconds(5))
        guard status == 0 else {
            let text = String(decoding: messages, as: UTF8.self).split(separator: "\n").first
            throw ContentError("\(path) ended with status \(status)\(text.map { ": \($0)" } ?? "")")
        }
    }

    /// What it says until it closes its output, and the watch over its bounds.
    private func listen(
        to program: ChildProgram, _ folder: PrivateFolder, _ limits: Limits
    ) throws(ContentError) -> [UInt8] {
        let end = ContinuousClock.now + limits.time
        var nextLook = ContinuousClock.now
        var messages: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while program.ends[1] != nil || program.ends[2] != nil {
            let open = [Int32(1), 2].filter { program.ends[$0] != nil }
            var waiting = open.map { pollfd(fd: program.ends[$0] ?? -1, events: Int16(POLLIN), revents: 0) }
            poll(&waiting, nfds_t(waiting.count), 200)
            for (number, state) in zip(open, waiting) where state.revents != 0 {
                let count = read(state.fd, &buffer, buffer.count)
                if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { program.close(number) }
                if count > 0 { messages += buffer[..<count] }
            }
            let now = ContinuousClock.now
            if messages.count > limits.messageBytes { throw ended(program, "it did not stop telling") }
            if now > end { throw ended(program, "it took longer than \(limits.time.components.seconds) seconds") }
            if now > nextLook {
                nextLook = now + .seconds(1)
                if folder.byteCount > limits.folderBytes { throw ended(program, "it wrote too much") }
            }
        }
        return messages
    }

    private func ended(_ program: ChildProgram, _ reason: String) -> ContentError {
        program.end()
        return ContentError("\(path) was ended: \(reason)")
    }

    private static var searchPath: String { getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin" }
}
