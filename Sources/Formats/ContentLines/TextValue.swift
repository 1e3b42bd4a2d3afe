/// The escaping of TEXT values, RFC 5545 section 3.3.11, RFC 2426 section 4 and RFC 6350 section 3.4.
public enum TextValue {
    /// Escapes backslash, comma, semicolon and line ends; CRLF, CR and LF all become `\n`.
    public static func escape(_ text: String) -> [UInt8] { escape(bytes: text.utf8) }

    /// The same of text that may not be UTF-8.
    package static func escape(bytes: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var previous: UInt8 = 0
        for byte in bytes {
            switch byte {
            case ASCII.backslash, ASCII.comma, ASCII.semicolon: result += [ASCII.backslash, byte]
            case ASCII.lineFeed where previous == ASCII.carriageReturn: break
            case ASCII.lineFeed, ASCII.carriageReturn: result += [ASCII.backslash, 0x6E]
            default: result.append(byte)
            }
            previous = byte
        }
        return result
    }

    /// Undoes `escape`. `\N` and `\:` are understood too; any other backslash stays as it is.
    public static func unescape(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            guard isEscaped else {
                if byte == ASCII.backslash { isEscaped = true } else { result.append(byte) }
                continue
            }
            isEscaped = false
            switch byte {
            case 0x6E, 0x4E: result.append(ASCII.lineFeed)
            case ASCII.backslash, ASCII.comma, ASCII.semicolon, ASCII.colon: result.append(byte)
            default: result += [ASCII.backslash, byte]
            }
        }
        if isEscaped { result.append(ASCII.backslash) }
        return result
    }

    /// A value in the one way of writing its escapes: undone and made anew. Most values have none, and stay as they are.
    package static func canonical(_ value: [UInt8]) -> [UInt8] {
        let isPlain = value.withUnsafeBufferPointer { bytes in
            bytes.allSatisfy { byte in
                switch byte {
                case ASCII.backslash, ASCII.comma, ASCII.semicolon, ASCII.lineFeed, ASCII.carriageReturn: false
                default: true
                }
            }
        }
        return isPlain ? value : escape(bytes: unescape(value))
    }

    /// The parts of a list or structured value, still escaped, split at each `separator` without a backslash before it.
    public static func split(_ bytes: [UInt8], at separator: UInt8) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var isEscaped = false
        for (index, byte) in bytes.enumerated() {
            if byte == separator, !isEscaped {
                parts.append(bytes[start..<index])
                start = index + 1
            }
            isEscaped = byte == ASCII.backslash && !isEscaped
        }
        parts.append(bytes[start...])
        return parts
    }
}
