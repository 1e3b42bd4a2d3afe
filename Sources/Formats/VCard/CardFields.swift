internal import ContentLines

/// The fields of a card that the project looks at, read in one pass.
struct CardFields: Sendable {
    private(set) var version: CardVersion?
    private(set) var uid: String?
    private(set) var formattedName: String?
    private(set) var categories: [String] = []
    private(set) var photo: CardPhoto?
    private var isUTF8 = true
    private var fallbacks: [Fallback: String] = [:]

    /// Where a name comes from when there is no FN, the best first.
    private enum Fallback: CaseIterable {
        case name, organization, nickname, email, telephone
    }

    init(_ bytes: [UInt8]) {
        CardLines.each(in: bytes) { line, isNested in
            // Unfolded, for a fold may stand inside of a character.
            if isUTF8 { isUTF8 = String(validating: line.unfolded, as: UTF8.self) != nil }
            if !isNested { read(line) }
        }
    }

    var fallbackName: String? {
        Fallback.allCases.lazy.compactMap { fallbacks[$0] }.first
    }

    var problemCodes: [CardProblemCode] {
        var codes: [CardProblemCode] = []
        if version == nil { codes.append(.unknownVersion) }
        if uid == nil { codes.append(.missingUID) }
        if formattedName == nil { codes.append(.missingFormattedName) }
        if !isUTF8 { codes.append(.notUTF8) }
        return codes
    }

    private mutating func read(_ line: ContentLine) {
        func text() -> String? {
            let text = Self.trimmed(Self.unescaped(line.decodedValue))
            return text.isEmpty ? nil : text
        }
        func structured(_ order: [Int]) -> String? { Self.structured(line, order) }
        if line.hasName("VERSION") {
            version = version ?? text().flatMap(CardVersion.init)
        } else if line.hasName("UID") {
            uid = uid ?? text()
        } else if line.hasName("FN") {
            formattedName = formattedName ?? text()
        } else if line.hasName("CATEGORIES") {
            let parts = TextValue.split(Array(line.decodedValue.utf8), at: ASCII.comma)
            categories += parts.map { Self.trimmed(String(decoding: TextValue.unescape($0), as: UTF8.self)) }
                .filter { !$0.isEmpty }
        } else if line.hasName("PHOTO") {
            photo = photo ?? Self.photo(line)
        } else if line.hasName("N") {
            // Family, given, additional, prefixes, suffixes (RFC 6350 section 6.2.2), in the order of speech.
            note(.name, structured([3, 1, 2, 0, 4]))
        } else if line.hasName("ORG") {
            note(.organization, structured([0, 1, 2]))
        } else if line.hasName("NICKNAME") {
            note(.nickname, text())
        } else if line.hasName("EMAIL") {
            note(.email, text())
        } else if line.hasName("TEL") {
            note(.telephone, text())
        }
    }

    private mutating func note(_ fallback: Fallback, _ text: String?) {
        fallbacks[fallback] = fallbacks[fallback] ?? text
    }

    private static func structured(_ line: ContentLine, _ order: [Int]) -> String? {
        let parts = TextValue.split(Array(line.decodedValue.utf8), at: ASCII.semicolon)
        let words = order.filter { $0 < parts.count }.map { index in
            trimmed(String(decoding: TextValue.unescape(parts[index]), as: UTF8.self))
        }
        let text = words.filter { !$0.isEmpty }.joined(separator: " ")
        return text.isEmpty ? nil : text
    }

    private static func photo(_ line: ContentLine) -> CardPhoto? {
        let value = ASCII.trimmed(line.value)
        if value.isEmpty { return nil }
        let isEncoded = line.isEncoded(as: "B") || line.isEncoded(as: "BASE64")
        let start = String(decoding: ASCII.uppercased(Array(value.prefix(5))), as: UTF8.self)
        // Base64 holds no colon, a URI has one behind its scheme.
        if isEncoded || start == "DATA:" || !value.contains(ASCII.colon) { return .inline }
        return .uri(trimmed(unescaped(line.decodedValue)))
    }

    private static func unescaped(_ text: String) -> String {
        String(decoding: TextValue.unescape(text.utf8), as: UTF8.self)
    }

    private static func trimmed(_ text: String) -> String {
        String(decoding: ASCII.trimmed(Array(text.utf8)), as: UTF8.self)
    }
}
