public import ContentLines

/// A card of an address book: an address object resource, RFC 6352 section 5.1.
///
/// ```
/// BEGIN:VCARD
/// VERSION:3.0
/// FN:Zoé Martin
/// item1.EMAIL:zoe@example.org
/// item1.X-ABLABEL:choir
/// END:VCARD
/// ```
/// The bytes are kept as they were read, in whatever character set; the fields are decoded for display. The changes
/// a store or a merge of group files needs give a new card in which every untouched line is the same, byte for byte.
public struct Card: Sendable {
    /// The number of the line it starts at, from 1; 1 for a changed card.
    public let line: Int
    /// The range of the card's bytes in the split's source buffer; all of its bytes for a changed card.
    public let range: Range<Int>
    /// Everything that was found or mended in this card.
    public let problems: [CardProblem]
    /// VERSION; nil if missing or unknown.
    public var version: CardVersion? { fields.version }
    /// UID as written, without white space around it; nil if missing or empty.
    public var uid: String? { fields.uid }
    /// Whether the card has an FN that is not empty.
    public var hasFormattedName: Bool { fields.formattedName != nil }
    /// A name to show and to fill a missing FN with: FN, else made from N, else ORG, NICKNAME, EMAIL or TEL.
    public var formattedName: String? { fields.formattedName ?? fields.fallbackName }
    /// The values of all CATEGORIES, in their order.
    public var categories: [String] { fields.categories }
    /// The first PHOTO that is not empty.
    public var photo: CardPhoto? { fields.photo }

    private let source: [UInt8]
    private let part: PatchedRange
    private let fields: CardFields

    init(source: [UInt8], range: Range<Int>, part: PatchedRange, line: Int, found: [CardProblem]) {
        self.source = source
        self.range = range
        self.part = part
        self.line = line
        var bytes: [UInt8] = []
        part.write(from: source, into: &bytes)
        let fields = CardFields(bytes)
        self.fields = fields
        problems = found + fields.problemCodes.map { CardProblem($0, line: line, range, fields.formattedName ?? "") }
    }

    /// A card made of the bytes of another one.
    init(changed bytes: [UInt8]) {
        let range = 0..<bytes.count
        self.init(source: bytes, range: range, part: PatchedRange(range), line: 1, found: [])
    }

    /// The card as a file: the source's lines as they are, made lines ended by CRLF.
    public var bytes: [UInt8] {
        var output: [UInt8] = []
        write(into: &output)
        return output
    }

    /// Appends the card to `output`, which must be empty or end with a line end.
    public func write(into output: inout [UInt8]) {
        part.write(from: source, into: &output)
    }

    /// A UID that depends on nothing but `contentKey`, so that each run and each copy of the card gives the same.
    public var contentUID: String { ContentDigest(contentKey).uuid }
}
