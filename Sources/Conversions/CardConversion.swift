internal import ContentLines
public import Items
public import VCard

/// Turns the bytes of an address book file into cards.
public struct CardConversion: Sendable {
    /// The cards, in the order of the file.
    public let cards: [Card]
    /// Whether lines of the file are in none of its cards, so that the file is worth keeping beside them.
    public let leavesLinesOut: Bool
    /// What the file has that is not as it should be. Cards without UID or FN are not among it: who makes items of
    /// the cards says how many were mended.
    public let findings: [Finding]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - place: the name of its entry for findings.
    public init(_ bytes: [UInt8], place: String) {
        let split = CardSplitter.split(bytes)
        cards = split.cards
        leavesLinesOut = !split.cards.isEmpty && split.problems.contains { $0.code.leavesLinesOut }
        guard !cards.isEmpty else {
            findings = [
                Finding(
                    "not-an-address-book", .warning, entry: place,
                    "It is named like an address book but holds no card, so it is kept as a plain file.")
            ]
            return
        }
        var report = ProblemReport(place: place)
        for problem in split.problems { report.add(problem) }
        for card in cards {
            for problem in card.problems where problem.code != .missingUID && problem.code != .missingFormattedName {
                report.add(problem)
            }
        }
        findings = report.findings
    }
}

/// Makes items of cards. A card that lacks the UID or FN every address book server asks for gets one: the UID is made
/// of the content, so that the next run makes the same.
public struct CardItems: Sendable {
    private let collection: ItemCollection
    private var withoutUID = 0
    private var withoutName = 0
    private var withReusedUID = 0
    /// The revision and content under which each UID was given out.
    private var given: [String: (revision: String, fingerprint: Fingerprint)] = [:]

    /// Starts with no item.
    ///
    /// - Parameter collection: the address book the items are in.
    public init(in collection: ItemCollection) { self.collection = collection }

    /// The item of a card.
    ///
    /// - Parameter source: the entry the card was read from.
    public mutating func item(of card: Card, from source: EntryReference) -> Item {
        var whole = card
        if !card.hasFormattedName {
            withoutName += 1
            if let name = card.formattedName { whole = whole.settingFormattedName(name) }
        }
        let revision = Self.revision(of: card.bytes)
        let uid = uid(for: whole, revision: revision)
        if uid != card.uid { whole = whole.settingUID(uid) }
        let fingerprint = Fingerprint(of: whole.comparisonBytes)
        given[uid] = (revision, fingerprint)
        return Item(
            .contact, identity: uid, in: collection, from: source, bytes: whole.bytes, fingerprint: fingerprint,
            title: whole.formattedName, revision: revision)
    }

    /// The UID of a card. Two cards of one UID are two states of one contact only if their REV says which is newer;
    /// else they are two contacts, and the second one gets a UID of its own.
    private mutating func uid(for card: Card, revision: String) -> String {
        if let uid = card.uid {
            if isFree(uid, for: card, revision: revision) { return uid }
            withReusedUID += 1
        } else {
            withoutUID += 1
        }
        let made = card.contentUID
        if given[made] == nil || isFree(made, for: card.settingUID(made), revision: revision) { return made }
        // Cards that differ in nothing but their categories have one content UID.
        return ContentDigest(card.comparisonBytes).uuid
    }

    private func isFree(_ uid: String, for card: Card, revision: String) -> Bool {
        guard let known = given[uid] else { return true }
        return known.revision != revision || known.fingerprint == Fingerprint(of: card.comparisonBytes)
    }

    /// What was mended so far, one finding a kind.
    ///
    /// - Parameter place: the name of the file or folder for findings.
    public func findings(place: String?) -> [Finding] {
        var findings: [Finding] = []
        if withoutUID > 0 {
            findings.append(
                Finding(
                    "missing-uid", .note, entry: place,
                    withoutUID.counting(
                        "card has no UID; it got one that is made from its content.",
                        "cards have no UID; each got one that is made from its content.")))
        }
        if withoutName > 0 {
            findings.append(
                Finding(
                    "missing-formatted-name", .note, entry: place,
                    withoutName.counting(
                        "card has no name to show; it got its organisation, address or number as one.",
                        "cards have no name to show; each got its organisation, address or number as one.")))
        }
        if withReusedUID > 0 {
            findings.append(
                Finding(
                    "reused-uid", .warning, entry: place,
                    withReusedUID.counting(
                        "card has the UID of another; it got one that is made from its content.",
                        "cards have the UID of another card; each got one that is made from its content.")))
        }
        return findings
    }

    /// REV (RFC 6350 section 6.7.4) as its digits, so that both ways of writing a time compare.
    private static func revision(of card: [UInt8]) -> String {
        let line = ContentLineReader(card).first { $0.hasName("REV") }
        let digits = (line?.value ?? []).filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return String(decoding: digits, as: UTF8.self)
    }
}

extension ProblemReport {
    /// Adds what the card library found.
    fileprivate mutating func add(_ problem: CardProblem) {
        add(problem.code.findingCode, problem.code.severity, problem.code.sentence, line: problem.line, problem.context)
    }
}

/// The words of the report for what the card library finds.
extension CardProblemCode {
    /// Whether lines that say something are in no card.
    fileprivate var leavesLinesOut: Bool { self == .outsideCard || self == .invalidLine }

    fileprivate var findingCode: String { KebabCase.of(rawValue) }

    fileprivate var severity: Finding.Severity {
        switch self {
        case .outsideCard, .invalidLine, .joinedLine, .unterminatedCard: .warning
        case .unknownVersion, .missingUID, .missingFormattedName, .notUTF8, .utf16: .note
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .outsideCard: "Lines outside of any card were left out."
        case .invalidLine: "A line without a colon was left out."
        case .joinedLine: "A line break was not escaped; the line was made part of the value before it."
        case .unterminatedCard: "A card has no END; it was added."
        case .unknownVersion: "A card has no version, or one that is not known; it is taken for 3.0."
        case .missingUID: "A card has no UID; one was made from its content."
        case .missingFormattedName: "A card has no name to show."
        case .notUTF8: "A card is not in UTF-8; it was kept as it is."
        case .utf16: "The file was in UTF-16; it was read as UTF-8."
        }
    }
}
