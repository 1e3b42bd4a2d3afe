internal import Glibc

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
    private var bytes: [UInt8]
    private var position = 0
    private var end: Int
    /// How many bytes of the text stand before the first of `bytes`.
    private var passed = 0
    private var isFinished: Bool
    private var state = State.value
    /// For each open array or object, whether it is an object.
    private var open: [Bool] = []
    /// How far a string that is cut was looked through.
    private var scanned = 0
    private var content = 0..<0
    private var hasEscapes = false
    private var problem: JSONProblem?
    private var scratch: [UInt8] = []
    /// What ``readValue(limit:)`` has of a value that is cut.
    var unfinishedValue: JSONValueBuilder?
    /// How deep ``skip()`` goes up, while it waits for bytes.
    var skippedDepth: Int?
    /// The token before.
    private(set) var last = JSONToken.needsBytes

    /// How many strings given by ``text()`` had something in them that stands for no character.
    public private(set) var damagedTexts = 0

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

extension JSONReader {
    /// Adds bytes behind those fed before. What the token before held is gone.
    public mutating func feed(_ more: UnsafeRawBufferPointer) {
        makeRoom(more.count)
        let end = end
        bytes.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[end...]).copyMemory(from: more) }
        self.end += more.count
    }

    /// Adds bytes behind those fed before. What the token before held is gone.
    public mutating func feed(_ more: ArraySlice<UInt8>) { more.withUnsafeBytes { feed($0) } }

    /// Lets a source write bytes behind those fed before: fewer copies than ``feed(_:)``. What the token before held is
    /// gone.
    ///
    /// - Parameters:
    ///   - count: how many bytes the source may write.
    ///   - source: fills some or all of a buffer and gives the number of bytes; 0 means that the text has ended.
    /// - Throws: what the source throws.
    public mutating func fill<Failure: Error>(
        atMost count: Int = 1 << 16, _ source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        makeRoom(count)
        let end = end
        let added = try bytes.withUnsafeMutableBufferPointer { buffer throws(Failure) in
            try source(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[end..<end + count])))
        }
        self.end += added
        if added == 0 { isFinished = true }
    }

    /// Says that no more bytes come.
    public mutating func finish() { isFinished = true }

    /// Drops what has been read and sees to it that `count` bytes have room behind the rest.
    private mutating func makeRoom(_ count: Int) {
        if position > 0 {
            let rest = position..<end
            bytes.withUnsafeMutableBytes { buffer in
                let start = UnsafeMutableRawBufferPointer(rebasing: buffer[..<rest.count])
                start.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[rest]))
            }
            passed += position
            scanned = max(0, scanned - position)
            end -= position
            position = 0
            content = 0..<0
        }
        guard bytes.count < end + count else { return }
        // At least twice as long, so that a string of many pieces is not copied for each.
        let capacity = max(end + count, 2 * bytes.count)
        bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(buffer)
            bytes.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<end])) }
            _ = UnsafeMutableRawBufferPointer(rebasing: room[end...]).initializeMemory(as: UInt8.self, repeating: 0)
            count = capacity
        }
    }
}

extension JSONReader {
    /// The characters of the key, string or number that ``next()`` just gave, without escapes.
    public mutating func text() -> String {
        let decoded: (text: String, isDamaged: Bool)
        if hasEscapes {
            var plain: [UInt8] = []
            swap(&plain, &scratch)
            let unescaped = JSONEscapes.unescape(bytes.span.extracting(content), into: &plain)
            decoded = Self.string(plain.span.extracting(first: unescaped.count), unescaped.hasLoneSurrogate)
            swap(&plain, &scratch)
        } else {
            decoded = Self.string(bytes.span.extracting(content), false)
        }
        if decoded.isDamaged { damagedTexts += 1 }
        return decoded.text
    }

    /// The bytes of the key, string or number that ``next()`` just gave, as the text has them: with escapes, and
    /// without quotation marks.
    public func withRawBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try body(bytes.span.extracting(content))
    }

    /// Whether the key or string that ``next()`` just gave is `name`, without making a `String` where it is plain.
    public func textEquals(_ name: StaticString) -> Bool {
        var plain: [UInt8] = []
        guard hasEscapes else { return Self.equals(bytes.span.extracting(content), name) }
        let count = JSONEscapes.unescape(bytes.span.extracting(content), into: &plain).count
        return Self.equals(plain.span.extracting(first: count), name)
    }

    @inline(__always)
    private static func equals(_ text: Span<UInt8>, _ name: StaticString) -> Bool {
        guard text.count == name.utf8CodeUnitCount else { return false }
        let start = name.utf8Start
        for index in text.indices where text[index] != start[index] { return false }
        return true
    }

    /// The number that ``next()`` just gave.
    public var number: JSONNumber { JSONNumber(checked: String(decoding: bytes[content], as: UTF8.self)) }

    /// The number that ``next()`` just gave as an integer; `nil` where it is none, or is beyond 64 bits.
    public var integer: Int64? {
        JSONNumber.plainInteger(bytes.span, in: content) ?? number.integer
    }

    private static func string(_ span: Span<UInt8>, _ isDamaged: Bool) -> (text: String, isDamaged: Bool) {
        let text = span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        if isDamaged || JSONScanning.isASCII(span) { return (text, isDamaged) }
        // What is no UTF-8 was replaced, so the bytes are others now.
        let isSame =
            text.utf8.count == span.count
            && text.utf8.withContiguousStorageIfAvailable { new in
                span.withUnsafeBufferPointer { old in
                    guard let one = new.baseAddress, let other = old.baseAddress else { return true }
                    return memcmp(one, other, old.count) == 0
                }
            } ?? true
        return (text, !isSame)
    }
}
