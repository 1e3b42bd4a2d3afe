internal import Hosting

/// An element of an answer of S3: the name without its prefix, and either text or other elements.
struct S3Element: Equatable {
    let name: String
    var text = ""
    var children: [S3Element] = []

    /// The first child of a name.
    subscript(name: String) -> S3Element? { children.first { $0.name == name } }

    /// The text of the first child of a name.
    func text(of name: String) -> String? { self[name]?.text }

    /// All children of a name.
    func all(_ name: String) -> [S3Element] { children.filter { $0.name == name } }
}

/// Reads the XML of S3's answers: elements, text, the five named entities and character references (XML 1.0 sections
/// 3.1, 4.1, 4.6). Attributes are skipped. A document type is refused, so that nothing can be defined in it.
///
/// More is taken than XML allows in one place: control characters in text, which some services write into keys.
struct S3XMLReader {
    /// The most elements inside each other.
    private static let maximumDepth = 16

    private let bytes: [UInt8]
    private var position = 0

    /// Reads a document.
    ///
    /// - Returns: its root.
    /// - Throws: `.unavailable` for what is no such XML.
    static func root(_ bytes: [UInt8]) throws(StoreError) -> S3Element {
        var reader = S3XMLReader(bytes: bytes)
        var open: [S3Element] = []
        while true {
            let text = try reader.text()
            if !open.isEmpty { open[open.count - 1].text += text }
            switch try reader.markup() {
            case .other: continue
            case .begin(let name):
                guard open.count < maximumDepth else { throw fault }
                open.append(S3Element(name: name))
            case .empty(let name):
                guard !open.isEmpty else { return S3Element(name: name) }
                open[open.count - 1].children.append(S3Element(name: name))
            case .end(let name):
                guard var element = open.popLast(), element.name == name else { throw fault }
                // Between elements there is only indentation.
                if !element.children.isEmpty { element.text = "" }
                guard !open.isEmpty else { return element }
                open[open.count - 1].children.append(element)
            }
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private static var fault: StoreError {
        StoreError(.unavailable, "the service answers with something that is no XML of S3")
    }

    private enum Markup {
        case begin(String), empty(String), end(String), other
    }

    /// The text up to the next `<`.
    private mutating func text() throws(StoreError) -> String {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) else { throw Self.fault }
        defer { position = end }
        let raw = bytes[position..<end]
        guard raw.contains(UInt8(ascii: "&")) else { return try Self.string(raw) }
        var result = ""
        var rest = raw
        while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
            guard let stop = rest[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { throw Self.fault }
            result += try Self.string(rest[..<start])
            result.unicodeScalars.append(try Self.scalar(Self.string(rest[(start + 1)..<stop])))
            rest = rest[(stop + 1)...]
        }
        return result + (try Self.string(rest))
    }

    private static func string(_ bytes: ArraySlice<UInt8>) throws(StoreError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault }
        return text
    }

    private static let entities: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]

    private static func scalar(_ entity: String) throws(StoreError) -> Unicode.Scalar {
        if let scalar = entities[entity] { return scalar }
        let number =
            entity.hasPrefix("#x")
            ? UInt32(entity.dropFirst(2), radix: 16)
            : entity.hasPrefix("#") ? UInt32(entity.dropFirst()) : nil
        guard let scalar = number.flatMap(Unicode.Scalar.init) else { throw fault }
        return scalar
    }

    /// What stands at the `<` at the position.
    private mutating func markup() throws(StoreError) -> Markup {
        let rest = bytes[position...]
        if rest.starts(with: "<!--".utf8) { return try skip(to: "-->") }
        if rest.starts(with: "<?".utf8) { return try skip(to: "?>") }
        guard !rest.starts(with: "<!".utf8) else { throw Self.fault }
        var quote: UInt8?
        guard
            let end = rest.firstIndex(where: { byte in
                if let mark = quote {
                    if byte == mark { quote = nil }
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                }
                return quote == nil && byte == UInt8(ascii: ">")
            })
        else { throw Self.fault }
        position = end + 1
        var inner = rest[(rest.startIndex + 1)..<end]
        let isEnd = inner.first == UInt8(ascii: "/")
        if isEnd { inner = inner.dropFirst() }
        let isEmpty = inner.last == UInt8(ascii: "/")
        let word = inner.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
        let name = try Self.string(word.split(separator: UInt8(ascii: ":")).last ?? [])
        guard !name.isEmpty else { throw Self.fault }
        return isEnd ? .end(name) : isEmpty ? .empty(name) : .begin(name)
    }

    private mutating func skip(to mark: String) throws(StoreError) -> Markup {
        guard let range = bytes[position...].firstRange(of: Array(mark.utf8)) else { throw Self.fault }
        position = range.upperBound
        return .other
    }
}
