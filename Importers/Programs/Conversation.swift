internal import Glibc
internal import Importing
internal import Items
internal import JSON

/// Why a program can no longer be talked to. It has been ended then.
struct ProgramFailure: Error {
    /// One sentence without its subject: `said nothing for 60 seconds`.
    let sentence: String
}

/// Talks with a program: lines to its standard input, lines from its standard output, bytes of entries to its
/// descriptor 3 and bytes of items from its descriptor 4. Every wait and every buffer has a bound.
final class Conversation {
    /// What a program may do before it is ended.
    struct Bounds: Sendable {
        /// How long it may neither say nor take anything.
        var silence: Duration = .seconds(60)
        /// How long one answer may take.
        var answer: Duration = .seconds(600)
        /// Bytes of one line.
        var line = 1 << 20
        /// Bytes of one item it makes.
        var item = 64 << 20
        /// Lines of one answer.
        var lines = 1_000_000
    }

    let bounds: Bounds
    private let program: ChildProgram
    private var spoken = Buffer()
    private var given = Buffer()
    private var deadline: ContinuousClock.Instant
    /// The last of what it wrote to its standard error.
    private(set) var errors: [UInt8] = []

    /// The descriptors as the program has them.
    private enum Descriptor {
        static let lines: Int32 = 0
        static let replies: Int32 = 1
        static let errors: Int32 = 2
        static let entries: Int32 = 3
        static let items: Int32 = 4
    }

    /// Bytes that have come and were not asked for yet.
    private struct Buffer {
        var bytes: [UInt8] = []
        var start = 0
        var isAtEnd = false

        var count: Int { bytes.count - start }

        mutating func take(_ count: Int) -> [UInt8] {
            let piece = Array(bytes[start..<start + count])
            start += count
            if start > 1 << 16 || start == bytes.count {
                bytes.removeFirst(start)
                start = 0
            }
            return piece
        }
    }

    /// Starts a program. It sees nothing of our environment but where programs lie.
    init(_ path: String, bounds: Bounds) throws(ProgramFailure) {
        self.bounds = bounds
        deadline = .now + bounds.answer
        let search = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        do throws(ContentError) {
            program = try ChildProgram(
                path, environment: ["PATH": search, "LANG": "C.UTF-8", "TZ": "UTC"],
                reading: [Descriptor.lines, Descriptor.entries],
                writing: [Descriptor.replies, Descriptor.errors, Descriptor.items],
                limits: ChildProgram.Limits(memory: 2 << 30, processor: 3600))
        } catch {
            throw ProgramFailure(sentence: "cannot be used: \(error.description)")
        }
    }

    /// Asks something. The time of the answer starts anew.
    func say(_ line: String) throws(ProgramFailure) {
        deadline = .now + bounds.answer
        try tell(line)
    }

    /// Says a line that belongs to what was asked.
    func tell(_ line: String) throws(ProgramFailure) {
        try write(Array(line.utf8) + [UInt8(ascii: "\n")], to: Descriptor.lines)
    }

    /// Says a line about each entry, many at a time: there may be a hundred thousand.
    func tell(_ entries: [ListedEntry]) throws(ProgramFailure) {
        var lines: [UInt8] = []
        for (number, entry) in entries.enumerated() {
            lines += Array(ProgramRequest.entry(number, entry).utf8)
            lines.append(UInt8(ascii: "\n"))
            if lines.count > 1 << 16 || number == entries.count - 1 {
                try write(lines, to: Descriptor.lines)
                lines = []
            }
        }
    }

    /// Gives bytes of the entry that was announced.
    func give(_ bytes: UnsafeRawBufferPointer) throws(ProgramFailure) {
        try write(Array(bytes), to: Descriptor.entries)
    }

    /// The next line, without its end.
    func line() throws(ProgramFailure) -> [UInt8] {
        var searched = 0
        while true {
            let fresh = spoken.bytes[(spoken.start + searched)...]
            if let end = fresh.firstIndex(of: UInt8(ascii: "\n")) {
                return Array(spoken.take(end - spoken.start + 1).dropLast())
            }
            searched = spoken.count
            guard searched <= bounds.line else { throw failed("wrote a line of more than \(bounds.line) bytes") }
            guard !spoken.isAtEnd else { throw failed("ended before its answer was complete") }
            try wait(toWrite: nil)
        }
    }

