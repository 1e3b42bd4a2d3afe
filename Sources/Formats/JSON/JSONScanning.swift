/// The inner loops: where strings and numbers end.
enum JSONScanning {
    /// The first place from `start` on of a quotation mark, a backslash or a control character; `end` if there is none.
    @inline(__always)
    static func endOfPlainText(in bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        let raw = bytes.bytes
        // Eight bytes at a time: a byte that becomes zero by XOR, or is below 0x20, borrows into its highest bit.
        while index &+ 8 <= end {
            let word = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self).littleEndian
            let quotes = word ^ 0x2222_2222_2222_2222
            let slashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
            let found =
                ((quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
                    | (word &- 0x2020_2020_2020_2020) & ~word) & highs
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < end {
            let byte = unsafe bytes[unchecked: index]
            if byte == quote || byte == backslash || byte < 0x20 { return index }
            index &+= 1
        }
        return end
    }

    /// Whether all bytes are below 0x80.
    static func isASCII(_ bytes: borrowing Span<UInt8>) -> Bool {
        var index = 0
        let raw = bytes.bytes
        while index &+ 8 <= bytes.count {
            let word = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            if word & highs != 0 { return false }
            index &+= 8
        }
        while index < bytes.count {
            if unsafe bytes[unchecked: index] >= 0x80 { return false }
            index &+= 1
        }
        return true
    }

    /// The first place from `start` on that is not white space (RFC 8259 section 2).
    @inline(__always)
    static func endOfSpace(in bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        let raw = bytes.bytes
        while index &+ 8 <= end,
            unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self) == 0x2020_2020_2020_2020
        {
            index &+= 8
        }
        while index < end {
            let byte = unsafe bytes[unchecked: index]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
            index &+= 1
        }
        return index
    }

    /// The first place from `start` on that cannot be part of a number.
    @inline(__always)
    static func endOfNumber(in bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end {
            switch unsafe bytes[unchecked: index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                index &+= 1
            default: return index
            }
        }
        return end
    }

    /// Whether the bytes are a number by the grammar of RFC 8259 section 6.
    static func isNumber(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Bool {
        var index = start
        if index < end, bytes[index] == UInt8(ascii: "-") { index += 1 }
        let whole = endOfDigits(bytes, from: index, to: end)
        guard whole > index, bytes[index] != UInt8(ascii: "0") || whole == index + 1 else { return false }
        index = whole
        if index < end, bytes[index] == UInt8(ascii: ".") {
            let fraction = endOfDigits(bytes, from: index + 1, to: end)
            guard fraction > index + 1 else { return false }
            index = fraction
        }
        if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            let exponent = endOfDigits(bytes, from: index, to: end)
            guard exponent > index else { return false }
            index = exponent
        }
        return index == end
    }

    @inline(__always)
    private static func endOfDigits(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end, bytes[index] &- UInt8(ascii: "0") < 10 { index += 1 }
        return index
    }

    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080
}

extension JSONScanning {
    /// Where looking through the characters of a string stopped.
    enum StringStop {
        /// At the quotation mark that closes it.
        case closed(Int)
        /// At the end of the bytes; looking goes on from here, which may be the backslash of an escape that is cut.
        case cut(Int)
        /// At a backslash that begins no escape.
        case invalidEscape(Int)
        /// At a control character.
        case controlCharacter(Int)

        /// The place.
        var index: Int {
            switch self {
            case .closed(let index), .cut(let index), .invalidEscape(let index), .controlCharacter(let index): index
            }
        }
    }

    /// Looks through the characters of a string (RFC 8259 section 7).
    ///
    /// - Parameter hasEscapes: set where there is an escape.
    @inline(__always)
    static func endOfString(
        in bytes: borrowing Span<UInt8>, from start: Int, to end: Int, hasEscapes: inout Bool
    ) -> StringStop {
        var index = start
        while true {
            index = endOfPlainText(in: bytes, from: index, to: end)
            guard index < end else { return .cut(end) }
            let byte = bytes[index]
            if byte == quote { return .closed(index) }
            guard byte == backslash else { return .controlCharacter(index) }
            hasEscapes = true
            guard index + 1 < end else { return .cut(index) }
            switch bytes[index + 1] {
            case quote, backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
                UInt8(ascii: "r"), UInt8(ascii: "t"):
                index += 2
            case UInt8(ascii: "u"):
                for digit in index + 2..<index + 6 {
                    guard digit < end else { return .cut(index) }
                    guard JSONEscapes.hexadecimal(bytes[digit]) < 16 else { return .invalidEscape(index) }
                }
                index += 6
            default: return .invalidEscape(index)
            }
        }
    }
}
