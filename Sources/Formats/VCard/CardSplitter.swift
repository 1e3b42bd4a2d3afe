public import ContentLines
internal import TextEncoding

/// What an address book file consists of.
///
/// Every content line of the file is in a card or in the range of a problem of the split or of a card.
public struct CardSplit: Sendable {
    /// The buffer all ranges refer to: the bytes given, or their UTF-8 form if they were UTF-16.
    public let source: [UInt8]
    /// The cards in the order of the file.
    public let cards: [Card]
    /// Problems that concern no single card, in the order of the file.
    public let problems: [CardProblem]
}

/// Splits an address book file into its cards, RFC 6350 section 3.3; vCard 2.1, 3.0 and 4.0 may be mixed.
public enum CardSplitter {
    /// Never fails: what cannot be used is a problem with its place, and costs nothing else. The time is linear in the
    /// size. The result depends on nothing but the bytes.
    public static func split(_ bytes: [UInt8]) -> CardSplit {
        let utf8 = TextDecoding.utf8(fromUTF16: bytes)
        var scan = CardScan(utf8 ?? bytes)
        if utf8 != nil { scan.problems.append(CardProblem(.utf16, line: 1, 0..<0, "UTF-16")) }
        scan.run()
        return CardSplit(source: scan.source, cards: scan.cards, problems: scan.problems)
    }
}

/// One pass over the lines of a file.
private struct CardScan {
    let source: [UInt8]
    var cards: [Card] = []
    var problems: [CardProblem] = []

    private var nesting = CardNesting()
    private var start = 0
    private var line = 1
    private var patches: [PatchedRange.Patch] = []
    private var found: [CardProblem] = []
    /// The end of the last line of the open card and what joins a broken line to it, if it can have one.
    private var joint: (end: Int, bytes: [UInt8])?

    init(_ source: [UInt8]) {
        self.source = source
    }

    mutating func run() {
        for line in ContentLineReader(source) where line.kind != .blank {
            let depth = nesting.depth
            switch nesting.read(line) {
            case .opens:
                open(line)
            case .reopens:
                closeUnterminated(at: line.range.lowerBound, depth: depth)
                open(line)
            case .closes:
                finish(at: line.range.upperBound)
            case .stays:
                if depth == 0 {
                    problems.appendMerging(CardProblem(.outsideCard, line))
                } else {
                    readLine(line)
                }
            }
        }
        if nesting.depth > 0 { closeUnterminated(at: source.count, depth: nesting.depth) }
    }

    private mutating func open(_ line: ContentLine) {
        start = line.copyRange.lowerBound
        self.line = line.number
        joint = nil
    }

    private mutating func readLine(_ line: ContentLine) {
        if line.kind == .property {
            joint = Self.joiner(line).map { (line.range.upperBound, $0) }
        } else if let place = joint {
            patches.append(
                PatchedRange.Patch(place.end..<line.copyRange.lowerBound, place.bytes, endsLine: false))
            joint = (line.range.upperBound, place.bytes)
            found.appendMerging(CardProblem(.joinedLine, line))
        } else {
            patches.append(PatchedRange.Patch(line.range, []))
            found.appendMerging(CardProblem(.invalidLine, line))
        }
    }

    /// What makes a line without colon a part of the line before: a fold with a line feed in a note, a fold alone in
    /// base64 text.
    private static func joiner(_ line: ContentLine) -> [UInt8]? {
        if line.hasName("NOTE") {
            return line.isEncoded(as: "QUOTED-PRINTABLE") ? nil : Array(" \\n".utf8)
        }
        let isBinary =
            line.hasName("PHOTO") || line.hasName("LOGO") || line.hasName("SOUND") || line.hasName("KEY")
        return isBinary ? [ASCII.space] : nil
    }

    private mutating func closeUnterminated(at end: Int, depth: Int) {
        let ending = Array("END:VCARD\r\n".utf8)
        patches.append(PatchedRange.Patch(end..<end, Array(repeatElement(ending, count: depth).joined())))
        found.append(CardProblem(.unterminatedCard, line: line, start..<end, "VCARD"))
        finish(at: end)
    }

    private mutating func finish(at end: Int) {
        cards.append(
            Card(source: source, range: start..<end, part: PatchedRange(start..<end, patches), line: line, found: found)
        )
        patches = []
        found = []
        joint = nil
    }
}
