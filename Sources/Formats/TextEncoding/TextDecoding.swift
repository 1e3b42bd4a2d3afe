/// Bytes to text for display. The bytes of a line are never replaced by what this gives.
public enum TextDecoding {
    /// UTF-8 if valid, else Windows-1252: address books of old phones and mail programs come in it or in its subset
    /// Latin-1, mostly undeclared.
    public static func text(_ bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self) ?? windows1252(bytes)
    }

    /// Text in the character set of a vCard 2.1 `CHARSET` parameter; an unknown one is guessed as by `text(_:)`.
    public static func text(_ bytes: [UInt8], charset: String) -> String {
        switch charset.uppercased() {
        case "ISO-8859-1", "ISO-8859-15", "LATIN1", "LATIN-1", "WINDOWS-1252", "CP1252": windows1252(bytes)
        default: text(bytes)
        }
    }

    /// The file as UTF-8 if it starts with a UTF-16 byte order mark, else nil. Unpaired surrogates become U+FFFD.
    package static func utf8(fromUTF16 bytes: [UInt8]) -> [UInt8]? {
        guard bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count / 2)
        var transcoder = TextTranscoder()
        transcoder.add(bytes.span, to: &result)
        transcoder.finish(to: &result)
        return result
    }

    private static func windows1252(_ bytes: [UInt8]) -> String {
        var text = ""
        text.unicodeScalars.reserveCapacity(bytes.count)
        for byte in bytes {
            let isHigh = (0x80...0x9F).contains(byte)
            text.unicodeScalars.append(isHigh ? highScalars[Int(byte) - 0x80] : Unicode.Scalar(byte))
        }
        return text
    }

    /// 0x80 to 0x9F in Windows-1252; five unassigned octets are the C1 controls, as the WHATWG encoding has them.
    private static let highScalars: [Unicode.Scalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}",
        "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
    ]
}
