/// Names as they are compared between a folder, a table and `archive_browser.html`.
enum ComparableName {
    /// The name without case, with plain single spaces and none at its ends. Unicode normal forms need no care: texts
    /// that are canonically equivalent are equal and hash alike.
    static func of(_ name: some StringProtocol) -> String { made(of: name, sanitizing: false) }

    /// The same of the name in the characters Takeout writes: `' & % * / \ : ? " < > |` and control characters become
    /// `_`.
    static func sanitized(_ name: some StringProtocol) -> String { made(of: name, sanitizing: true) }

    /// An export of 100,000 files asks for 400,000 names, nearly all of them ASCII.
    private static func made(of name: some StringProtocol, sanitizing: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.utf8.count)
        for byte in name.utf8 {
            guard byte < 0x80 else { return madeOfScalars(name, sanitizing: sanitizing) }
            let written = sanitizing && isReplaced(byte) ? UInt8(ascii: "_") : byte
            if isSpace(written) {
                if let last = bytes.last, last != UInt8(ascii: " ") { bytes.append(UInt8(ascii: " ")) }
            } else {
                bytes.append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(written) ? written | 0x20 : written)
            }
        }
        if bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func madeOfScalars(_ name: some StringProtocol, sanitizing: Bool) -> String {
        var written = String.UnicodeScalarView()
        for scalar in name.lowercased().unicodeScalars {
            if sanitizing, scalar.isASCII, isReplaced(UInt8(truncatingIfNeeded: scalar.value)) {
                written.append("_")
            } else if scalar.properties.isWhitespace {
                if let last = written.last, last != " " { written.append(" ") }
            } else {
                written.append(scalar)
            }
        }
        if written.last == " " { written.removeLast() }
        return String(written)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isReplaced(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, UInt8(ascii: "'"), UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "*"), UInt8(ascii: "/"),
            UInt8(ascii: "\\"), UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "|"):
            true
        default: false
        }
    }
}
