internal import ContentLines
internal import TextEncoding

/// The properties of a calendar component that a plan, a report or a decision about scheduling needs.
public struct CalendarObjectDetails: Sendable, Equatable {
    /// SUMMARY as text.
    public private(set) var summary: String?
    /// The value of DTSTART as written.
    public private(set) var start: String?
    /// SEQUENCE; nil if missing or no number.
    public private(set) var sequence: Int?
    /// The value of LAST-MODIFIED as written.
    public private(set) var lastModified: String?
    /// The value of DTSTAMP as written.
    public private(set) var stamp: String?
    /// How many ATTENDEE properties there are. A server with scheduling (RFC 6638) may write to them.
    public private(set) var attendeeCount = 0
    /// Whether there is an ORGANIZER.
    public private(set) var hasOrganizer = false

    /// Reads the properties of the component itself, not those of components inside of it.
    init(component bytes: [UInt8]) {
        var depth = 0
        for line in ContentLineReader(bytes) {
            if line.hasName("BEGIN") {
                depth += 1
            } else if line.hasName("END") {
                depth -= 1
            } else if depth == 1, !line.hasGroup {
                read(line)
            }
        }
    }

    private mutating func read(_ line: ContentLine) {
        func raw() -> String { TextDecoding.text(line.value) }
        if line.hasName("SUMMARY") {
            summary = summary ?? TextDecoding.text(TextValue.unescape(line.value))
        } else if line.hasName("DTSTART") {
            start = start ?? raw()
        } else if line.hasName("SEQUENCE") {
            sequence = sequence ?? Int(raw())
        } else if line.hasName("LAST-MODIFIED") {
            lastModified = lastModified ?? raw()
        } else if line.hasName("DTSTAMP") {
            stamp = stamp ?? raw()
        } else if line.hasName("ATTENDEE") {
            attendeeCount += 1
        } else if line.hasName("ORGANIZER") {
            hasOrganizer = true
        }
    }
}
