internal import ICalendar
internal import Items

/// The words of the report for what the calendar library finds.
extension CalendarProblemCode {
    var findingCode: String { KebabCase.of(rawValue) }

    var severity: Finding.Severity {
        switch self {
        case .outsideComponent, .invalidLine, .identicalComponent, .supersededComponent, .missingTimeZone: .warning
        case .joinedLine, .unterminatedComponent, .missingUID, .reusedUID, .overridesOnly: .warning
        case .strayEnd, .missingCalendar, .repeatedUID, .sharedUID, .mergedCalendars, .borrowedTimeZone: .note
        case .repeatedTimeZone, .unusedTimeZone, .emptyCalendar, .utf16: .note
        }
    }

    /// Whether lines that say something are in no item. Time zones that nothing uses, and second definitions of one,
    /// say nothing.
    var leavesLinesOut: Bool {
        switch self {
        case .outsideComponent, .invalidLine, .supersededComponent, .mergedCalendars: true
        default: false
        }
    }

    var sentence: String {
        switch self {
        case .outsideComponent: "Lines outside of any component were left out."
        case .invalidLine: "A line without a colon was left out."
        case .joinedLine: "A line break was not escaped; the line was made part of the text before it."
        case .strayEnd: "An END that closes nothing was left out."
        case .unterminatedComponent: "A component has no END; it was added."
        case .missingCalendar: "A component stands outside of a calendar; a calendar was made around it."
        case .missingUID: "A component has no UID; one was made from its content."
        case .repeatedUID: "A component has a second UID; the first one counts."
        case .identicalComponent: "The same component stands in the file twice; one was left out."
        case .supersededComponent: "Two states of one component stand in the file; the older one was left out."
        case .reusedUID: "Two components that are not states of one share a UID; one got a UID of its own."
        case .sharedUID: "Components of different types share a UID; each type is an item of its own."
        case .overridesOnly: "Only single instances of a series are there; some servers do not take that."
        case .mergedCalendars: "Components of one UID stand in several calendars of the file; they were put together."
        case .missingTimeZone: "A time zone is used that the file does not define."
        case .borrowedTimeZone: "A time zone stands in another calendar of the file; it was copied."
        case .repeatedTimeZone: "A time zone is defined twice; one definition was left out."
        case .unusedTimeZone: "A time zone is defined that nothing uses; it was left out."
        case .emptyCalendar: "A calendar of the file holds no components."
        case .utf16: "The file was in UTF-16; it was read as UTF-8."
        }
    }
}
