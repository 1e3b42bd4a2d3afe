internal import ContentLines
internal import ICalendar
internal import Items
internal import JSON
internal import Timestamps

/// Turns `Tasks.json` into to-dos (RFC 5545 section 3.6.2): one calendar for each list, one object for each task.
struct TasksConversion {
    /// The tasks.
    private(set) var items: [Item] = []
    /// How many days of tasks lie in a part of the day from which they cannot be told for sure.
    private(set) var doubtfulDays = 0
    /// How many members of lists are no tasks; the file has to be kept for them.
    private(set) var unread = 0

    private let source: EntryReference
    private var names: [String: Int] = [:]

    /// Reads a file; `nil` for one that holds no lists of tasks.
    init?(_ bytes: [UInt8], source: EntryReference) {
        self.source = source
        guard let value = Self.lists(bytes) else { return nil }
        for list in value {
            // A member that is no list, such as a number, has nothing that could be carried.
            guard case .object = list else {
                unread += 1
                continue
            }
            add(list)
        }
    }

    private static func lists(_ bytes: [UInt8]) -> [JSONValue]? {
        let value: JSONValue
        do throws(JSONProblem) { value = try JSONValue.parse(bytes) } catch { return nil }
        guard value["kind"]?.string == "tasks#taskLists", let lists = value["items"] else { return nil }
        return lists.elements
    }

    private mutating func add(_ list: JSONValue) {
        let written = list["title"]?.string ?? ""
        let title = written.allSatisfy(\.isWhitespace) ? "Tasks" : written
        // Two lists may have one name; two calendars of one name would be one.
        let count = names[title, default: 0] + 1
        names[title] = count
        let name = count == 1 ? title : "\(title) (\(count))"
        let collection = ItemCollection(.calendar, name: name, only: .task)
        for task in list["items"]?.elements ?? [] {
            guard case .object = task else {
                unread += 1
                continue
            }
            items.append(item(of: task, in: collection, list: list["id"]?.string ?? title))
        }
    }

    private mutating func item(of task: JSONValue, in collection: ItemCollection, list: String) -> Item {
        let title = task["title"]?.string ?? ""
        let uid = Self.uid(task["id"]?.string, orElse: "\(list)\u{0}\(title)\u{0}\(task["created"]?.string ?? "")")
        var object = CalendarText()
        object.add("BEGIN", "VCALENDAR")
        object.add("VERSION", "2.0")
        object.add("PRODID", "-//degoogle//Google Tasks//EN")
        object.add("BEGIN", "VTODO")
        object.add("UID", text: uid)
        let updated = Self.moment(task["updated"])
        let created = Self.moment(task["created"])
        // Required (section 3.6.2); what the export gives makes it the same in every run.
        object.add("DTSTAMP", updated ?? created ?? "19700101T000000Z")
        if let created { object.add("CREATED", created) }
        if let updated { object.add("LAST-MODIFIED", updated) }
        object.add("SUMMARY", text: title)
        if let notes = task["notes"]?.string, !notes.isEmpty { object.add("DESCRIPTION", text: notes) }
        if let due = task["due"]?.string, let day = TaskDay(due) {
            object.add("DUE", day: day.basic)
            if day.isDoubtful { doubtfulDays += 1 }
        }
        let isDone = task["status"]?.string == "completed"
        object.add("STATUS", isDone ? "COMPLETED" : "NEEDS-ACTION")
        if isDone {
            object.add("PERCENT-COMPLETE", "100")
            if let completed = Self.moment(task["completed"]) { object.add("COMPLETED", completed) }
        }
        if task["starred"]?.bool == true { object.add("CATEGORIES", text: "starred") }
        if let parent = task["parent"]?.string, !parent.isEmpty {
            object.add("RELATED-TO", ("RELTYPE", "PARENT"), text: Self.uid(parent, orElse: parent))
        }
        for link in task["links"]?.elements ?? [] {
            if let address = link["link"]?.string { object.add("ATTACH", Self.oneLine(address)) }
        }
        for member in task.members where !Self.known.contains(member.name) {
            guard let text = Self.text(of: member.value) else {
                if member.value != .null { unread += 1 }
                continue
            }
            object.add(PropertyName("X-GOOGLE-TASKS-\(Self.propertyName(member.name))"), text: text)
        }
        object.add("END", "VTODO")
        object.add("END", "VCALENDAR")
        let comparison = CalendarResourceSummary.read(object.bytes)?.comparisonBytes ?? object.bytes
        return Item(
            .task, identity: uid, in: collection, from: source, bytes: object.bytes,
            fingerprint: Fingerprint(of: comparison), title: title.isEmpty ? nil : title,
            revision: "0000000000 " + (updated ?? ""))
    }

