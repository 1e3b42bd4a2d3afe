internal import Hosting
internal import Transport

/// What a server lets be known of itself, as far as its stores must know.
struct ServerNature: Hashable, Sendable {
    /// Whether it writes to attendees on its own (RFC 6638 section 2).
    var schedules = false
    /// Whether it is one of those that the headers of `AttendeePolicy` keep from doing that.
    var heedsHeaders = false
    /// Whether it is a Nextcloud, which has a trash bin and limits that it does not tell.
    var isNextcloud = false

    /// Nothing is known.
    init() {}

    /// Reads the answer to OPTIONS.
    init(_ answer: Outcome) {
        let classes = answer.headers.values("DAV").flatMap { $0.split { $0 == "," || $0 == " " } }
            .map { $0.lowercased() }
        schedules = classes.contains("calendar-auto-schedule")
        // sabre/dav names itself unless told not to; Nextcloud, built on it, does not but has classes of its own.
        isNextcloud = classes.contains { $0.hasPrefix("nc-") || $0.hasPrefix("nextcloud") }
        heedsHeaders = isNextcloud || answer.headers["X-Sabre-Version"] != nil
    }
}
