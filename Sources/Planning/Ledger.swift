public import Items

/// Where every entry of every part went.
///
/// Each entry has one row. A row is written once by the importer's side. It may be changed afterwards only by name:
/// `merge` (two entries hold one item), `leaveOut` (a choice of the person), `fail` (the content proves unreadable). `close` proves that the sums are right.
public struct Ledger: Sendable {
    /// The five columns.
    public enum Column: UInt8, Sendable, CaseIterable {
        case imported = 1, merged, kept, leftOut, unreadable

        /// The key of the JSON report.
        public var name: String {
            switch self {
            case .imported: "imported"
            case .merged: "merged"
            case .kept: "kept"
            case .leftOut: "left-out"
            case .unreadable: "unreadable"
            }
        }
    }

    /// How many entries ended in each column.
    public struct Totals: Hashable, Sendable, Codable {
        /// All entries of all parts.
        public var read = 0
        /// Entries that became items.
        public var imported = 0
        /// Entries whose content is in an item made of another entry.
        public var merged = 0
        /// Entries that go to a host as plain files.
        public var kept = 0
        /// Entries a rule or a choice leaves out.
        public var leftOut = 0
        /// Entries that could not be read.
        public var unreadable = 0

        /// Sums; nothing was read where nothing is said.
        public init(
            read: Int = 0, imported: Int = 0, merged: Int = 0, kept: Int = 0, leftOut: Int = 0, unreadable: Int = 0
        ) {
            self.read = read
            self.imported = imported
            self.merged = merged
            self.kept = kept
            self.leftOut = leftOut
            self.unreadable = unreadable
        }
    }

    /// The rows: for each part one byte an entry, 0 where nothing has been written yet.
    private var rows: [[UInt8]]
    /// The reasons, for the entries that have one.
    private var reasons: [EntryReference: String] = [:]
    /// Entries for which a second row was offered: a defect of an importer.
    private var twice: [EntryReference] = []

    /// Starts with no row written.
    ///
    /// - Parameter entryCounts: the number of entries of each part, in the order of the parts.
    public init(entryCounts: [Int]) {
        rows = entryCounts.map { [UInt8](repeating: 0, count: $0) }
    }

    /// Writes the row of an entry.
    public mutating func record(_ outcome: EntryOutcome, of entry: EntryReference) {
        let part = Int(entry.part)
        let index = Int(entry.entry)
        guard rows.indices.contains(part), rows[part].indices.contains(index), rows[part][index] == 0 else {
            twice.append(entry)
            return
        }
        write(outcome, part: part, index: index, of: entry)
    }

    /// Notes that what an entry holds is already in another item.
    public mutating func merge(_ entry: EntryReference, reason: String) {
        write(.merged(reason: reason), part: Int(entry.part), index: Int(entry.entry), of: entry)
    }

    /// Notes that the content of an entry, already counted on, could not be read after all.
    public mutating func fail(_ entry: EntryReference, reason: String) {
        write(.unreadable(reason: reason), part: Int(entry.part), index: Int(entry.entry), of: entry)
    }

    /// Notes that the person chose to leave out what an entry holds.
    public mutating func leaveOut(_ entry: EntryReference, reason: String) {
        write(.leftOut(reason: reason), part: Int(entry.part), index: Int(entry.entry), of: entry)
    }

    private mutating func write(_ outcome: EntryOutcome, part: Int, index: Int, of entry: EntryReference) {
        let column: Column
        var reason: String?
        switch outcome {
        case .imported: column = .imported
        case .kept: column = .kept
        case .merged(let why): (column, reason) = (.merged, why)
        case .leftOut(let why): (column, reason) = (.leftOut, why)
        case .unreadable(let why): (column, reason) = (.unreadable, why)
        }
        rows[part][index] = column.rawValue
        reasons[entry] = reason
    }

    /// The column of an entry, and the reason where it has one; `nil` while no row is written.
    public subscript(entry: EntryReference) -> (column: Column, reason: String?)? {
        Column(rawValue: rows[Int(entry.part)][Int(entry.entry)]).map { ($0, reasons[entry]) }
    }

    /// The entries of one column with their reasons, in archive order.
    public func entries(in column: Column) -> [(entry: EntryReference, reason: String?)] {
        rows.indices.flatMap { part in
            rows[part].indices.lazy.filter { rows[part][$0] == column.rawValue }.map {
                let entry = EntryReference(part: Int32(part), entry: Int32($0))
                return (entry, reasons[entry])
            }
        }
    }

    /// The sums so far.
    public var totals: Totals {
        var counts = [Int](repeating: 0, count: Column.allCases.count + 1)
        for part in rows {
            for row in part { counts[Int(row)] += 1 }
        }
        return Totals(
            read: rows.reduce(0) { $0 + $1.count }, imported: counts[Int(Column.imported.rawValue)],
            merged: counts[Int(Column.merged.rawValue)], kept: counts[Int(Column.kept.rawValue)],
            leftOut: counts[Int(Column.leftOut.rawValue)], unreadable: counts[Int(Column.unreadable.rawValue)])
    }

    /// Proves that every entry has exactly one row.
    ///
    /// - Throws: `LedgerMismatch` naming the entries that have none, or were given two.
    public func close() throws(LedgerMismatch) {
        let missing = rows.indices.flatMap { part in
            rows[part].indices.lazy.filter { rows[part][$0] == 0 }.prefix(10).map {
                EntryReference(part: Int32(part), entry: Int32($0))
            }
        }
        let sums = totals
        let closes =
            sums.read == sums.imported + sums.merged + sums.kept + sums.leftOut + sums.unreadable
        guard missing.isEmpty, twice.isEmpty, closes else { throw LedgerMismatch(missing: missing, twice: twice) }
    }
}

/// The ledger does not close: a defect of the program, never of the input.
public struct LedgerMismatch: Error, Sendable {
    /// Entries without a row (at most ten a part).
    public let missing: [EntryReference]
    /// Entries that were given a second row, or do not exist.
    public let twice: [EntryReference]
}

extension Ledger: Codable {
    private enum CodingKeys: String, CodingKey { case rows, reasons }

    private struct Reason: Codable {
        let entry: EntryReference
        let reason: String
    }

    /// One letter an entry, as in `Column`.
    private static let letters = Array("-imklu".utf8)

    /// Reads what `encode` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        rows = try container.decode([String].self, forKey: .rows).map { part in
            try part.utf8.map { letter in
                guard let row = Self.letters.firstIndex(of: letter) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: .rows, in: container, debugDescription: "an unknown letter in the ledger")
                }
                return UInt8(row)
            }
        }
        for reason in try container.decode([Reason].self, forKey: .reasons) { reasons[reason.entry] = reason.reason }
    }

    /// Writes a text a part, one letter an entry, and the reasons.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let texts = rows.map { part in String(decoding: part.map { Self.letters[Int($0)] }, as: UTF8.self) }
        try container.encode(texts, forKey: .rows)
        let sorted = reasons.sorted { $0.key < $1.key }.map { Reason(entry: $0.key, reason: $0.value) }
        try container.encode(sorted, forKey: .reasons)
    }
}
