/// Names as they are compared between a folder, a table and `archive_browser.html`.
enum ComparableName {
    /// The name without case, with plain single spaces and none at its ends. Unicode normal forms need no care: texts
    /// that are canonically equivalent are equal and hash alike.
    static func of(_ name: some StringProtocol) -> String {
        if name.utf8.allSatisfy(isPlain) { return String(name) }
        // Bytes are many times quicker than characters, and an export has a name for each of a hundred thousand files.
        let folded =
            name.utf8.allSatisfy { $0 < 0x80 }
            ? name.utf8.map(lowercased) : Array(withPlainSpaces(name.lowercased()).utf8)
        var result: [UInt8] = []
        result.reserveCapacity(folded.count)
        var isBetweenWords = false
        for byte in folded {
            if isSpace(byte) {
                isBetweenWords = !result.isEmpty
            } else {
                if isBetweenWords { result.append(UInt8(ascii: " ")) }
                isBetweenWords = false
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The name in the characters Takeout writes: `' & % * / \ : ? " < > |` and control characters become `_`.
    static func sanitized(_ name: some StringProtocol) -> String {
        guard name.utf8.contains(where: isReplaced) else { return of(name) }
        return of(String(decoding: name.utf8.map { isReplaced($0) ? UInt8(ascii: "_") : $0 }, as: UTF8.self))
    }

    private static func isReplaced(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20: true
        case UInt8(ascii: "'"), UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "*"), UInt8(ascii: "/"),
            UInt8(ascii: "\\"), UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "|"):
            true
        default: false
        }
    }

    /// What stays as it is and needs no look at its neighbours.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "-")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte) }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// The text with a plain space for every white space of Unicode.
    private static func withPlainSpaces(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(!scalar.isASCII && scalar.properties.isWhitespace ? " " : scalar)
        }
        return String(scalars)
    }
}
