/// Reads a JSON text (RFC 8259) as it comes, piece by piece, and gives it token by token.
///
/// Bytes are pushed by ``feed(_:)`` or ``fill(atMost:_:)``, tokens are pulled by ``next()``; a token that the bytes so
/// far do not hold whole is ``JSONToken/needsBytes``. Memory is a piece of the text and the longest string, whatever the
/// size of the text. How the text is cut changes nothing in what is read.
///
/// The grammar is kept strictly; what RFC 8259 lets a reader decide is decided so:
/// - A byte order mark in front of the text is passed over (section 8.1).
/// - A name may stand twice in an object, and each is given (section 4).
/// - Half of a surrogate pair (section 8.2), and bytes that are no UTF-8, are U+FFFD in ``text()``, which counts them in
///   ``damagedTexts``. ``withRawBytes(_:)`` has them as they stand.
public struct JSONReader: Sendable {
    /// What may come next.
    private enum State {
        case value, firstElement, firstName, name, colon, afterValue, done
    }

    private let limits: JSONLimits
    var bytes: [UInt8]
    var position = 0
    var end: Int
    /// How many bytes of the text stand before the first of `bytes`.
    var passed = 0
    var isFinished: Bool
    private var state = State.value
    /// For each open array or object, whether it is an object.
    private var open: [Bool] = []
    /// How far a string that is cut was looked through.
    var scanned = 0
    var content = 0..<0
    var hasEscapes = false
    private var problem: JSONProblem?
    var scratch: [UInt8] = []
    /// What ``readValue(limit:)`` has of a value that is cut.
    var unfinishedValue: JSONValueBuilder?
    /// How deep ``skip()`` goes up, while it waits for bytes.
    var skippedDepth: Int?
    /// The token before.
    private(set) var last = JSONToken.needsBytes

    /// How many strings given by ``text()`` had something in them that stands for no character.
    public internal(set) var damagedTexts = 0

    /// Starts a text whose bytes will be fed.
    public init(limits: JSONLimits = JSONLimits()) {
        self.limits = limits
        bytes = []
        end = 0
        isFinished = false
    }

    /// Reads a text that is in memory. Nothing need be fed.
    public init(_ text: [UInt8], limits: JSONLimits = JSONLimits()) {
        self.limits = limits
        bytes = text
        end = text.count
        isFinished = true
    }

    /// How many bytes of the text have been read.
    public var offset: Int { passed + position }

    /// How many arrays and objects are open.
    public var depth: Int { open.count }

    /// The next token.
    ///
    /// - Throws: what is wrong with the text, and the same again from then on.
    public mutating func next() throws(JSONProblem) -> JSONToken {
        if let problem { throw problem }
        do throws(JSONProblem) {
            let token = try readToken()
            if token != .needsBytes { last = token }
            return token
        } catch {
            problem = error
            throw error
        }
    }

    @inline(__always)
    private mutating func readToken() throws(JSONProblem) -> JSONToken {
        while true {
            position = JSONScanning.endOfSpace(in: bytes.span, from: position, to: end)
            guard position < end else { return try endOfBytes() }
            let byte = bytes[position]
            switch state {
            case .afterValue:
                guard byte == UInt8(ascii: ",") else { return try close(byte) }
                state = open[open.count - 1] ? .name : .value
                position += 1
            case .colon:
                guard byte == UInt8(ascii: ":") else { throw found(.unexpectedByte) }
                state = .value
                position += 1
            case .firstName where byte == UInt8(ascii: "}"), .firstElement where byte == UInt8(ascii: "]"):
                return try close(byte)
            case .firstName, .name:
                guard byte == JSONScanning.quote else { throw found(.unexpectedByte) }
                return try readString(.key)
            case .firstElement, .value:
                if byte == 0xEF, offset == 0 {
                    guard let isMark = byteOrderMark() else { return .needsBytes }
                    guard isMark else { throw found(.unexpectedByte) }
                    position += 3
                } else {
                    return try readValue(byte)
                }
            case .done: throw found(.trailingContent)
            }
        }
    }

