internal import ContentLines
internal import TextEncoding

/// The lines of one card, without BEGIN, END and blank lines.
enum CardLines {
    /// Calls `body` with each line; `isNested` tells that it belongs to a card inside an AGENT (vCard 2.1 section
    /// 2.4.1), whose BEGIN and END are given too.
    static func each(in bytes: [UInt8], _ body: (_ line: ContentLine, _ isNested: Bool) -> Void) {
        var nesting = CardNesting()
        for line in ContentLineReader(bytes) where line.kind != .blank {
            let before = nesting.depth
            _ = nesting.read(line)
            let isFrame = before == 0 || nesting.depth == 0
            if !isFrame { body(line, before > 1 || (nesting.depth > 1 && !line.isAgent)) }
        }
    }
}

/// How deep in cards a line is. A card may hold another one only behind an AGENT property.
struct CardNesting {
    /// 0 outside of cards, 1 in a card, more in an agent's card.
    private(set) var depth = 0
    private var followsAgent = false

    /// What a line does to the nesting.
    enum Step {
        /// A card starts where none is open.
        case opens
        /// A card starts although one is open and no AGENT asks for it: the open one has lost its END.
        case reopens
        /// The outermost card ends.
        case closes
        /// Nothing, or something inside of the card.
        case stays
    }

    mutating func read(_ line: ContentLine) -> Step {
        let isAfterAgent = followsAgent
        followsAgent = false
        if line.hasName("BEGIN"), line.isAboutCard {
            if depth > 0, !isAfterAgent {
                depth = 1
                return .reopens
            }
            depth += 1
            return depth == 1 ? .opens : .stays
        }
        if line.hasName("END"), line.isAboutCard, depth > 0 {
            depth -= 1
            return depth == 0 ? .closes : .stays
        }
        if depth > 0, line.isAgent {
            let value = ASCII.trimmed(line.value)
            followsAgent = value.isEmpty
            if ASCII.uppercased(value).elementsEqual("BEGIN:VCARD".utf8) { depth += 1 }
        }
        return .stays
    }
}

extension ContentLine {
    /// Whether the line is a BEGIN or END of a card, given that it is a BEGIN or END.
    var isAboutCard: Bool { ASCII.uppercased(ASCII.trimmed(value)).elementsEqual("VCARD".utf8) }

    var isAgent: Bool { hasName("AGENT") }

    /// The value as text: quoted-printable and character set decoded, escapes left.
    var decodedValue: String {
        var bytes = value
        if isEncoded(as: "QUOTED-PRINTABLE") { bytes = QuotedPrintable.decode(bytes) }
        guard let charset = firstParameterValue("CHARSET") else { return TextDecoding.text(bytes) }
        return TextDecoding.text(bytes, charset: String(decoding: charset, as: UTF8.self))
    }
}

/// The quoted-printable encoding of vCard 2.1 values, RFC 2045 section 6.7.
enum QuotedPrintable {
    /// Decodes a value whose soft line breaks are gone. What is no valid sequence stays as it is.
    static func decode(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == ASCII.equals, index + 2 < bytes.count, let high = ASCII.hexValue(bytes[index + 1]),
                let low = ASCII.hexValue(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}
