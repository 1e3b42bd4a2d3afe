internal import Items
internal import JSON

/// Takes the records (messages, posts, comments) one by one out of a file that may be larger than memory.
struct RecordStream {
    /// Which part of a file are records.
    enum Shape {
        /// An object with the messages of a thread and what is said of it.
        case thread
        /// An array, or an object with one, as Facebook and Instagram have written posts and comments.
        case list

        fileprivate func isHeader(_ name: String) -> Bool {
            self == .thread && ["participants", "title", "threadName"].contains(name)
        }

        fileprivate func holdsRecords(_ name: String) -> Bool {
            switch self {
            case .thread: name == "messages"
            case .list: ["comments", "ig_", "posts", "your_posts"].contains { name.hasPrefix($0) }
            }
        }
    }

    /// What comes next in a file.
    enum Found {
        /// Something said of all records.
        case header(name: String, JSONValue)
        /// A record, and how many bytes of the file it takes.
        case record(JSONValue, byteCount: Int)
        /// A record too large to be held.
        case tooLarge
        /// The file has ended and was whole.
        case end
    }

    /// Why a file ended early.
    enum Failure: Error {
        /// It cannot be read.
        case unreadable(ContentError)
        /// It is no JSON.
        case broken(JSONProblem)
    }

    private enum Mode { case start, object, records, topRecords, end }

    /// The most bytes of a record: a message has some hundred.
    private static let recordLimit = 1 << 20
    /// The most bytes of a list of participants.
    private static let headerLimit = 1 << 18

    private let shape: Shape
    private let content: any ContentReader
    private var reader = JSONReader()
    private var mode = Mode.start

    init(_ content: any ContentReader, _ shape: Shape) {
        self.content = content
        self.shape = shape
    }

    /// The next thing of interest.
    mutating func next() throws(Failure) -> Found {
        do throws(JSONProblem) {
            while true {
                switch mode {
                case .start:
                    switch try token() {
                    case .beginArray where shape == .list: mode = .topRecords
                    case .beginObject: mode = .object
                    default:
                        try skip()
                        mode = .end
                    }
                case .object: if let header = try member() { return header }
                case .records, .topRecords:
                    let start = reader.offset
                    switch try value(limit: Self.recordLimit) {
                    case .value(let value): return .record(value, byteCount: reader.offset - start)
                    case .tooLarge: return .tooLarge
                    case .end, .needsBytes: mode = mode == .records ? .object : .end
                    }
                case .end:
                    while try token() != .end {}
                    return .end
                }
            }
        } catch {
            throw failure(error)
        }
    }

    private mutating func member() throws(JSONProblem) -> Found? {
        guard try token() == .key else {
            mode = .end
            return nil
        }
        let name = reader.text()
        if shape.isHeader(name) {
            if case .value(let value) = try value(limit: Self.headerLimit) { return .header(name: name, value) }
        } else if shape.holdsRecords(name) {
            if try token() == .beginArray { mode = .records } else { try skip() }
        } else {
            try skip()
        }
        return nil
    }

    // MARK: Bytes

    private mutating func token() throws(JSONProblem) -> JSONToken {
        while true {
            let token = try reader.next()
            guard token == .needsBytes else { return token }
            fill()
        }
    }

    private mutating func value(limit: Int) throws(JSONProblem) -> JSONElement {
        while true {
            let element = try reader.readValue(limit: limit)
            guard element == .needsBytes else { return element }
            fill()
        }
    }

    private mutating func skip() throws(JSONProblem) {
        while try !reader.skip() { fill() }
    }

    /// What went wrong with the content, which ends the text as well.
    private var contentError: ContentError?

    private mutating func fill() {
        do throws(ContentError) {
            let content = content
            try reader.fill { buffer throws(ContentError) in try content.read(into: buffer) }
        } catch {
            contentError = error
            reader.finish()
        }
    }

    /// Text that is no JSON may be so because the entry is damaged, which only its end tells.
    private func failure(_ problem: JSONProblem) -> Failure {
        if let contentError { return .unreadable(contentError) }
        var rest = [UInt8](repeating: 0, count: 1 << 16)
        do throws(ContentError) {
            var count = 1
            while count > 0 {
                count = try rest.withUnsafeMutableBufferPointer { buffer throws(ContentError) in
                    try content.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
            }
            return .broken(problem)
        } catch {
            return .unreadable(error)
        }
    }
}
