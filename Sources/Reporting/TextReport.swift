internal import Applying
internal import Hosting
public import Items
internal import Planning

/// The report as text for a terminal: first what matters, on one screen; details on demand.
///
/// Every text that comes from an archive or a host goes through `DisplayText.safe`, and nothing else in here writes a
/// control character but the newline and, with colour, the sequences of `Paint`.
public struct TextReport {
    private let report: Report
    private let paint: Paint
    private var lines: [String] = []

    /// How many updates are shown one by one where not everything is.
    public static let shownUpdates = 20

    /// The report.
    ///
    /// - Parameters:
    ///   - colored: whether to use colours.
    ///   - isVerbose: adds every change, every entry that is not at a host, and every finding in full.
    ///   - place: the name of an entry for people.
    public static func render(
        _ report: Report, colored: Bool, isVerbose: Bool, place: (EntryReference) -> String
    ) -> String {
        var text = TextReport(report: report, paint: Paint(isOn: colored))
        text.heading()
        text.sources()
        text.items()
        text.hosts()
        let exposure = ExposureText(
            exposure: Exposure(report.plan), invariants: report.plan.invariants, paint: text.paint)
        text.lines += exposure.lines()
        if report.mode == .applied { text.lines += ArrivalText.lines(report.hosts, paint: text.paint) }
        text.ledger()
        text.findings(isVerbose: isVerbose)
        if isVerbose {
            text.changes()
            text.entriesNotAtHosts(place)
        } else {
            text.updates()
        }
        text.closing(isVerbose: isVerbose)
        return text.lines.joined(separator: "\n") + "\n"
    }

    private init(report: Report, paint: Paint) {
        self.report = report
        self.paint = paint
    }

    // MARK: What it is about

    private mutating func heading() { lines.append(paint.bold(report.mode.heading)) }

    private mutating func sources() {
        for source in report.plan.sources {
            let parts = source.parts.count == 1 ? "1 part" : "\(Amount.count(source.parts.count)) parts"
            let entries = source.entries == 1 ? "1 entry" : "\(Amount.count(source.entries)) entries"
            lines.append(
                "  \(DisplayText.safe(source.provider)) \(DisplayText.safe(source.label)): \(parts), "
                    + "\(Amount.bytes(source.byteCount)), \(entries)")
        }
    }

    // MARK: Tables

    private mutating func items() {
        guard !report.items.isEmpty else { return }
        var table = Table(header: ["What", "all", "new", "changed", "same", "no host", "conflict", "failed"])
        for kind in ItemKind.allCases {
            guard let totals = report.items[kind] else { continue }
            table.add([kind.plural] + ([totals.total] + totals.columns).map(Amount.count))
        }
        lines.append("")
        lines += table.lines(hidingZeroColumnsFrom: report.hosts.isEmpty ? 2 : 4, paint: paint)
    }

    private mutating func hosts() {
        guard !report.hosts.isEmpty else { return }
        var table = Table(
            header: ["Where", "items", "size", "share", "new", "changed", "same", "conflict", "failed"])
        for host in report.hosts {
            let items = host.items
            let counts = [items.create, items.update, items.unchanged, items.conflict, items.failed]
            table.add(
                [DisplayText.safe(host.profile.name), Amount.count(items.total), Amount.bytes(host.bytes)]
                    + [Amount.share(host.share)] + counts.map(Amount.count))
        }
        lines.append("")
        lines += table.lines(hidingZeroColumnsFrom: 6, paint: paint)
    }

    // MARK: The ledger

    private mutating func ledger() {
        let sums = report.entries
        lines.append("")
        lines.append(paint.bold("Every entry of the archives is accounted for"))
        lines.append(
            "  \(Amount.count(sums.read)) read = \(Amount.count(sums.imported)) imported"
                + " + \(Amount.count(sums.merged)) merged + \(Amount.count(sums.kept)) kept as files"
                + " + \(Amount.count(sums.leftOut)) left out + \(Amount.count(sums.unreadable)) unreadable")
    }

    private mutating func entriesNotAtHosts(_ place: (EntryReference) -> String) {
        for column in [Ledger.Column.unreadable, .leftOut, .merged] {
            let entries = report.plan.ledger.entries(in: column)
            guard !entries.isEmpty else { continue }
            lines.append("")
            lines.append(paint.bold("Entries that are \(column.name)"))
            for (entry, reason) in entries {
                lines.append("  \(DisplayText.safe(place(entry))): \(DisplayText.safe(reason ?? ""))")
            }
        }
    }

