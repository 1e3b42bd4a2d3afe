/// The octets that the grammars of RFC 5545 and RFC 6350 give a meaning to.
package enum ASCII {
    package static let tab: UInt8 = 0x09
    package static let lineFeed: UInt8 = 0x0A
    package static let carriageReturn: UInt8 = 0x0D
    package static let space: UInt8 = 0x20
    package static let quote: UInt8 = 0x22
    package static let comma: UInt8 = 0x2C
    package static let dot: UInt8 = 0x2E
    package static let colon: UInt8 = 0x3A
    package static let semicolon: UInt8 = 0x3B
    package static let equals: UInt8 = 0x3D
    package static let backslash: UInt8 = 0x5C
    package static let caret: UInt8 = 0x5E

    /// The octet as an upper-case letter if it is an ASCII letter, else unchanged.
    @inlinable
    package static func upper(_ byte: UInt8) -> UInt8 {
        byte &- 0x61 < 26 ? byte &- 0x20 : byte
    }

    /// Whether the octet can occur in base64 text, RFC 4648 section 4.
    @inlinable
    package static func isBase64(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2B || byte == 0x2F || byte == equals
    }

    /// The value of a hexadecimal digit, or nil.
    package static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// Upper-cases ASCII letters and leaves every other octet alone.
    @inlinable
    @inline(__always)
    package static func uppercased(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.underestimatedCount)
        for byte in bytes { result.append(upper(byte)) }
        return result
    }

    /// The bytes without spaces, tabs and line ends at either end.
    package static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        func isBlank(_ byte: UInt8) -> Bool {
            byte == space || byte == tab || byte == carriageReturn || byte == lineFeed
        }
        guard let first = bytes.first, let last = bytes.last, isBlank(first) || isBlank(last) else { return bytes }
        guard let start = bytes.firstIndex(where: { !isBlank($0) }) else { return [] }
        guard let end = bytes.lastIndex(where: { !isBlank($0) }) else { return [] }
        return Array(bytes[start...end])
    }
}
