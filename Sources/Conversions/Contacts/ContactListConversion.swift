internal import CSV
public import Items
public import VCard

/// Turns the bytes of a contact list in CSV into cards: of Google in both its sets of columns, of Outlook.com and
/// Outlook in several languages, of Thunderbird. What a column is, its name says; their order and the language of the
/// list decide nothing.
///
/// The UID of a card is made of the name of the contact, so that a later export in which a number has changed gives the
/// same contact again, and a list in another dialect too. Only contacts that share their name within a list get one of
/// the name and the first address or number, or, if that is shared too, of all they say. A contact that is renamed, or
/// one whose name another contact gets, is a new contact.
public struct ContactListConversion: Sendable {
    /// Whether the file is a contact list. If not, nothing else is said, and it is best kept as the file it is.
    public let isContactList: Bool
    /// The cards, in the order of the list, each with a UID and a name.
    public let cards: [Card]
    /// Whether something of the file is in none of its cards, so that the file is worth keeping beside them.
    public let leavesLinesOut: Bool
    /// What has no place of its own in a card, what was damaged, and what is good to know.
    public let findings: [Finding]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - place: the name of its entry for findings.
    public init(_ bytes: [UInt8], place: String) {
        let records = CSVReader.records(of: bytes)
        let columns = records.first.map { ContactColumns(CSVHeader($0)) }
        guard let columns, columns.isContactList else {
            isContactList = false
            cards = []
            leavesLinesOut = false
            findings = []
            return
        }
        isContactList = true
        var row = ContactRow(columns, order: Self.dateOrder(of: records.dropFirst(), columns))
        var seen: Set<ExactText> = []
        var drafts: [ContactDraft] = []
        var repeated = 0
        for record in records.dropFirst() {
            let draft = row.draft(of: record)
            if draft.isEmpty { continue }
            if seen.insert(ExactText(Self.everything(draft))).inserted { drafts.append(draft) } else { repeated += 1 }
        }
        let uids = Self.uids(of: drafts)
        var file: [UInt8] = []
        for (draft, uid) in zip(drafts, uids) { file += draft.bytes(uid: uid) }
        cards = CardSplitter.split(file).cards
        var report = ProblemReport(place: place)
        for record in records {
            for problem in record.problems { report.add(problem) }
        }
        leavesLinesOut = records.contains { $0.problems.contains { $0.code == .recordTooLong } }
        findings = report.findings + Self.findings(of: row, repeated: repeated, place: place)
    }

    /// A UID for each contact; see above.
    private static func uids(of drafts: [ContactDraft]) -> [String] {
        StableIdentities.uids(
            of: "contact",
            drafts.map { draft in
                let reach = draft.addresses.first ?? draft.numbers.first ?? ""
                return [draft.shownName, "\(draft.shownName)\n\(reach)", everything(draft)]
            })
    }

    private static func everything(_ draft: ContactDraft) -> String {
        String(decoding: draft.bytes(uid: ""), as: UTF8.self)
    }

    /// What stands first in the dates of the file: what one of them shows, else what the language of its columns has.
    private static func dateOrder(of records: some Sequence<CSVRecord>, _ columns: ContactColumns) -> ContactDate.Order
    {
        let dates = columns.fields.filter { $0.field == .birthday || $0.field == .anniversary }.map(\.column)
        let shown = ContactDate.order(in: records.lazy.flatMap { record in dates.map { record[$0] } })
        return shown ?? (columns.isEnglish ? .monthFirst : .dayFirst)
    }

    private static func findings(of row: ContactRow, repeated: Int, place: String) -> [Finding] {
        var findings: [Finding] = []
        if !row.remarked.isEmpty {
            findings.append(
                Finding(
                    "column-in-note", .note, entry: place,
                    "A contact has no place for some columns; their values were added to its note.",
                    detail: row.remarked.sorted { $0.precedesInBytes($1) }.joined(separator: ", ")))
        }
        if row.unreadDates > 0 {
            findings.append(
                Finding(
                    "unread-date", .warning, entry: place,
                    row.unreadDates.counting(
                        "date does not say a day for certain; it was added to the note as it is.",
                        "dates do not say a day for certain; they were added to the notes as they are.")))
        }
        if row.photos > 0 {
            findings.append(
                Finding(
                    "photo-by-address", .note, entry: place,
                    row.photos.counting("contact has its photo", "contacts have their photo")
                        + " only at an address; addresses are never fetched, and Google's stop working."))
        }
        if repeated > 0 {
            findings.append(
                Finding(
                    "repeated-card", .note, entry: place,
                    repeated.counting(
                        "card stands in its file more than once; one is taken.",
                        "cards stand in their file more than once; one of each is taken.")))
        }
        return findings
    }
}

extension ProblemReport {
    /// Adds what the CSV library found.
    fileprivate mutating func add(_ problem: CSVProblem) {
        add(KebabCase.of(problem.code.rawValue), .warning, problem.code.sentence, line: problem.line)
    }
}

extension CSVProblem.Code {
    /// The words of the report.
    fileprivate var sentence: String {
        switch self {
        case .unterminatedQuote: "A quotation mark is never closed; the field was ended with its line."
        case .strayQuote: "A quotation mark inside of a field is not doubled; it was taken as a character."
        case .recordTooLong: "A line is longer than 1 MiB; what lies beyond was left out."
        }
    }
}
