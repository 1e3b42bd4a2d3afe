internal import GPX
internal import Timestamps

/// Something of a location history.
struct LocationEvent {
    /// What happened.
    enum Content {
        case point(GPXPoint)
        case visit(GPXPlace)
        case trip(name: String, [GPXPoint])
    }

    let content: Content
    /// The day, in UTC: `2019-05-31`.
    let day: String

    /// The month: `2019-05`.
    var month: String { String(day.prefix(7)) }

    init(_ content: Content, at time: Int64) {
        self.content = content
        day = UTCTime.day(of: time)
    }
}