    private mutating func findings(isVerbose: Bool) {
        lines += FindingsText.lines(report.findings, isVerbose: isVerbose, paint: paint)
    }

    // MARK: Changes

    private mutating func changes() {
        let plan = report.plan
        guard !plan.changes.isEmpty else { return }
        lines.append("")
        lines.append(paint.bold("Changes: + create  ~ update  = unchanged  - no host  ! conflict  x failed"))
        for (index, change) in plan.changes.enumerated() {
            let item = plan.items[Int(change.item)]
            let host = change.host < 0 ? "-" : plan.hosts[Int(change.host)].profile.name
            let title = item.title.map { "  (\(DisplayText.safe($0)))" } ?? ""
            var symbol = change.action.symbol
            var reason = change.reason.map { "  \(DisplayText.safe($0))" } ?? ""
            if case .failed(let error)? = report.execution?.outcomes[index] {
                symbol = "x"
                reason = "  \(DisplayText.safe(error.description))"
            }
            let differences = change.differences.map { ": " + DifferenceText.words($0) } ?? ""
            let path = DisplayText.safe(plan.href(of: change).path)
            lines.append(
                "  \(symbol) \(DisplayText.safe(host))  \(item.kind.service.rawValue)/\(path)\(title)\(reason)"
                    + differences)
        }
    }

    /// What the first updates change, property by property.
    private mutating func updates() {
        let plan = report.plan
        let updates = plan.changes.indices.filter { plan.changes[$0].action == .update }
        let described = updates.filter { plan.changes[$0].differences != nil }.prefix(Self.shownUpdates)
        guard !described.isEmpty else { return }
        lines.append("")
        lines.append(paint.bold("What the updates change"))
        for index in described {
            let change = plan.changes[index]
            let item = plan.items[Int(change.item)]
            let host = DisplayText.safe(plan.hosts[Int(change.host)].profile.name)
            let title = DisplayText.safe(item.title ?? plan.href(of: change).path)
            lines.append("  ~ \(host)  \(title): \(DifferenceText.words(change.differences ?? []))")
        }
        if updates.count > described.count {
            lines.append("    and \(Amount.count(updates.count - described.count)) more (--verbose)")
        }
    }

    // MARK: The last words

    private mutating func closing(isVerbose: Bool) {
        lines.append("")
        if report.execution?.isInterrupted == true {
            lines.append(paint.bold("Stopped before the end. Run the same command again: it goes on where it was."))
        } else if report.hosts.isEmpty {
            lines.append(
                "No host is named yet. Add --to folder:DIR to put everything into a folder, or describe hosts in the "
                    + "configuration (degoogle help host).")
        } else if !report.hasChanges, !report.plan.lacksRoom {
            lines.append(paint.bold("Nothing to do: everything that can be there is there already."))
        } else if report.mode == .applied {
            lines.append(paint.bold(report.isPartial ? "Partly done: see above what is missing." : "Done."))
        } else if report.plan.lacksRoom {
            lines.append(paint.bold("It cannot be done like this: see above what has no place."))
        } else if report.mode == .plan {
            lines.append("degoogle apply does this.")
        } else {
            lines.append("Run it without --dry-run to do this.")
        }
        if !isVerbose { lines.append(paint.faint("Details: --verbose. For programs: --json.")) }
    }
}

extension ItemKind {
    /// The word for several of them.
    var plural: String {
        switch self {
        case .event: "events"
        case .task: "tasks"
        case .journal: "journal entries"
        case .freeBusy: "other calendar objects"
        case .contact: "contacts"
        case .note: "notes"
        case .attachment: "attachments"
        case .file: "files"
        }
    }

    /// So many of this kind, in words.
    func counted(_ count: Int) -> String {
        guard count == 1 else { return "\(Amount.count(count)) \(plural)" }
        return switch self {
        case .journal: "1 journal entry"
        default: "1 \(plural.dropLast())"
        }
    }
}

extension Report.ItemTotals {
    fileprivate var columns: [Int] { [create, update, unchanged, skip, conflict, failed] }
}

extension Report.Mode {
    /// The first line of a report.
    var heading: String {
        switch self {
        case .offline: "Dry run without the hosts: nothing was written, and nobody was asked what is there already."
        case .dryRun: "Dry run: nothing was written."
        case .plan: "Plan: nothing was written to any host."
        case .applied: "Import"
        case .verify: "Verification: nothing was written to any host."
        case .gather: "Gathering"
        case .leave: "Leaving a host"
        case .rebalance: "Rebalancing"
        }
    }
}
