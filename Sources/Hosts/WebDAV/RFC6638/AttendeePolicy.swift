internal import Hosting
internal import ICalendar
internal import Transport

/// What becomes of the people an event is shared with. Whatever it says, no server is to write to them because an old
/// event is imported.
public enum AttendeePolicy: String, Hashable, Sendable, Codable, CaseIterable {
    /// As events are, if the server can be told otherwise not to write to anybody; else as `clientAgent`.
    case automatic
    /// As events are. Only the request headers ask the server to write to nobody.
    case keep
    /// Each organizer and attendee is marked as somebody the server does not write to: `SCHEDULE-AGENT=CLIENT`
    /// (RFC 6638 section 7.1).
    case clientAgent = "client-agent"
    /// Without organizers and attendees.
    case strip

    /// Request headers that ask a server to write to nobody: sabre/dav, and with it Baïkal and Nextcloud, obeys the
    /// first (RFC 6638 section 8.1 defines it for DELETE, sabre/dav takes it for PUT too), newer Nextclouds the second,
    /// but Nextcloud 32.0.1 not at DELETE.
    static let headers: HTTPHeaders = ["Schedule-Reply": "F", "X-NC-Scheduling": "false"]

    /// What it does to an event whose organizer and attendees it changes.
    var alteration: Alteration { self == .strip ? .attendees : .scheduleAgent }

    /// An event as it is to be sent.
    func applied(to bytes: [UInt8], at server: ServerNature) -> CalendarEdit {
        switch self {
        case .keep: CalendarEdit(unchanged: bytes)
        case .automatic:
            server.schedules && !server.heedsHeaders
                ? CalendarEdits.settingScheduleAgent(bytes) : CalendarEdit(unchanged: bytes)
        case .clientAgent: CalendarEdits.settingScheduleAgent(bytes)
        case .strip: CalendarEdits.removingAttendees(bytes)
        }
    }
}
