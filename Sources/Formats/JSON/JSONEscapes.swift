/// Takes the escapes of strings (RFC 8259 section 7) away.
enum JSONEscapes {
    /// Writes the characters of a string whose escapes are well formed to the beginning of `output`, which grows if it
    /// is shorter than the string.
    ///
    /// Half of a surrogate pair stands for no character, so U+FFFD is written in its place. Bytes that are no UTF-8 are
    /// written as they are.
    ///
    /// - Returns: how many bytes were written, and whether there was half of a surrogate pair.
    static func unescape(
        _ text: borrowing Span<UInt8>, into output: inout [UInt8]
    ) -> (count: Int, hasLoneSurrogate: Bool) {
        // No escape is shorter than what it stands for.
        if output.count < text.count {
            output.append(contentsOf: repeatElement(0, count: max(text.count, 256) - output.count))
        }
        var bytes = output.mutableSpan
        var count = 0
        var hasLoneSurrogate = false
        var index = 0
        while index < text.count {
            let plain = JSONScanning.endOfPlainText(in: text, from: index, to: text.count)
            while index < plain {
                bytes[count] = text[index]
                count &+= 1
                index &+= 1
            }
            guard plain < text.count else { break }
            index = plain + 2
            var scalar: UInt32
            switch text[plain + 1] {
            case UInt8(ascii: "b"): scalar = 0x08
            case UInt8(ascii: "f"): scalar = 0x0C
            case UInt8(ascii: "n"): scalar = 0x0A
            case UInt8(ascii: "r"): scalar = 0x0D
            case UInt8(ascii: "t"): scalar = 0x09
            case UInt8(ascii: "u"):
                scalar = codeUnit(text, at: index)
                index += 4
                if scalar & 0xFC00 == 0xD800, index + 6 <= text.count, text[index] == JSONScanning.backslash,
                    text[index + 1] == UInt8(ascii: "u"), codeUnit(text, at: index + 2) & 0xFC00 == 0xDC00
                {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + codeUnit(text, at: index + 2) & 0x3FF
                    index += 6
                } else if scalar & 0xF800 == 0xD800 {
                    hasLoneSurrogate = true
                    scalar = 0xFFFD
                }
            case let other: scalar = UInt32(other)
            }
            count += write(scalar, to: &bytes, at: count)
        }
        return (count, hasLoneSurrogate)
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

    /// Writes the UTF-8 of a scalar (RFC 3629) and gives the number of bytes.
    @inline(__always)
    private static func write(_ scalar: UInt32, to output: inout MutableSpan<UInt8>, at index: Int) -> Int {
        func byte(_ shift: UInt32, _ mask: UInt32, _ lead: UInt32) -> UInt8 {
            UInt8(truncatingIfNeeded: scalar >> shift & mask | lead)
        }
        switch scalar {
        case ..<0x80:
            output[index] = byte(0, 0x7F, 0)
            return 1
        case ..<0x800:
            output[index] = byte(6, 0x1F, 0xC0)
            output[index + 1] = byte(0, 0x3F, 0x80)
            return 2
        case ..<0x10000:
            output[index] = byte(12, 0x0F, 0xE0)
            output[index + 1] = byte(6, 0x3F, 0x80)
            output[index + 2] = byte(0, 0x3F, 0x80)
            return 3
        default:
            output[index] = byte(18, 0x07, 0xF0)
            output[index + 1] = byte(12, 0x3F, 0x80)
            output[index + 2] = byte(6, 0x3F, 0x80)
            output[index + 3] = byte(0, 0x3F, 0x80)
            return 4
        }
    }
}
