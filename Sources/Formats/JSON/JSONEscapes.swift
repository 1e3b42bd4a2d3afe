/// Takes the escapes of strings (RFC 8259 section 7) away.
enum JSONEscapes {
    /// Appends the characters of a string whose escapes are well formed.
    ///
    /// Half of a surrogate pair stands for no character, so U+FFFD is written in its place. Bytes that are no UTF-8 are
    /// written as they are.
    ///
    /// - Returns: whether there was half of a surrogate pair.
    static func unescape(
        _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, into output: inout [UInt8]
    ) -> Bool {
        var hasLoneSurrogate = false
        var index = start
        while index < end {
            let plain = JSONScanning.endOfPlainText(in: bytes, from: index, to: end)
            for place in index..<plain { output.append(bytes[place]) }
            guard plain < end else { break }
            index = plain + 2
            switch bytes[plain + 1] {
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = codeUnit(bytes, at: index)
                index += 4
                if scalar & 0xFC00 == 0xD800, index + 6 <= end, bytes[index] == JSONScanning.backslash,
                    bytes[index + 1] == UInt8(ascii: "u"), codeUnit(bytes, at: index + 2) & 0xFC00 == 0xDC00
                {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + codeUnit(bytes, at: index + 2) & 0x3FF
                    index += 6
                } else if scalar & 0xF800 == 0xD800 {
                    hasLoneSurrogate = true
                    scalar = 0xFFFD
                }
                append(scalar, to: &output)
            case let other: output.append(other)
            }
        }
        return hasLoneSurrogate
    }

    /// The value of a hexadecimal digit; 16 or more for anything else.
    @inline(__always)
    static func hexadecimal(_ byte: UInt8) -> UInt8 {
        let decimal = byte &- UInt8(ascii: "0")
        if decimal < 10 { return decimal }
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : 16
    }

    @inline(__always)
    private static func codeUnit(_ bytes: borrowing Span<UInt8>, at index: Int) -> UInt32 {
        var unit: UInt32 = 0
        for place in index..<index + 4 { unit = unit << 4 | UInt32(hexadecimal(bytes[place])) }
        return unit
    }

    @inline(__always)
    private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        func byte(_ shift: UInt32, _ mask: UInt32, _ lead: UInt32) -> UInt8 {
            UInt8(truncatingIfNeeded: scalar >> shift & mask | lead)
        }
        switch scalar {
        case ..<0x80: output.append(byte(0, 0x7F, 0))
        case ..<0x800:
            output.append(byte(6, 0x1F, 0xC0))
            output.append(byte(0, 0x3F, 0x80))
        case ..<0x10000:
            output.append(byte(12, 0x0F, 0xE0))
            output.append(byte(6, 0x3F, 0x80))
            output.append(byte(0, 0x3F, 0x80))
        default:
            output.append(byte(18, 0x07, 0xF0))
            output.append(byte(12, 0x3F, 0x80))
            output.append(byte(6, 0x3F, 0x80))
            output.append(byte(0, 0x3F, 0x80))
        }
    }
}
