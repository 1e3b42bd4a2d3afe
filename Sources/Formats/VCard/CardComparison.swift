internal import ContentLines

/// When two cards mean the same: the rules behind `Card.comparisonBytes` and `Card.contentKey`.
///
/// Line ends, folds, the case of names, and the order of parameters and properties have no meaning.
public enum CardComparison {
    /// Properties that are left out of `comparisonBytes`, each with the reason.
    public static let ignoredProperties: [(name: StaticString, reason: String)] = [
        ("PRODID", "the program that wrote the card (RFC 6350 6.7.3); servers put in their own"),
        ("REV", "the time of the last change (RFC 6350 6.7.4); exports and servers write it anew"),
    ]

    /// Properties that are left out of `contentKey` too, each with the reason.
    public static let identityProperties: [(name: StaticString, reason: String)] = [
        ("UID", "the key is what a card without UID is known by, and must not change when it gets one"),
        ("CATEGORIES", "the copies of a card in several group files differ in it"),
    ]

    static func canonical(_ bytes: [UInt8], without ignored: [(name: StaticString, reason: String)]) -> [UInt8] {
        var lines: [[UInt8]] = []
        CardLines.each(in: bytes) { line, isNested in
            if isNested, !lines.isEmpty {
                // A card inside keeps its order: it is a part of the AGENT line before it.
                lines[lines.count - 1] += [ASCII.carriageReturn] + canonical(line)
            } else if !ignored.contains(where: { line.hasName($0.name) }) {
                lines.append(canonical(line))
            }
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for line in lines.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            result += line
            result.append(ASCII.lineFeed)
        }
        return result
    }
}

extension CardComparison {
    private static func canonical(_ line: ContentLine) -> [UInt8] {
        if line.isEncoded(as: "QUOTED-PRINTABLE") { return line.canonical() }
        if line.hasName("URL") {
            // A URI has no backslash (RFC 3986); exports and servers escape its colons once or twice.
            return line.canonicalHead() + line.value.filter { $0 != ASCII.backslash }
        }
        if line.hasName("NOTE") || line.hasName("FN") || line.hasName("TITLE") || line.hasName("ROLE") {
            return line.canonicalHead() + TextValue.canonical(line.value)
        }
        return line.canonical()
    }
}

extension Card {
    /// The card in a form that is equal for cards of equal meaning; see `CardComparison`.
    public var comparisonBytes: [UInt8] {
        CardComparison.canonical(bytes, without: CardComparison.ignoredProperties)
    }

    /// The card without what tells its copies apart: it recognises one card in several group files.
    public var contentKey: [UInt8] {
        CardComparison.canonical(bytes, without: CardComparison.ignoredProperties + CardComparison.identityProperties)
    }
}
