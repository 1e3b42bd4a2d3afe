internal import ContentLines
internal import ICalendar
public import Items

/// Turns the bytes of a calendar file into items: one for each calendar object resource (RFC 4791 section 4.1).
public struct CalendarConversion: Sendable {
    /// What the file has that is not as it should be, and what was done about it.
    public let findings: [Finding]
    /// Whether there is nothing to store: the file is no calendar, a calendar without components, or made to fill
    /// disks. It is then best kept as the file it is.
    public let isEmpty: Bool
    private let split: CalendarSplit
    private let stem: String
    private let source: EntryReference

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - stem: its name without `.ics`: what a calendar without a name of its own is called.
    ///   - source: the entry the file is.
    ///   - place: the name of that entry for findings.
    ///   - namingZones: whether time zones named by Windows get the names everybody else knows. Only for exports of
    ///     Microsoft: elsewhere the lines are the person's, and their VTIMEZONE says what they mean.
    public init(
        _ bytes: [UInt8], stem: String, source: EntryReference, place: String, namingZones: Bool = false
    ) {
        let named = namingZones ? CalendarEdits.namingZones(bytes) : CalendarEdit(unchanged: bytes)
        split = CalendarSplitter.split(named.bytes)
        self.stem = stem
        self.source = source
        let isBounded = Self.isBounded(split, byteCount: bytes.count)
        isEmpty = split.resources.isEmpty || !isBounded
        guard !isEmpty else {
            let isCalendar = !split.calendars.isEmpty
            findings = [isBounded ? isCalendar ? Self.emptyCalendar(place) : Self.noCalendar(place) : Self.bomb(place)]
            return
        }
        var report = ProblemReport(place: place)
        for problem in split.problems { report.add(problem) }
        for resource in split.resources {
            for problem in resource.problems { report.add(problem) }
        }
        findings = report.findings + (named.changedLines > 0 ? [Self.windowsZones(place)] : [])
    }

    /// Whether lines of the file are in none of its items: an older state of an event, a line without a colon. What the
    /// report only counts, the file itself still holds, so it is worth keeping beside the items.
    public var leavesLinesOut: Bool {
        !isEmpty
            && (split.resources.contains { !$0.dropped.isEmpty || $0.problems.contains { $0.code.leavesLinesOut } }
                || split.problems.contains { $0.code.leavesLinesOut })
    }

    /// The items in the order of the file; none if it is empty. Each is made when it is asked for, so that memory stays
    /// that of the file.
    public var items: some Sequence<Item> { (isEmpty ? [] : split.resources).lazy.map { item(of: $0) } }

    /// Whether the items together are not absurdly larger than the file.
    ///
    /// Each item repeats the properties of the calendar and the time zones it uses. That makes a real calendar up to
    /// twenty times as large; a file made for it would grow with the square of its size.
    private static func isBounded(_ split: CalendarSplit, byteCount: Int) -> Bool {
        let limit = (64 << 20) + 100 * byteCount
        var total = 0
        var buffer: [UInt8] = []
        for resource in split.resources {
            buffer.removeAll(keepingCapacity: true)
            resource.write(into: &buffer)
            total += buffer.count
            if total > limit { return false }
        }
        return true
    }

    private func item(of resource: CalendarObjectResource) -> Item {
        let properties = split.calendars[resource.calendarIndex]
        let name = properties.name.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } ?? stem
        let collection = ItemCollection(
            .calendar, name: name, summary: properties.description, color: properties.color)
        let details = resource.details
        return Item(
            resource.itemKind, identity: resource.uid, in: collection, from: source, bytes: resource.bytes,
            fingerprint: Fingerprint(of: resource.comparisonBytes), title: details.summary,
            revision: Self.revision(sequence: details.sequence, lastModified: details.lastModified))
    }

    /// SEQUENCE (RFC 5545 section 3.8.7.4) in ten digits, so that texts compare as numbers, then LAST-MODIFIED.
    private static func revision(sequence: Int?, lastModified: String?) -> String {
        let digits = String(max(sequence ?? 0, 0))
        return String(repeating: "0", count: max(0, 10 - digits.utf8.count)) + digits + " " + (lastModified ?? "")
    }

    private static func noCalendar(_ place: String) -> Finding {
        Finding(
            "not-a-calendar", .warning, entry: place,
            "It is named like a calendar but holds none, so it is kept as a plain file.")
    }

    private static func windowsZones(_ place: String) -> Finding {
        Finding(
            "windows-time-zone", .note, entry: place,
            "A calendar has time zones with the names of Windows; they got those that other programs know.")
    }

    private static func bomb(_ place: String) -> Finding {
        Finding(
            "expands-too-far", .warning, entry: place,
            "Split into single events it would be more than 100 times as large, so it is kept as a plain file.")
    }

    private static func emptyCalendar(_ place: String) -> Finding {
        Finding(
            "empty-calendar", .note, entry: place,
            "It is a calendar without events or tasks, so it is kept as a plain file.")
    }
}

extension CalendarObjectResource {
    fileprivate var itemKind: ItemKind {
        switch kind {
        case .event: .event
        case .todo: .task
        case .journal: .journal
        case .freeBusy, .other: .freeBusy
        }
    }
}

extension ProblemReport {
    /// Adds what the calendar library found.
    fileprivate mutating func add(_ problem: CalendarProblem) {
        add(problem.code.findingCode, problem.code.severity, problem.code.sentence, line: problem.line, problem.context)
    }
}
