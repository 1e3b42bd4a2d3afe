internal import TextEncoding

/// A parameter of a content line, RFC 5545 section 3.2 and RFC 6350 section 5.
public struct Parameter: Sendable, Equatable {
    /// One value of a parameter.
    public struct Value: Sendable, Equatable {
        /// The bytes as written, without quotation marks.
        public let bytes: [UInt8]
        /// Whether the value stood in quotation marks.
        public let isQuoted: Bool

        /// The value as text, its RFC 6868 sequences decoded: `^n` line feed, `^'` quotation mark, `^^` caret.
        public var text: String { TextDecoding.text(CaretEncoding.decode(bytes)) }
    }

    /// The name, or the bare value of a vCard 2.1 parameter.
    public let name: PropertyName
    /// The values in their order; empty only for a vCard 2.1 parameter without `=`.
    public let values: [Value]

    init(_ bytes: Span<UInt8>, _ scan: ParameterScan) {
        name = PropertyName(String(decoding: Self.copy(bytes, scan.name), as: UTF8.self))
        guard let range = scan.value else {
            values = []
            return
        }
        var values: [Value] = []
        var start = range.lowerBound
        var inQuotes = false
        for index in range {
            let byte = bytes[index]
            if byte == ASCII.quote { inQuotes.toggle() }
            if byte == ASCII.comma, !inQuotes {
                values.append(Self.value(bytes, start..<index))
                start = index + 1
            }
        }
        values.append(Self.value(bytes, start..<range.upperBound))
        self.values = values
    }

    private static func value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Value {
        let isQuoted =
            range.count >= 2 && bytes[range.lowerBound] == ASCII.quote && bytes[range.upperBound - 1] == ASCII.quote
        return Value(
            bytes: copy(bytes, isQuoted ? range.lowerBound + 1..<range.upperBound - 1 : range), isQuoted: isQuoted)
    }

    private static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        range.map { bytes[$0] }
    }
}

/// Where a parameter lies in an unfolded head.
struct ParameterScan {
    let name: Range<Int>
    /// The part behind `=`, or nil if there is no `=`.
    let value: Range<Int>?

    /// Calls `body` for each parameter of `;a=b;c=d`, until it gives false.
    static func each(
        in bytes: Span<UInt8>, _ range: Range<Int>, _ body: (Span<UInt8>, ParameterScan) -> Bool
    ) {
        var start = range.lowerBound + 1
        while start < range.upperBound {
            var index = start
            var equals: Int?
            var inQuotes = false
            while index < range.upperBound {
                let byte = bytes[index]
                if byte == ASCII.semicolon, !inQuotes { break }
                if byte == ASCII.quote { inQuotes.toggle() }
                if byte == ASCII.equals, equals == nil { equals = index }
                index += 1
            }
            let scan = ParameterScan(name: start..<(equals ?? index), value: equals.map { $0 + 1..<index })
            guard body(bytes, scan) else { return }
            start = index + 1
        }
    }

    func isNamed(_ expected: StaticString, in bytes: Span<UInt8>) -> Bool {
        guard name.count == expected.utf8CodeUnitCount else { return false }
        return expected.withUTF8Buffer { expected in
            for offset in 0..<expected.count where ASCII.upper(bytes[name.lowerBound + offset]) != expected[offset] {
                return false
            }
            return true
        }
    }
}

/// The encoding of quotation marks and line feeds in parameter values, RFC 6868 section 3.
enum CaretEncoding {
    static func decode(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(ASCII.caret) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            let decoded: UInt8? =
                switch (bytes[index], next) {
                case (ASCII.caret, 0x6E): ASCII.lineFeed
                case (ASCII.caret, 0x27): ASCII.quote
                case (ASCII.caret, ASCII.caret): ASCII.caret
                default: nil
                }
            result.append(decoded ?? bytes[index])
            index += decoded == nil ? 1 : 2
        }
        return result
    }

    static func encode(_ text: String, into output: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case ASCII.lineFeed: output += [ASCII.caret, 0x6E]
            case ASCII.quote: output += [ASCII.caret, 0x27]
            case ASCII.caret: output += [ASCII.caret, ASCII.caret]
            case 0x00..<0x20 where byte != ASCII.tab, 0x7F: continue
            default: output.append(byte)
            }
        }
    }
}
