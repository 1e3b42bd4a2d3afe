public import Applying
internal import Hosting
public import Items
internal import Planning

/// What a verification comes to, for a person to keep: everything is where it should be and the account at the
/// provider can be closed, or the list of what is not.
public struct Receipt: Sendable {
    /// What stands in the way of closing the account, beside copies that are not as they should be.
    public let findings: [Finding]
    /// The sentences that say what it comes to.
    public let verdict: [String]
    /// Whether nothing stands in the way.
    public let isClear: Bool

    private let time: Int64
    private let open: [String]
    private let hosts: [String]

    /// Sums up.
    ///
    /// - Parameters:
    ///   - catalogue: what imports left, and what they could not do.
    ///   - copies: how many hosts should hold each item.
    ///   - hosts: the names of the hosts that were looked at.
    ///   - time: when, seconds since 1970.
    public init(_ verification: Verification, _ catalogue: Catalogue, copies: Int, hosts: [String], time: Int64) {
        let holders = verification.holders
        let good = holders.values.count { $0 >= copies }
        let least = holders.values.filter { $0 >= copies }.min() ?? copies
        let bad = verification.copies.filter { $0.standing != .verified }
        var findings: [Finding] = []
        for record in catalogue.imports {
            if record.ended == nil {
                findings.append(
                    Finding(
                        "import-unfinished", .error, entry: "\(record.provider) \(record.label)",
                        "An import was stopped before its end: run it again, and then this."))
            }
            for owed in record.owed {
                findings.append(
                    Finding(
                        "not-imported", .error, entry: owed.what,
                        "It was in the export and is not at a host.", detail: owed.reason))
            }
            if let totals = record.totals, totals.leftOut > 0 {
                findings.append(
                    Finding(
                        "left-out", .note, entry: "\(record.provider) \(record.label)",
                        "\(Amount.count(totals.leftOut)) entries of the export were left out, by a rule or by choice: "
                            + "degoogle import --dry-run --verbose names them."))
            }
        }
        if !catalogue.moves.isEmpty {
            findings.append(
                Finding(
                    "move-unfinished", .error, entry: catalogue.moves[0].from,
                    "A move has begun and not ended: run degoogle leave or degoogle rebalance again."))
        }
        let fewer = holders.values.count { $0 < copies }
        if fewer > 0, bad.isEmpty {
            findings.append(
                Finding(
                    "too-few-copies", .error,
                    "\(Amount.count(fewer)) items are at fewer hosts than the \(copies) the configuration asks for."))
        }
        self.findings = findings
        self.hosts = hosts.sorted()
        self.time = time
        let isWhole = good == holders.count && bad.isEmpty && !holders.isEmpty
        let isBlocked = findings.contains { $0.severity == .error }
        isClear = isWhole && !isBlocked && verification.isDeep
        let places = least == 1 ? "at 1 host each" : "at \(least) hosts each"
        let counts = "\(Amount.count(good)) of \(Amount.count(holders.count)) items verified \(places)"
        if holders.isEmpty {
            verdict = ["Nothing is in the catalogue yet."]
        } else if isClear {
            verdict = ["\(counts); the account at the provider can be closed."]
        } else if isWhole, !isBlocked {
            verdict = [
                "\(counts), by name, size and state.",
                "Before you close the account at the provider, read everything once: degoogle verify --deep",
            ]
        } else {
            verdict = ["\(counts); do not close the account at the provider yet."]
        }
        open =
            bad.map { copy in
                let row = copy.line.row
                let place = "\(copy.line.host): \(row.kind.service.rawValue)/\(row.href.path)"
                return "\(Self.word(for: copy.standing))  \(place)\(row.title.map { "  (\($0))" } ?? "")"
            }
            + findings.filter { $0.severity == .error }.map { finding in
                [finding.message, finding.entry, finding.detail].compactMap { $0 }.joined(separator: "  ")
            }
    }

    /// The receipt as plain text. It holds no secret, and every name in it is safe to show.
    public func text() -> String {
        var lines = ["degoogle receipt, \(UTCDay.text(of: time))", ""] + verdict + [""]
        lines.append("Hosts that were looked at: \(hosts.joined(separator: ", "))")
        lines.append(contentsOf: findings.filter { $0.severity != .error }.map(\.message))
        if !open.isEmpty { lines += ["", "What is not as it should be:"] + open.map { "  \($0)" } }
        return lines.map(DisplayText.safe).joined(separator: "\n") + "\n"
    }

    private static func word(for standing: Verification.Standing) -> String {
        switch standing {
        case .verified: "verified"
        case .missing: "missing"
        case .changed: "changed"
        case .unreachable: "not reached"
        case .unchecked: "not looked at"
        }
    }
}

/// Days as people write them everywhere (ISO 8601), in UTC.
public enum UTCDay {
    /// The day of a time.
    ///
    /// - Parameter seconds: since 1970.
    public static func text(of seconds: Int64) -> String {
        // Days are counted from 1 March of year 0, so that a leap day ends its year; 400 years have 146,097 days.
        let days = Int((seconds >= 0 ? seconds : seconds - 86_399) / 86_400) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let day = days - era * 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let number = dayOfYear - (153 * month + 2) / 5 + 1
        let calendarMonth = month < 10 ? month + 3 : month - 9
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(era * 400 + year + (calendarMonth <= 2 ? 1 : 0), 4))-\(padded(calendarMonth, 2))-"
            + padded(number, 2)
    }
}
