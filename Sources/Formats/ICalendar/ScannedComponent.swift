internal import ContentLines

/// A component directly below a VCALENDAR, as the scan found it.
struct ScannedComponent {
    let name: [UInt8]
    let calendar: Int
    let line: Int
    let beginLine: Range<Int>
    var range: Range<Int>
    var patches: [PatchedRange.Patch] = []
    var problems: [CalendarProblem] = []
    /// The value of UID, or of TZID for a VTIMEZONE; empty if missing.
    var identifier: [UInt8] = []
    /// The line `identifier` comes from, or a UID line without a value.
    var identifierLine: Range<Int>?
    /// RECURRENCE-ID with its TZID; nil for a master.
    var recurrence: [UInt8]?
    /// Numbers of the TZIDs referred to.
    var zones: [Int] = []

    var isTimeZone: Bool { name.elementsEqual("VTIMEZONE".utf8) }
    var part: PatchedRange { PatchedRange(range, patches) }
}

/// A VCALENDAR, as the scan found it.
struct ScannedCalendar {
    var properties = CalendarProperties()
    var lines: [Range<Int>] = []
    var closing: Range<Int>?
    var line: Int
    var isMade = false
    var zones: [Octets: Int] = [:]

    /// From the first to the last line of its own; components may lie between them.
    var propertyRange: Range<Int> {
        (lines.first?.lowerBound ?? 0)..<(lines.last?.upperBound ?? 0)
    }
}