    /// What became a property of its own, and what only says which service wrote it.
    private static let known: Set<String> = [
        "kind", "id", "title", "notes", "updated", "created", "due", "status", "completed", "parent", "starred",
        "links",
        "selfLink", "task_type",
    ]

    /// The same for a task in every export.
    private static func uid(_ id: String?, orElse text: String) -> String {
        guard let id, !id.isEmpty else {
            return String(Fingerprint(of: text).description.prefix(32)) + "@tasks.google.com"
        }
        return "\(id)@tasks.google.com"
    }

    private static func moment(_ value: JSONValue?) -> String? {
        guard let seconds = value?.string.flatMap(InternetTime.seconds) else { return nil }
        return String(UTCTime.text(of: seconds).filter { $0 != "-" && $0 != ":" })
    }

    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }

    private static func propertyName(_ name: String) -> String {
        String(name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }

    /// A value as a text; `nil` for nothing, and for what is nested.
    private static func text(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let flag): flag ? "TRUE" : "FALSE"
        case .null, .array, .object: nil
        }
    }
}

/// The day a task is due. Takeout writes the moment at which that day begins where the person is.
struct TaskDay: Equatable {
    /// `20221101`, the DATE of RFC 5545 section 3.3.4.
    let basic: String
    /// Whether the moment is midnight in two zones whose days differ.
    let isDoubtful: Bool

    /// Reads a moment; `nil` for what is none.
    ///
    /// Midnight in zones from UTC-10 to UTC+13 decides: from 11:00 UTC on it is the next day's. Between 10:00 and 12:00
    /// it might be another's, at the edge of the Pacific.
    init?(_ text: String) {
        guard let seconds = InternetTime.seconds(text) else { return nil }
        let ofDay = (seconds % 86_400 + 86_400) % 86_400
        let start = seconds - ofDay + (ofDay >= 11 * 3600 ? 86_400 : 0)
        basic = String(UTCTime.day(of: start).filter { $0 != "-" })
        isDoubtful = (10 * 3600...12 * 3600).contains(ofDay)
    }
}

/// The lines of a calendar object.
struct CalendarText {
    private(set) var bytes: [UInt8] = []

    /// Adds a line whose value is written as it is meant.
    mutating func add(_ name: PropertyName, _ value: String) {
        bytes += ContentLineBuilder(name).line(value: Array(value.utf8))
    }

    /// Adds a line whose value is a text (RFC 5545 section 3.3.11). Control characters, which it may not hold, are left
    /// out.
    mutating func add(_ name: PropertyName, _ parameter: (name: PropertyName, value: String)? = nil, text: String) {
        var builder = ContentLineBuilder(name)
        if let parameter { builder.addParameter(parameter.name, [parameter.value]) }
        let allowed = text.unicodeScalars.filter {
            $0.value >= 0x20 && $0.value != 0x7F || "\n\r\t".unicodeScalars.contains($0)
        }
        bytes += builder.line(text: String(String.UnicodeScalarView(allowed)))
    }

    /// Adds a day (section 3.3.4).
    mutating func add(_ name: PropertyName, day: String) {
        var builder = ContentLineBuilder(name)
        builder.addParameter("VALUE", ["DATE"])
        bytes += builder.line(value: Array(day.utf8))
    }
}
