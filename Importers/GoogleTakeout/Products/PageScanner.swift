/// Reads an HTML page as a row of tags and texts, front to back. No tree is built, nothing is looked for twice, and a
/// page cut short or badly nested is no error.
struct PageScanner {
    /// One piece of the page.
    enum Token {
        /// `<name …>`; the range holds all between the brackets.
        case open(Element, tag: Range<Int>)
        /// `</name>`.
        case close(Element)
        /// What stands between tags.
        case text(Range<Int>)
    }

    /// The elements that mean something in a list of files.
    enum Element {
        case div, a, other
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

    /// Names each attribute of a tag that has a value, and where its value stands.
    func forEachAttribute(of tag: Range<Int>, _ body: (_ name: ArraySlice<UInt8>, _ value: Range<Int>) -> Void) {
        var index = tag.lowerBound
        while let equals = self.index(of: UInt8(ascii: "="), from: index, to: tag.upperBound) {
            guard equals + 1 < tag.upperBound else { return }
            let quote = bytes[equals + 1]
            let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
            let start = isQuoted ? equals + 2 : equals + 1
            let end =
                self.index(of: isQuoted ? quote : UInt8(ascii: " "), from: start, to: tag.upperBound) ?? tag.upperBound
            var name = equals
            while name > tag.lowerBound, bytes[name - 1] > UInt8(ascii: " ") { name -= 1 }
            if name > tag.lowerBound { body(bytes[name..<equals], start..<end) }
            index = max(end, equals + 1)
        }
    }

    /// Whether one of the words between spaces in a range is `word`.
    func hasWord(_ word: StaticString, in range: Range<Int>) -> Bool {
        guard range.count >= word.utf8CodeUnitCount else { return false }
        return bytes[range].split(separator: UInt8(ascii: " ")).contains { $0.equals(word) }
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
        let name = bytes[start..<end]
        if isClosing { return .close(element(name)) }
        if name.equalsIgnoringCase("script") || name.equalsIgnoringCase("style") { skipContent() }
        return .open(element(name), tag: tag)
    }

    private func element(_ name: ArraySlice<UInt8>) -> Element {
        if name.equalsIgnoringCase("div") { return .div }
        return name.equalsIgnoringCase("a") ? .a : .other
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

    private func index(of byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
        let end = end ?? bytes.count
        guard start < end else { return nil }
        return bytes[start..<end].firstIndex(of: byte)
    }
}

extension ArraySlice<UInt8> {
    /// Whether these are the bytes of a text.
    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && text.withUTF8Buffer { elementsEqual($0) }
    }

    /// The same for a text of lower-case letters, without regard to the case of these bytes.
    func equalsIgnoringCase(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && text.withUTF8Buffer { elementsEqual($0) { $0 | 0x20 == $1 } }
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
