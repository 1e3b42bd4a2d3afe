internal import Glibc

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
