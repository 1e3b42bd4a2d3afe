internal import JSON

/// How a task of To Do repeats (Microsoft Graph, `patternedRecurrence`), as a rule of RFC 5545 section 3.3.10.
enum ToDoRecurrence {
    /// The rule; nil for what no rule is made of.
    static func rule(_ recurrence: JSONValue) -> String? {
        guard let pattern = recurrence["pattern"] else { return nil }
        let interval = pattern["interval"]?.integer ?? 1
        let days = (pattern["daysOfWeek"]?.elements ?? []).compactMap {
            $0.string.flatMap { weekdays[$0.lowercased()] }
        }
        var parts: [String]
        switch pattern["type"]?.string {
        case "daily": parts = ["FREQ=DAILY"]
        case "weekly": parts = ["FREQ=WEEKLY"] + (days.isEmpty ? [] : ["BYDAY=\(days.joined(separator: ","))"])
        case "absoluteMonthly": parts = ["FREQ=MONTHLY"] + day(pattern)
        case "absoluteYearly": parts = ["FREQ=YEARLY"] + month(pattern) + day(pattern)
        case "relativeMonthly":
            guard let index = index(pattern), !days.isEmpty else { return nil }
            parts = ["FREQ=MONTHLY", "BYDAY=" + days.map { "\(index)\($0)" }.joined(separator: ",")]
        default: return nil
        }
        if interval > 1 { parts.append("INTERVAL=\(interval)") }
        switch recurrence["range"]?["type"]?.string {
        case "numbered":
            if let count = recurrence["range"]?["numberOfOccurrences"]?.integer { parts.append("COUNT=\(count)") }
        case "endDate":
            let end = (recurrence["range"]?["endDate"]?.string ?? "").utf8.filter { $0 &- 0x30 < 10 }
            if end.count == 8 { parts.append("UNTIL=\(String(decoding: end, as: UTF8.self))") }
        default: break
        }
        return parts.joined(separator: ";")
    }

    /// What is known of a repetition, for a note.
    static func words(_ recurrence: JSONValue) -> String {
        (recurrence["pattern"]?.members ?? []).compactMap { member in
            (member.value.string ?? member.value.integer.map(String.init)).map { "\(member.name) \($0)" }
        }.joined(separator: ", ")
    }

    private static func day(_ pattern: JSONValue) -> [String] {
        pattern["dayOfMonth"]?.integer.map { (1...31).contains($0) ? ["BYMONTHDAY=\($0)"] : [] } ?? []
    }

    private static func month(_ pattern: JSONValue) -> [String] {
        pattern["month"]?.integer.map { (1...12).contains($0) ? ["BYMONTH=\($0)"] : [] } ?? []
    }

    private static func index(_ pattern: JSONValue) -> Int? {
        ["first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1][pattern["index"]?.string ?? "first"]
    }

    private static let weekdays = [
        "monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR", "saturday": "SA",
        "sunday": "SU",
    ]
}
