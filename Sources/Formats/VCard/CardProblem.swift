public import ContentLines

/// A problem of an address book file.
public typealias CardProblem = FormatProblem<CardProblemCode>

/// What can be wrong in an address book file, RFC 6350, RFC 2426 and vCard 2.1. Each case says what became of the
/// bytes.
public enum CardProblemCode: String, Sendable, CaseIterable {
    /// Lines outside of any card. Left out.
    case outsideCard
    /// A line without a colon or name. Left out.
    case invalidLine
    /// A line without a colon behind a note or an inline photo, sound, logo or key. Mended: made part of that value.
    case joinedLine
    /// A card without END. Mended: the END is added.
    case unterminatedCard
    /// No VERSION, or one that is not known. Kept; the card is treated as 3.0.
    case unknownVersion
    /// No UID, which RFC 6352 section 5.1 requires of a stored card. Kept; see `Card.contentUID`.
    case missingUID
    /// No FN, which RFC 6350 section 6.2.1 and RFC 2426 section 3.1.1 require. Kept.
    case missingFormattedName
    /// Bytes that are not UTF-8. Kept.
    case notUTF8
    /// A file in UTF-16. Mended: read as UTF-8; ranges refer to that form.
    case utf16
}
