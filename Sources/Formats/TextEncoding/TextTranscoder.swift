/// Turns the pieces of a text file into UTF-8 as they come.
///
/// UTF-16 is known by its byte order mark, or by the zeros of the two ASCII characters a file starts with (RFC 4627
/// section 3 tells encodings apart that way). A UTF-8 byte order mark is left out. Every other file is passed on as it
/// is: whether it is UTF-8 or Windows-1252 shows only where a byte above 127 stands, and `TextDecoding.text(_:)` tells.
public struct TextTranscoder: Sendable {
    private enum Form {
        case undecided, bytes, littleEndian, bigEndian
    }

    private var form = Form.undecided
    /// Bytes that wait for those behind them: the start of the file, or half a code unit.
    private var waiting: [UInt8] = []
    /// The first half of a surrogate pair.
    private var highSurrogate: UInt16?

    /// Starts before the first byte of a file.
    public init() {}

    /// Whether the file is UTF-16, as far as it has been seen.
    public var isUTF16: Bool { form == .littleEndian || form == .bigEndian }

    /// Appends the next bytes of the file to `output`, as UTF-8 if the file is UTF-16. Unpaired surrogates become
    /// U+FFFD.
    public mutating func add(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        var start = 0
        if form == .undecided {
            while start < bytes.count, waiting.count < 4 {
                waiting.append(bytes[start])
                start += 1
            }
            guard waiting.count == 4 else { return }
            decide(&output)
        }
        add(bytes, from: start, to: &output)
    }

    /// Appends what still waits at the end of the file.
    public mutating func finish(to output: inout [UInt8]) {
        if form == .undecided { decide(&output) }
        if highSurrogate != nil || !waiting.isEmpty { Self.append("\u{FFFD}", to: &output) }
        highSurrogate = nil
        waiting = []
    }

    private mutating func decide(_ output: inout [UInt8]) {
        let start = waiting
        waiting = []
        func begins(_ mark: UInt8...) -> Bool { start.starts(with: mark) }
        let mark: Int
        switch true {
        case begins(0xFF, 0xFE): (form, mark) = (.littleEndian, 2)
        case begins(0xFE, 0xFF): (form, mark) = (.bigEndian, 2)
        case begins(0xEF, 0xBB, 0xBF): (form, mark) = (.bytes, 3)
        case start.map({ $0 == 0 }) == [true, false, true, false]: (form, mark) = (.bigEndian, 0)
        case start.map({ $0 == 0 }) == [false, true, false, true]: (form, mark) = (.littleEndian, 0)
        default: (form, mark) = (.bytes, 0)
        }
        let rest = Array(start.dropFirst(mark))
        add(rest.span, from: 0, to: &output)
    }

    private mutating func add(_ bytes: Span<UInt8>, from start: Int, to output: inout [UInt8]) {
        guard isUTF16 else {
            bytes.extracting(start...).withUnsafeBufferPointer { output.append(contentsOf: $0) }
            return
        }
        var index = start
        if let first = waiting.first, index < bytes.count {
            waiting = []
            add(first, bytes[index], to: &output)
            index += 1
        }
        while index + 1 < bytes.count {
            add(bytes[index], bytes[index + 1], to: &output)
            index += 2
        }
        if index < bytes.count { waiting = [bytes[index]] }
    }

    private mutating func add(_ first: UInt8, _ second: UInt8, to output: inout [UInt8]) {
        let (one, two) = (UInt16(first), UInt16(second))
        let unit = form == .littleEndian ? two << 8 | one : one << 8 | two
        if unit < 0x80, highSurrogate == nil {
            output.append(UInt8(unit))
            return
        }
        if let high = highSurrogate {
            highSurrogate = nil
            if UTF16.isTrailSurrogate(unit) {
                let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
                Self.append(Unicode.Scalar(value) ?? "\u{FFFD}", to: &output)
                return
            }
            Self.append("\u{FFFD}", to: &output)
        }
        if UTF16.isLeadSurrogate(unit) {
            highSurrogate = unit
        } else {
            Self.append(Unicode.Scalar(unit) ?? "\u{FFFD}", to: &output)
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        if let units = UTF8.encode(scalar) { output.append(contentsOf: units) }
    }
}
