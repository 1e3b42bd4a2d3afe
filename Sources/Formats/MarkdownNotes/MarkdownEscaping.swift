/// Escapes what a CommonMark reader would take for markup (section 2.4: a backslash before ASCII punctuation).
enum MarkdownEscaping {
    /// The lines of a text. CR LF, CR, LF, U+2028 and U+2029 end one; other control characters but the tab are left
    /// out.
    static func lines(of text: String) -> [ArraySlice<UInt8>] {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        var source = Array(text.utf8)[...]
        bytes.reserveCapacity(source.count)
        while let byte = source.popFirst() {
            switch byte {
            case 0x0D:
                if source.first == 0x0A { source.removeFirst() }
                ends.append(bytes.count)
            case 0x0A: ends.append(bytes.count)
            case 0xE2 where source.starts(with: [0x80, 0xA8]) || source.starts(with: [0x80, 0xA9]):
                source = source.dropFirst(2)
                ends.append(bytes.count)
            case 0x09, 0x20...0x7E, 0x80...0xFF: bytes.append(byte)
            default: break
            }
        }
        ends.append(bytes.count)
        var start = 0
        return ends.map { end in
            defer { start = end }
            return bytes[start..<end]
        }
    }

    static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    /// One line.
    ///
    /// - Parameter isAtStart: whether the line begins a line of the note, where more characters are markup.
    static func line(_ line: ArraySlice<UInt8>, isAtStart: Bool = true) -> String {
        guard !isBlank(line) else { return "" }
        var result: [UInt8] = []
        result.reserveCapacity(line.count + 8)
        var position = line.startIndex
        if isAtStart { position = begin(line, into: &result) }
        var end = line.endIndex
        while line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
        while position < end {
            if let address = addressEnd(line[..<end], at: position) {
                append(line[position..<address], into: &result)
                position = address
                continue
            }
            let byte = line[position]
            let before = position > line.startIndex ? line[position - 1] : 0x20
            let after = position + 1 < end ? line[position + 1] : 0x20
            if isMarkup(byte, before, after) { result.append(UInt8(ascii: "\\")) }
            result.append(byte)
            position += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether a character inside a line may be markup.
    private static func isMarkup(_ byte: UInt8, _ before: UInt8, _ after: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "<"): true
        // A star between spaces is one; an underscore inside a word is one (section 6.2).
        case UInt8(ascii: "*"): !(isSpace(before) && isSpace(after))
        case UInt8(ascii: "_"): !(isWord(before) && isWord(after)) && !(isSpace(before) && isSpace(after))
        case UInt8(ascii: "~"): before == byte || after == byte
        case UInt8(ascii: "|"): true
        // `&amp;` would be shown as `&` (section 2.5).
        case UInt8(ascii: "&"): isWord(after) || after == UInt8(ascii: "#")
        default: false
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...0xFF:
            true
        default: false
        }
    }

    // MARK: The start of a line

    /// Writes what stands before the first character that is no markup by its place.
    ///
    /// - Returns: where the rest begins.
    private static func begin(_ line: ArraySlice<UInt8>, into result: inout [UInt8]) -> Int {
        let first = line.firstIndex { !isSpace($0) } ?? line.endIndex
        // Four spaces would make code (section 4.4); a space that is written as a character does not.
        if first > line.startIndex {
            for _ in line.startIndex..<first { result += Array("&nbsp;".utf8) }
        }
        let rest = line[first...]
        var next = first
        switch line[first] {
        case UInt8(ascii: "#"):
            let hashes = rest.prefix { $0 == UInt8(ascii: "#") }
            let follows = rest.dropFirst(hashes.count).first ?? 0x20
            if hashes.count <= 6, isSpace(follows) { result.append(UInt8(ascii: "\\")) }
        case UInt8(ascii: ">"), UInt8(ascii: "="): result.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "-"), UInt8(ascii: "+"):
            let isRule = rest.allSatisfy { $0 == UInt8(ascii: "-") || isSpace($0) }
            if isSpace(rest.dropFirst().first ?? 0x20) || isRule { result.append(UInt8(ascii: "\\")) }
        case UInt8(ascii: "*"):
            // Elsewhere a star between spaces means nothing; here it is an item of a list.
            result += [UInt8(ascii: "\\"), UInt8(ascii: "*")]
            next = first + 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let mark = rest.dropFirst(digits.count).first
            let follows = rest.dropFirst(digits.count + 1).first ?? 0x20
            if digits.count <= 9, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"), isSpace(follows) {
                result += digits + [UInt8(ascii: "\\")]
                next = first + digits.count
            }
        default: break
        }
        return next
    }

    // MARK: Addresses

    /// Where an address of the web that begins here ends; `nil` where none begins.
    private static func addressEnd(_ line: ArraySlice<UInt8>, at start: Int) -> Int? {
        let rest = line[start...]
        guard rest.first == UInt8(ascii: "h"), rest.starts(with: "http://".utf8) || rest.starts(with: "https://".utf8)
        else { return nil }
        if start > line.startIndex, isWord(line[start - 1]) { return nil }
        let end = rest.firstIndex { $0 <= 0x20 || "<>\"`\\".utf8.contains($0) } ?? line.endIndex
        return end
    }

    /// An address, as an autolink (section 6.5), in which nothing is markup, where it has characters that are elsewhere.
    private static func append(_ address: ArraySlice<UInt8>, into result: inout [UInt8]) {
        let needsMarks = address.contains { "*_[]~|&".utf8.contains($0) }
        result += needsMarks ? [UInt8(ascii: "<")] + address + [UInt8(ascii: ">")] : Array(address)
    }

    /// Whether a program may run or show what an address holds as if the note's writer had made it. Browsers leave out
    /// blanks and control characters in an address (URL Standard, section 4.4).
    static func isActive(_ address: String) -> Bool {
        let start = address.unicodeScalars.lazy.filter { $0.value > 0x20 && $0.value != 0x7F }.prefix(11)
        let scheme = String(String.UnicodeScalarView(start)).lowercased()
        return ["javascript:", "vbscript:", "data:"].contains { scheme.hasPrefix($0) }
    }

    /// A link's destination in its plain form where it can be one, else in angle brackets (section 6.3).
    static func destination(_ text: String) -> String {
        // `&colon;` would be a colon (section 2.5).
        let special = text.utf8.contains(UInt8(ascii: ";")) ? "<>()\\&" : "<>()\\"
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !special.utf8.contains($0) } && !text.isEmpty
        if isPlain { return text }
        var result = "<"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<", ">", "\\", "&": result += "\\" + String(scalar)
            default: if scalar.value >= 0x20, scalar.value != 0x7F { result.unicodeScalars.append(scalar) }
            }
        }
        return result + ">"
    }
}
