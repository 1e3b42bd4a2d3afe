/// A tag of HTML: its name and its attributes, both in lower case; an end tag's name begins with `/`.
struct MarkupTag {
    let name: String
    let attributes: [String: String]
}

/// Finds the tags of an HTML text and what stands between them. Every byte is looked at a bounded number of times.
struct MarkupScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// A tag that ended a text and is still to be given.
    private var pending: MarkupTag?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next tag; `nil` at the end.
    mutating func nextTag() -> MarkupTag? {
        if let tag = pending {
            pending = nil
            return tag
        }
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            position = start + 1
            if let tag = readTag() { return tag }
        }
        position = bytes.endIndex
        return nil
    }

    /// The text up to one of some tags, without other tags, trimmed and with single spaces. An end tag that is waited for
    /// is passed; any other comes next.
    mutating func text(until names: Set<String>) -> String {
        var text: [UInt8] = []
        while position < bytes.endIndex {
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex
            text += bytes[position..<end]
            guard end < bytes.endIndex else {
                position = end
                break
            }
            position = end + 1
            guard let tag = readTag() else {
                text.append(UInt8(ascii: "<"))
                continue
            }
            guard names.contains(tag.name) else { continue }
            if !tag.name.hasPrefix("/") || tag.name == "/dl" { pending = tag }
            break
        }
        return MarkupText.plain(text[...])
    }

    /// Reads a tag whose `<` has been passed; `nil` for what is none, and then stays where it is.
    private mutating func readTag() -> MarkupTag? {
        var index = position
        if index < bytes.endIndex, bytes[index] == UInt8(ascii: "/") { index += 1 }
        let nameStart = index
        while index < bytes.endIndex, Self.isNameByte(bytes[index]) { index += 1 }
        guard index > nameStart else { return nil }
        let name = String(decoding: bytes[position..<index], as: UTF8.self).lowercased()
        var attributes: [String: String] = [:]
        while index < bytes.endIndex, bytes[index] != UInt8(ascii: ">") {
            guard Self.isNameByte(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.endIndex, Self.isNameByte(bytes[index]) { index += 1 }
            let key = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
            guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "=") else { continue }
            index += 1
            let value = readValue(&index)
            // Pictures of pages, which are most of a file, are nobody's bookmark.
            if key != "icon", attributes[key] == nil { attributes[key] = MarkupText.decoded(value) }
        }
        position = min(index + 1, bytes.endIndex)
        return MarkupTag(name: name, attributes: attributes)
    }

    private func readValue(_ index: inout Int) -> ArraySlice<UInt8> {
        guard index < bytes.endIndex else { return [] }
        let quote = bytes[index]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            let start = index
            while index < bytes.endIndex, bytes[index] > 0x20, bytes[index] != UInt8(ascii: ">") { index += 1 }
            return bytes[start..<index]
        }
        let start = index + 1
        let end = bytes[start...].firstIndex(of: quote) ?? bytes.endIndex
        index = min(end + 1, bytes.endIndex)
        return bytes[start..<end]
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}

/// Text in HTML.
enum MarkupText {
    /// A text as it stands in a text or a quoted attribute.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\r", "\t": result += " "
            default: if scalar.value >= 0x20, scalar.value != 0x7F { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    /// A text without references, trimmed and with single spaces.
    static func plain(_ bytes: ArraySlice<UInt8>) -> String {
        decoded(bytes).split { $0.isWhitespace }.joined(separator: " ")
    }

    /// A text without character references; one that nobody knows stays as it is.
    static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.first {
            if byte == UInt8(ascii: "&"), let end = rest.prefix(12).firstIndex(of: UInt8(ascii: ";")),
                let scalar = scalar(String(decoding: rest[rest.startIndex + 1..<end], as: UTF8.self))
            {
                result += Array(String(scalar).utf8)
                rest = rest[(end + 1)...]
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    ]

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        if let known = names[name] { return known }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let value =
            digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let value, value >= 0x20 else { return nil }
        return Unicode.Scalar(value)
    }
}
