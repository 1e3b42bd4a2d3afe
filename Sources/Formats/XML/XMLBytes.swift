/// What bytes mean in XML 1.0.
enum XMLBytes {
    /// `&thetasym;` and `&#x0010FFFF;` are shorter.
    static let longestReference = 32

    enum Markup {
        case comment, instruction, cdata, documentType, tag
        /// `<!` before something else.
        case other
        /// More bytes are needed.
        case undecided
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// What begins at a `<`.
    static func markup(_ bytes: ArraySlice<UInt8>) -> Markup {
        guard bytes.count > 1 else { return .undecided }
        switch bytes[bytes.startIndex + 1] {
        case UInt8(ascii: "?"): return .instruction
        case UInt8(ascii: "!"): break
        default: return .tag
        }
        for (mark, kind) in [("<!--", Markup.comment), ("<![CDATA[", .cdata), ("<!DOCTYPE", .documentType)] {
            if bytes.starts(with: mark.utf8) { return kind }
            if bytes.count < mark.utf8.count, mark.utf8.starts(with: bytes) { return .undecided }
        }
        return .other
    }

    /// Whether bytes can be a name (section 2.3). Letters are not told from other characters beyond ASCII.
    static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, first >= 0x80 || isNameStart(first) else { return false }
        var isASCII = true
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"): continue
            case 0x80...0xFF: isASCII = false
            default: if !isNameStart(byte) { return false }
            }
        }
        return isASCII || String(validating: bytes, as: UTF8.self) != nil
    }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// What a reference stands for, given what is between `&` and `;`.
    static func scalar(_ reference: ArraySlice<UInt8>, _ options: XMLOptions) -> Unicode.Scalar? {
        let name = String(decoding: reference, as: UTF8.self)
        guard name.utf8.first == UInt8(ascii: "#") else {
            switch name {
            case "amp": return "&"
            case "lt": return "<"
            case "gt": return ">"
            case "quot": return "\""
            case "apos": return "'"
            default: return options.entities[name]
            }
        }
        let isHexadecimal = name.hasPrefix("#x")
        let digits = name.utf8.dropFirst(isHexadecimal ? 2 : 1)
        // The initializer would take a sign.
        guard digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-"),
            let number = UInt32(Substring(digits), radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(number)
        else { return nil }
        switch number {
        case 0x09, 0x0A, 0x0D: return scalar
        case 0..<0x20, 0xFFFE, 0xFFFF: return options.allowsControlCharacters && number > 0 ? scalar : nil
        default: return scalar
        }
    }
}

/// What comes before the root element.
struct XMLProlog {
    enum Beginning {
        case more
        case refused
        case passed(Int, isLatin1: Bool)
    }

    private(set) var isAtStart = true
    var hasDocumentType = false

    /// Looks at the first bytes: a byte order mark and a declaration (XML 1.0 section 2.8) are passed over. Encodings in
    /// which ASCII is not ASCII are refused, so that nothing can hide.
    mutating func begin(_ bytes: ArraySlice<UInt8>, isFinished: Bool, limit: Int) -> Beginning {
        guard bytes.count >= 6 || isFinished else { return .more }
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.prefix(4).contains(0) {
            return .refused
        }
        var rest = bytes
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        guard rest.count >= 6 || isFinished else { return .more }
        guard rest.starts(with: "<?xml".utf8), rest.dropFirst(5).first.map(XMLBytes.isSpace) ?? true else {
            isAtStart = false
            return .passed(rest.startIndex - bytes.startIndex, isLatin1: false)
        }
        guard let end = rest.prefix(limit).firstRange(of: Array("?>".utf8)) else {
            return isFinished || rest.count >= limit ? .refused : .more
        }
        isAtStart = false
        let text = String(decoding: rest[..<end.lowerBound], as: UTF8.self).lowercased()
        let count = end.upperBound - bytes.startIndex
        guard let range = text.firstRange(of: "encoding") else { return .passed(count, isLatin1: false) }
        switch String(text[range.upperBound...].split { "=\"' \t\r\n".contains($0) }.first ?? "") {
        case "utf-8", "utf8", "us-ascii", "ascii": return .passed(count, isLatin1: false)
        case "iso-8859-1", "latin1": return .passed(count, isLatin1: true)
        default: return .refused
        }
    }
}
