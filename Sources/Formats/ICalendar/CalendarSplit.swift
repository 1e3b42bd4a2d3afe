public import ContentLines

/// What a calendar file consists of: its calendars and the resources to store.
///
/// Every content line of the file is in a resource or, but for METHOD, in the range of a problem of the split or of a
/// resource.
public struct CalendarSplit: Sendable {
    /// The buffer all ranges refer to: the bytes given, or their UTF-8 form if they were UTF-16.
    public let source: [UInt8]
    /// The calendars in the order of the file.
    public let calendars: [CalendarProperties]
    /// The resources in the order in which their first component stands in the file.
    public let resources: [CalendarObjectResource]
    /// Problems that concern no single resource, in the order of the file.
    public let problems: [CalendarProblem]
}

/// The properties of a VCALENDAR that describe the calendar as a whole.
public struct CalendarProperties: Sendable, Equatable {
    /// NAME (RFC 7986 section 5.1) or X-WR-CALNAME.
    public internal(set) var name: String?
    /// Whether `name` comes from NAME.
    var hasStandardName = false
    /// DESCRIPTION (RFC 7986 section 5.2) or X-WR-CALDESC.
    public internal(set) var description: String?
    /// X-WR-TIMEZONE: the zone to show times in. It shifts nothing.
    public internal(set) var timeZone: String?
    /// COLOR (RFC 7986 section 5.9, a CSS3 name) or X-APPLE-CALENDAR-COLOR (`#RRGGBBAA`).
    public internal(set) var color: String?
    /// METHOD, RFC 5545 section 3.7.2. It marks a scheduling message and is in no resource.
    public internal(set) var method: String?
    /// PRODID: the program that wrote the calendar.
    public internal(set) var productID: String?
}