    /// The bytes of an item it has announced.
    func item(ofCount count: Int) throws(ProgramFailure) -> [UInt8] {
        guard (0...bounds.item).contains(count) else {
            throw failed("announced an item of \(count) bytes, and \(bounds.item) are the most")
        }
        while given.count < count {
            guard !given.isAtEnd else { throw failed("gave fewer bytes than it announced") }
            try wait(toWrite: nil)
        }
        return given.take(count)
    }

    /// Lets the program end by itself, as it should when its input ends.
    func finish() throws(ProgramFailure) {
        program.close(Descriptor.lines)
        program.close(Descriptor.entries)
        while !spoken.isAtEnd || !given.isAtEnd {
            guard spoken.count == 0, given.count == 0 else { throw failed("said more than it was asked") }
            try wait(toWrite: nil)
        }
        let status = program.wait(atMost: .seconds(10))
        guard status == 0 else { throw ProgramFailure(sentence: "ended with status \(status)") }
    }

    /// Ends the program.
    ///
    /// - Returns: the failure, with what it last said of itself.
    func failed(_ sentence: String) -> ProgramFailure {
        program.end()
        let last = String(decoding: errors, as: UTF8.self).split(separator: "\n").last
        return ProgramFailure(sentence: last.map { "\(sentence) (it says: \($0.prefix(200)))" } ?? sentence)
    }

    private func write(_ bytes: [UInt8], to number: Int32) throws(ProgramFailure) {
        var written = 0
        while written < bytes.count {
            guard let end = program.ends[number] else { throw failed("was already told that nothing more comes") }
            let count = bytes[written...].withUnsafeBytes { Glibc.write(end, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if count < 0, errno == EAGAIN || errno == EINTR {
                try wait(toWrite: end)
            } else {
                throw failed("stopped listening")
            }
        }
    }

    /// Waits until there is something to read or `end` takes more, and reads what there is. A program that says more
    /// than anybody wants to hold is not read until somebody asks.
    private func wait(toWrite end: Int32?) throws(ProgramFailure) {
        guard ContinuousClock.now < deadline else { throw failed("took longer than \(bounds.answer) for one answer") }
        var polled: [pollfd] = []
        var numbers: [Int32] = []
        func add(_ number: Int32, if isWanted: Bool) {
            guard isWanted, let end = program.ends[number] else { return }
            polled.append(pollfd(fd: end, events: Int16(POLLIN), revents: 0))
            numbers.append(number)
        }
        add(Descriptor.replies, if: !spoken.isAtEnd && spoken.count <= bounds.line)
        add(Descriptor.items, if: !given.isAtEnd && given.count <= bounds.item)
        add(Descriptor.errors, if: true)
        if let end { polled.append(pollfd(fd: end, events: Int16(POLLOUT), revents: 0)) }
        let ready = poll(&polled, nfds_t(polled.count), Int32(bounds.silence.components.seconds * 1000))
        guard ready != 0 else { throw failed("said nothing for \(bounds.silence)") }
        for (place, number) in numbers.enumerated() where polled[place].revents != 0 {
            read(polled[place].fd, number)
        }
    }

    private func read(_ end: Int32, _ number: Int32) {
        var isInterrupted = false
        let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            let result = Glibc.read(end, buffer.baseAddress, buffer.count)
            isInterrupted = result < 0 && (errno == EAGAIN || errno == EINTR)
            count = max(0, result)
        }
        guard !isInterrupted else { return }
        switch number {
        case Descriptor.replies: Self.add(piece, to: &spoken)
        case Descriptor.items: Self.add(piece, to: &given)
        default:
            errors = (errors + piece).suffix(4096)
            if piece.isEmpty { program.close(number) }
        }
    }

    private static func add(_ piece: [UInt8], to buffer: inout Buffer) {
        buffer.bytes += piece
        buffer.isAtEnd = piece.isEmpty
    }
}

extension Conversation {
    /// The next line as an object.
    func object() throws(ProgramFailure) -> JSONValue {
        let line = try line()
        do throws(ReplyProblem) {
            return try ProgramReply.object(line)
        } catch {
            throw failed(error.sentence)
        }
    }

    /// The next line as an answer.
    func reply() throws(ProgramFailure) -> ProgramReply {
        let line = try line()
        do throws(ReplyProblem) {
            return try ProgramReply(line)
        } catch {
            throw failed(error.sentence)
        }
    }
}
