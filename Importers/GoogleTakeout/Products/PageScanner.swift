/// Reads an HTML page as a row of tags and texts, front to back. No tree is built, nothing is looked for twice, and a
/// page cut short or badly nested is no error.
struct PageScanner {
    /// One piece of the page.
    enum Token {
        /// `<name …>`; the range holds all between the brackets.
        case open(name: String, tag: Range<Int>)
        /// `</name>`.
        case close(name: String)
        /// What stands between tags.
        case text(Range<Int>)
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next piece; `nil` at the end.
    mutating func next() -> Token? {
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                let start = position
                position = index(of: UInt8(ascii: "<"), from: position) ?? bytes.count
                return .text(start..<position)
            }
            guard let end = index(of: UInt8(ascii: ">"), from: position) else {
                position = bytes.count
                return nil
            }
            let tag = position + 1..<end
            position = end + 1
            if let token = token(tag) { return token }
        }
        return nil
    }

    /// The value of an attribute of a tag, its character references decoded.
    func attribute(_ name: StaticString, of tag: Range<Int>) -> String? {
        var index = tag.lowerBound
        while let equals = self.index(of: UInt8(ascii: "="), from: index, to: tag.upperBound) {
            guard equals + 1 < tag.upperBound else { return nil }
            let quote = bytes[equals + 1]
            let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
            let start = isQuoted ? equals + 2 : equals + 1
            let end =
                self.index(of: isQuoted ? quote : UInt8(ascii: " "), from: start, to: tag.upperBound) ?? tag.upperBound
            if endsWithAttribute(name, from: tag.lowerBound, at: equals) { return text(start..<end) }
            index = max(end, equals + 1)
        }
        return nil
    }

    /// The text of a range, its character references decoded.
    func text(_ range: Range<Int>) -> String {
        let raw = String(decoding: bytes[range], as: UTF8.self)
        return raw.utf8.contains(UInt8(ascii: "&")) ? CharacterReferences.decoded(raw) : raw
    }

    private mutating func token(_ tag: Range<Int>) -> Token? {
        guard let first = tag.first.map({ bytes[$0] }) else { return nil }
        if first == UInt8(ascii: "!") || first == UInt8(ascii: "?") { return nil }
        let isClosing = first == UInt8(ascii: "/")
        let start = isClosing ? tag.lowerBound + 1 : tag.lowerBound
        let end =
            bytes[start..<tag.upperBound].firstIndex { $0 <= UInt8(ascii: " ") || $0 == UInt8(ascii: "/") }
            ?? tag.upperBound
        let name = String(decoding: bytes[start..<min(end, start + 16)], as: UTF8.self).lowercased()
        if isClosing { return .close(name: name) }
        if name == "script" || name == "style" { skipContent() }
        return .open(name: name, tag: tag)
    }

    /// Moves behind the content of a script or style, in which `<` means nothing: to the next `</`.
    private mutating func skipContent() {
        while let bracket = index(of: UInt8(ascii: "<"), from: position) {
            position = bracket
            if bracket + 1 < bytes.count, bytes[bracket + 1] == UInt8(ascii: "/") { return }
            position = bracket + 1
        }
        position = bytes.count
    }

    private func endsWithAttribute(_ name: StaticString, from start: Int, at end: Int) -> Bool {
        let length = name.utf8CodeUnitCount
        guard end - start > length, bytes[end - length - 1] <= UInt8(ascii: " ") else { return false }
        return name.withUTF8Buffer { expected in
            expected.indices.allSatisfy { bytes[end - length + $0] == expected[$0] }
        }
    }

    private func index(of byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
        var index = start
        let end = end ?? bytes.count
        while index < end {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }
}

/// Character references of HTML, as far as file names need them.
enum CharacterReferences {
    private static let longest = 10

    /// The text with its references replaced; one that is not known stays as it is.
    static func decoded(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            rest = rest[ampersand...]
            guard let end = rest.prefix(longest).firstIndex(of: ";"),
                let character = character(rest[rest.index(after: ampersand)..<end])
            else {
                result += "&"
                rest = rest.dropFirst()
                continue
            }
            result.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func character(_ name: Substring) -> Character? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        case "nbsp": return "\u{A0}"
        default: break
        }
        guard name.first == "#" else { return nil }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap(Unicode.Scalar.init).map(Character.init)
    }
}