    private func endOfBytes() throws(JSONProblem) -> JSONToken {
        guard isFinished else { return .needsBytes }
        guard state == .done else { throw found(.unexpectedEnd) }
        return .end
    }

    private func found(_ code: JSONProblem.Code, at index: Int? = nil) -> JSONProblem {
        JSONProblem(code, offset: passed + (index ?? position))
    }

    /// Whether the text begins with EF BB BF; nil while that is open.
    private func byteOrderMark() -> Bool? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let head = bytes[position..<min(position + 3, end)]
        guard mark.starts(with: head) else { return false }
        return head.count == 3 ? true : isFinished ? false : nil
    }

    private mutating func close(_ byte: UInt8) throws(JSONProblem) -> JSONToken {
        let isObject = open[open.count - 1]
        guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw found(.unexpectedByte) }
        open.removeLast()
        position += 1
        endValue()
        return isObject ? .endObject : .endArray
    }

    private mutating func endValue() { state = open.isEmpty ? .done : .afterValue }

    private mutating func readValue(_ byte: UInt8) throws(JSONProblem) -> JSONToken {
        switch byte {
        case JSONScanning.quote: return try readString(.string)
        case UInt8(ascii: "{"): return try beginContainer(isObject: true)
        case UInt8(ascii: "["): return try beginContainer(isObject: false)
        case UInt8(ascii: "t"): return try readLiteral("true", .true)
        case UInt8(ascii: "f"): return try readLiteral("false", .false)
        case UInt8(ascii: "n"): return try readLiteral("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
        default: throw found(.unexpectedByte)
        }
    }

    private mutating func beginContainer(isObject: Bool) throws(JSONProblem) -> JSONToken {
        guard open.count < limits.depth else { throw found(.tooDeep) }
        open.append(isObject)
        position += 1
        state = isObject ? .firstName : .firstElement
        return isObject ? .beginObject : .beginArray
    }

    private mutating func readString(_ token: JSONToken) throws(JSONProblem) -> JSONToken {
        let first = position + 1
        if scanned == 0 {
            hasEscapes = false
            scanned = first
        }
        var isEscaped = hasEscapes
        let stop = JSONScanning.endOfString(in: bytes.span, from: scanned, to: end, hasEscapes: &isEscaped)
        hasEscapes = isEscaped
        // First, so that the same is found wherever the text is cut.
        guard stop.index - first <= limits.stringBytes else { throw found(.stringTooLong) }
        switch stop {
        case .closed(let index):
            content = first..<index
            position = index + 1
            scanned = 0
            if token == .key { state = .colon } else { endValue() }
            return token
        case .cut(let index):
            guard !isFinished else { throw found(.unexpectedEnd, at: end) }
            scanned = index
            return .needsBytes
        case .invalidEscape(let index): throw found(.invalidEscape, at: index)
        case .controlCharacter(let index): throw found(.controlCharacter, at: index)
        }
    }

    private mutating func readNumber() throws(JSONProblem) -> JSONToken {
        let stop = JSONScanning.endOfNumber(in: bytes.span, from: position, to: end)
        guard stop - position <= limits.numberBytes else { throw found(.numberTooLong) }
        guard stop < end || isFinished else { return .needsBytes }
        guard JSONScanning.isNumber(bytes.span, from: position, to: stop) else { throw found(.invalidNumber) }
        content = position..<stop
        hasEscapes = false
        position = stop
        endValue()
        return .number
    }

    private mutating func readLiteral(_ word: StaticString, _ token: JSONToken) throws(JSONProblem) -> JSONToken {
        let count = word.utf8CodeUnitCount
        let head = bytes[position..<min(position + count, end)]
        let matches = word.withUTF8Buffer { $0.starts(with: head) }
        guard matches else { throw found(.unexpectedByte) }
        guard head.count == count else {
            guard isFinished else { return .needsBytes }
            throw found(.unexpectedEnd, at: end)
        }
        position += count
        endValue()
        return token
    }
}
