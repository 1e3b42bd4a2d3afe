public import ContentLines

/// A problem of a calendar file.
public typealias CalendarProblem = FormatProblem<CalendarProblemCode>

/// What can be wrong in a calendar file, RFC 5545 and RFC 4791. Each case says what became of the bytes.
public enum CalendarProblemCode: String, Sendable, CaseIterable {
    /// Lines outside of any component. Left out.
    case outsideComponent
    /// A line without a colon or name in a component or among the properties of a calendar. Left out.
    case invalidLine
    /// A line without a colon behind a property of free text: a line feed that was never escaped. Mended: the line
    /// is made part of that text.
    case joinedLine
    /// An `END` that closes nothing. Left out.
    case strayEnd
    /// A component without `END`. Mended: the `END` is added.
    case unterminatedComponent
    /// A component outside of a VCALENDAR. Mended: a VCALENDAR is made around it.
    case missingCalendar
    /// A component without UID. Mended: the UID is made from the content.
    case missingUID
    /// A second UID in one component. Kept; the first one counts.
    case repeatedUID
    /// The same component twice: same UID, same RECURRENCE-ID, same meaning. One is left out.
    case identicalComponent
    /// Two states of one component: same UID and RECURRENCE-ID, other content. The older one is left out.
    case supersededComponent
    /// Another component of the same UID that nothing says to be another state of it: SEQUENCE, LAST-MODIFIED and
    /// DTSTAMP are the same, the content is not. Mended: it is a resource of its own, with a UID made from the content.
    case reusedUID
    /// One UID used by components of different types. Kept, as one resource for each type.
    case sharedUID
    /// Overrides without their master. Kept; RFC 4791 section 4.1 allows it, some servers do not.
    case overridesOnly
    /// Components of one UID in several calendars of the file. Kept; the calendar properties are the first one's.
    case mergedCalendars
    /// A TZID without a VTIMEZONE of that name. Kept.
    case missingTimeZone
    /// A VTIMEZONE that stands in another calendar of the file than the component using it. Mended: copied.
    case borrowedTimeZone
    /// A second VTIMEZONE of one name in a calendar. Left out.
    case repeatedTimeZone
    /// A VTIMEZONE that no component refers to. Left out.
    case unusedTimeZone
    /// A calendar without components to make a resource of.
    case emptyCalendar
    /// A file in UTF-16. Mended: read as UTF-8; ranges refer to that form.
    case utf16
}
