/// Where the reader stands in its buffer, and what it has of the record at hand.
///
/// The bytes of a record stay in the buffer until its end is found, so that it can be read again in another way.
struct CSVScan: Sendable {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22

    private enum Mode {
        /// Before the first character of a field; blanks are held back.
        case start
        /// In a field without quotation marks.
        case plain
        /// Between quotation marks.
        case quoted
        /// Behind a quotation mark in a quoted field; blanks are held back.
        case closing
        /// Beyond the limit, up to the end of the line.
        case skipping
    }

    /// Where what must be kept of the record at hand starts.
    private(set) var start = 0
    private var position = 0
    private var mode = Mode.start
    private var line = 1
    /// How many line ends the record at hand has passed.
    private var lineEnds = 0
    /// Before this place a quoted field ends with its line: reading it over several lines was tried in vain.
    private var distrustEnd = 0
    private var held: [UInt8] = []
    private var fields: [UInt8] = []
    private var ends: [Int] = []
    private var problems: [CSVProblem] = []

    /// Makes the start of the record at hand the start of the buffer.
    mutating func rebase() {
        position -= start
        distrustEnd = max(0, distrustEnd - start)
        start = 0
    }

    /// The next record in a buffer; nil when it does not hold the end of one.
    mutating func next(in bytes: Span<UInt8>, _ delimiter: UInt8, limit: Int, isFinished: Bool) -> CSVRecord? {
        while true {
            if mode == .skipping {
                let isOver = skip(in: bytes, isFinished: isFinished) || isFinished && position == bytes.count
                // What is passed over need not be kept.
                start = position
                return isOver ? take() : nil
            }
            if run(in: bytes, to: min(bytes.count, start + limit), delimiter, isFinished: isFinished) { return take() }
            let isTooLong = position - start >= limit
            let isEnd = isFinished && position == bytes.count
            guard isTooLong || isEnd, position > start else { return nil }
            if lineEnds > 0, mode == .quoted || mode == .closing && !isEnd {
                restart(distrusting: position)
                continue
            }
            if !isEnd { problems.append(CSVProblem(code: .recordTooLong, line: line)) }
            if isEnd, mode == .quoted { problems.append(CSVProblem(code: .unterminatedQuote, line: line)) }
            endField()
            if isEnd { return take() }
            mode = .skipping
        }
    }

    /// Reads on up to `end`.
    ///
    /// - Returns: whether the record ended.
    private mutating func run(
        in bytes: Span<UInt8>, to end: Int, _ delimiter: UInt8, isFinished: Bool
    ) -> Bool {
        while position < end {
            let byte = bytes[position]
            switch mode {
            case .start, .plain:
                if byte == delimiter {
                    endField()
                    position += 1
                } else if byte == Self.lineFeed || byte == Self.carriageReturn {
                    guard passLineEnd(in: bytes, isFinished: isFinished) else { return false }
                    endField()
                    return true
                } else if mode == .start, byte == Self.quote {
                    held.removeAll(keepingCapacity: true)
                    mode = .quoted
                    position += 1
                } else if mode == .start, byte == Self.space || byte == Self.tab {
                    held.append(byte)
                    position += 1
                } else {
                    appendHeld()
                    mode = .plain
                    append(from: bytes, to: end) { $0 == delimiter || $0 == Self.lineFeed || $0 == Self.carriageReturn }
                }
            case .quoted:
                if byte == Self.quote {
                    mode = .closing
                    position += 1
                } else if byte == Self.lineFeed || byte == Self.carriageReturn {
                    let lineStart = position
                    guard passLineEnd(in: bytes, isFinished: isFinished) else { return false }
                    if lineStart < distrustEnd {
                        problems.append(CSVProblem(code: .unterminatedQuote, line: line))
                        endField()
                        return true
                    }
                    for index in lineStart..<position { fields.append(bytes[index]) }
                } else {
                    append(from: bytes, to: end) {
                        $0 == Self.quote || $0 == Self.lineFeed || $0 == Self.carriageReturn
                    }
                }
            case .closing:
                if byte == Self.quote, held.isEmpty {
                    fields.append(Self.quote)
                    mode = .quoted
                    position += 1
                } else if byte == delimiter {
                    endField()
                    position += 1
                } else if byte == Self.lineFeed || byte == Self.carriageReturn {
                    guard passLineEnd(in: bytes, isFinished: isFinished) else { return false }
                    endField()
                    return true
                } else if byte == Self.space || byte == Self.tab {
                    held.append(byte)
                    position += 1
                } else {
                    problems.append(CSVProblem(code: .strayQuote, line: line + lineEnds))
                    fields.append(Self.quote)
                    appendHeld()
                    mode = .quoted
                }
            case .skipping: return false
            }
        }
        return false
    }

    /// Moves to the end of the line.
    ///
    /// - Returns: whether it is there.
    private mutating func skip(in bytes: Span<UInt8>, isFinished: Bool) -> Bool {
        while position < bytes.count {
            if bytes[position] == Self.lineFeed || bytes[position] == Self.carriageReturn {
                return passLineEnd(in: bytes, isFinished: isFinished)
            }
            position += 1
        }
        return false
    }

    /// Moves behind CRLF, LF or CR.
    ///
    /// - Returns: false when a CR is the last byte there is, and a LF may follow.
    private mutating func passLineEnd(in bytes: Span<UInt8>, isFinished: Bool) -> Bool {
        var length = 1
        if bytes[position] == Self.carriageReturn {
            if position + 1 < bytes.count {
                if bytes[position + 1] == Self.lineFeed { length = 2 }
            } else if !isFinished {
                return false
            }
        }
        position += length
        lineEnds += 1
        return true
    }

    /// Appends bytes to the field up to the first one that means something, at least one.
    private mutating func append(from bytes: Span<UInt8>, to end: Int, _ isSpecial: (UInt8) -> Bool) {
        let first = position
        repeat { position += 1 } while position < end && !isSpecial(bytes[position])
        bytes.extracting(first..<position).withUnsafeBufferPointer { fields.append(contentsOf: $0) }
    }

    private mutating func appendHeld() {
        fields += held
        held.removeAll(keepingCapacity: true)
    }

    private mutating func endField() {
        if mode == .start { fields += held }
        held.removeAll(keepingCapacity: true)
        ends.append(fields.count)
        mode = .start
    }

    /// Reads the record again from its start, with quoted fields that end with their line up to a place.
    private mutating func restart(distrusting end: Int) {
        position = start
        distrustEnd = end
        clear()
    }

    private mutating func take() -> CSVRecord {
        let record = CSVRecord(line: line, problems: problems, bytes: fields, ends: ends)
        start = position
        line += lineEnds
        clear()
        return record
    }

    private mutating func clear() {
        mode = .start
        lineEnds = 0
        held.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        problems = []
    }
}
