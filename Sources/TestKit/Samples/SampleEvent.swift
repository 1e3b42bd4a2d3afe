/// One event of a sample calendar: its main component and whatever belongs to the same UID.
struct SampleEvent {
    /// The value of UID, or nil for an event that Google wrote without one.
    var uid: String?
    /// The VEVENT with the recurrence rule or the single event; nil when only an instance of a series was exported.
    var main: [String]?
    /// The VEVENTs with a RECURRENCE-ID, which the file holds far from the main one.
    var overrides: [[String]] = []
    /// Further VEVENTs that repeat an earlier one with another SEQUENCE; a reader keeps one of each.
    var repeats: [[String]] = []
    /// The zones the components name.
    var zones: [String] = []
}

/// The lines of one VEVENT, in the order Google writes them.
struct SampleEventComponent {
    var uid: String?
    var times: [String]
    var recurrenceID: String?
    var people: [String] = []
    var created = "20240102T080910Z"
    var description = ""
    var lastModified = "20250304T050607Z"
    var location = ""
    var sequence = 0
    var status = "CONFIRMED"
    var summary: String
    var transparent = false
    var trailing: [String] = []

    func lines(stamp: String) -> [String] {
        var lines = ["BEGIN:VEVENT"] + times
        lines.append("DTSTAMP:\(stamp)")
        lines += people.prefix(1)
        if let uid { lines.append("UID:\(uid)") }
        if let recurrenceID { lines.append("RECURRENCE-ID\(recurrenceID)") }
        lines += people.dropFirst()
        lines.append("CREATED:\(created)")
        if !description.isEmpty { lines.append("DESCRIPTION:\(SampleContentLines.escaped(description))") }
        lines.append("LAST-MODIFIED:\(lastModified)")
        if !location.isEmpty { lines.append("LOCATION:\(SampleContentLines.escaped(location))") }
        lines.append("SEQUENCE:\(sequence)")
        lines.append("STATUS:\(status)")
        lines.append("SUMMARY:\(SampleContentLines.escaped(summary))")
        lines.append("TRANSP:\(transparent ? "TRANSPARENT" : "OPAQUE")")
        return lines + trailing + ["END:VEVENT"]
    }
}
