internal import ContentLines
internal import JSON
internal import Timestamps

/// Turns a file of events into an iCalendar object (RFC 5545).
struct EventConversion {
    /// The calendar as a file.
    private(set) var calendar: [UInt8] = []
    /// Whether no event is for a calendar.
    private(set) var isEmpty = true
    /// Whether the file has more than is in the calendar.
    private(set) var leavesOut = false
    private var seen: Set<String> = []

    /// - Parameters:
    ///   - value: the file, mended.
    ///   - name: the name of the calendar.
    init(_ value: JSONValue, calendar name: String) {
        line("BEGIN", "VCALENDAR")
        line("VERSION", "2.0")
        line("PRODID", "-//degoogle//Meta//EN")
        calendar += ContentLineBuilder("X-WR-CALNAME").line(text: name)
        for member in value.members {
            switch member.name {
            case "your_events_v2", "your_events", "hosted_events_v2", "events_v2", "events_joined", "events_hosted":
                for event in member.value.elements { add(event) }
            case "event_responses_v2", "event_responses":
                for response in member.value.members {
                    if response.name == "events_joined" {
                        for event in response.value.elements { add(event) }
                    } else if !response.value.elements.isEmpty {
                        leavesOut = true
                    }
                }
            default: leavesOut = true
            }
        }
        line("END", "VCALENDAR")
    }

    private mutating func line(_ name: PropertyName, _ value: String) {
        calendar += ContentLineBuilder(name).line(value: Array(value.utf8))
    }

    private mutating func add(_ event: JSONValue) {
        guard let name = event["name"]?.string, let start = Self.moment(event["start_timestamp"]) else {
            leavesOut = true
            return
        }
        // Facebook gives no identifier, and of an event that was changed the name and the start are what mostly stay.
        let uid = ContentDigest(Array("facebook event\n\(start)\n\(name)".utf8)).uuid
        guard seen.insert(uid).inserted else {
            leavesOut = true
            return
        }
        isEmpty = false
        let made = Self.moment(event["create_timestamp"])
        line("BEGIN", "VEVENT")
        line("UID", uid)
        line("DTSTAMP", Self.utc(made ?? start))
        if let made { line("CREATED", Self.utc(made)) }
        line("DTSTART", Self.utc(start))
        // 0 stands for no end.
        if let end = Self.moment(event["end_timestamp"]), end > start { line("DTEND", Self.utc(end)) }
        calendar += ContentLineBuilder("SUMMARY").line(text: name)
        if let text = event["description"]?.string, !text.isEmpty {
            calendar += ContentLineBuilder("DESCRIPTION").line(text: text)
        }
        addPlace(event["place"])
        line("END", "VEVENT")
        for member in event.members where !Self.known.contains(member.name) { leavesOut = true }
    }

    private mutating func addPlace(_ place: JSONValue?) {
        guard let place else { return }
        let words = [place["name"]?.string, place["address"]?.string].compactMap { $0 }.filter { !$0.isEmpty }
        if !words.isEmpty {
            calendar += ContentLineBuilder("LOCATION").line(text: words.joined(separator: ", "))
        }
        guard let coordinate = place["coordinate"], let latitude = coordinate["latitude"]?.double,
            let longitude = coordinate["longitude"]?.double, abs(latitude) <= 90, abs(longitude) <= 180,
            // No place has both: it stands for "not known".
            latitude != 0 || longitude != 0
        else { return }
        line("GEO", "\(latitude);\(longitude)")
    }

    /// Seconds since 1970, within the years iCalendar can write.
    private static func moment(_ value: JSONValue?) -> Int64? {
        guard let seconds = value?.integer, seconds != 0, (-62_135_596_800..<253_402_300_800).contains(seconds)
        else { return nil }
        return seconds
    }

    private static func utc(_ seconds: Int64) -> String {
        String(UTCTime.text(of: seconds).filter { $0 != "-" && $0 != ":" })
    }

    private static let known: Set<String> = [
        "name", "start_timestamp", "end_timestamp", "create_timestamp", "description", "place",
    ]
}
