internal import ContentLines
internal import Items
internal import JSON

/// Turns lists of Microsoft To Do, as its programming interface describes them (Microsoft Graph, `todoTaskList` and
/// `todoTask`), into calendars of VTODO components. Where a list or its tasks stand in the text is not prescribed: every
/// object with a name and tasks is a list.
struct ToDoConversion {
    /// The most bytes of a file; lists of a person have a thousandth of it.
    static let limit = 32 << 20

    /// A calendar file for each list, in the order of the text; none where the text is no list.
    private(set) var calendars: [[UInt8]] = []
    /// What could not be carried or read.
    private(set) var findings: [Finding] = []
    /// Whether something of the text is in no calendar, so that the file is worth keeping beside.
    private(set) var leavesOut = false
    private var recurrences = 0
    private var attachments = 0

    init(_ bytes: [UInt8], stem: String, place: String) {
        let root: JSONValue
        do throws(JSONProblem) {
            root = try JSONValue.parse(bytes)
        } catch {
            findings = [
                Finding(
                    "not-json", .warning, entry: place, "It is not JSON as it should be, so it is kept as a file.",
                    detail: "\(error)")
            ]
            return
        }
        addLists(in: root, name: stem)
        if calendars.isEmpty {
            findings.append(
                Finding(
                    "no-task-list", .note, entry: place, "There is no list of tasks in it, so it is kept as a file."))
        }
        if recurrences > 0 {
            findings.append(
                Finding(
                    "recurrence-in-note", .warning, entry: place,
                    recurrences.counting(
                        "task repeats in a way that is only told in its note.",
                        "tasks repeat in ways that are only told in their notes.")))
        }
        if attachments > 0 {
            findings.append(
                Finding(
                    "task-files-left-out", .note, entry: place,
                    attachments.counting(
                        "task has files, which no export holds.", "tasks have files, which no export holds.")))
        }
    }

    private mutating func addLists(in value: JSONValue, name: String) {
        let tasks = value["tasks"]?.elements ?? []
        if !tasks.isEmpty {
            noteOthers(of: value, than: Self.listMembers)
            addList(tasks, name: value["displayName"]?.string ?? value["name"]?.string ?? name)
        } else if value["title"]?.string != nil, value["status"] != nil {
            addList([value], name: name)
        } else {
            let elements = value.elements
            let tasks = elements.filter { Self.isTask($0) }
            if !tasks.isEmpty { addList(tasks, name: name) }
            for element in elements where !Self.isTask(element) { addLists(in: element, name: name) }
            for member in value.members where !member.name.hasPrefix("@odata.") {
                addLists(in: member.value, name: name)
            }
            if elements.isEmpty, value.members.isEmpty, Self.saysSomething(value) { leavesOut = true }
        }
    }

    private static func isTask(_ value: JSONValue) -> Bool { value["title"]?.string != nil && value["tasks"] == nil }

    /// Whether a value is more than a way to say that there is none.
    private static func saysSomething(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool(false): false
        case .string(let text): !text.isEmpty
        case .array(let elements): !elements.isEmpty
        case .object(let members): members.contains { saysSomething($0.value) }
        default: true
        }
    }

    /// Notes members that no calendar has a place for.
    private mutating func noteOthers(of value: JSONValue, than known: Set<String>) {
        for member in value.members where !known.contains(member.name) && !member.name.hasPrefix("@odata.") {
            if Self.saysSomething(member.value) { leavesOut = true }
        }
    }

    /// What is read of a list, or says nothing about it to others.
    private static let listMembers: Set<String> = [
        "displayName", "name", "tasks", "id", "isOwner", "isShared", "wellknownListName",
    ]

    /// What is read of a task; that its files are not in the export is said of its own.
    private static let taskMembers: Set<String> = [
        "title", "id", "status", "importance", "body", "createdDateTime", "lastModifiedDateTime", "completedDateTime",
        "dueDateTime", "recurrence", "hasAttachments", "attachments", "categories", "checklistItems", "isReminderOn",
        "reminderDateTime", "bodyLastModifiedDateTime",
    ]
    private static let stepMembers: Set<String> = [
        "id", "displayName", "isChecked", "createdDateTime", "checkedDateTime",
    ]

    private mutating func addList(_ tasks: [JSONValue], name: String) {
        var calendar = Array("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//degoogle//To Do//EN\r\n".utf8)
        calendar += ContentLineBuilder("X-WR-CALNAME").line(text: name)
        for (number, task) in tasks.enumerated() {
            guard let title = task["title"]?.string else {
                leavesOut = true
                continue
            }
            noteOthers(of: task, than: Self.taskMembers)
            // Objects, by the documentation: of a bare text nothing is read.
            let isBare = ["body", "dueDateTime", "reminderDateTime"].contains { task[$0]?.string?.isEmpty == false }
            if isBare || task["attachments"]?.elements.isEmpty == false { leavesOut = true }
            let identity = task["id"]?.string ?? "\(name)\n\(title)\n\(task["createdDateTime"]?.string ?? "\(number)")"
            let uid = ContentDigest(Array("to-do\n\(identity)".utf8)).uuid
            calendar += todo(task, title: title, uid: uid)
            for (number, step) in (task["checklistItems"]?.elements ?? []).enumerated() {
                noteOthers(of: step, than: Self.stepMembers)
                calendar += Self.step(step, number: number, of: uid, task)
            }
        }
        calendars.append(calendar + Array("END:VCALENDAR\r\n".utf8))
    }

    private mutating func todo(_ task: JSONValue, title: String, uid: String) -> [UInt8] {
        var lines = Self.opening(uid: uid, task, title: title)
        var notes = [task["body"]?["content"]?.string ?? ""]
        if let created = Self.instant(task["createdDateTime"]) { lines += Self.line("CREATED", created) }
        if let changed = Self.instant(task["lastModifiedDateTime"]) { lines += Self.line("LAST-MODIFIED", changed) }
        let due = Self.day(task["dueDateTime"])
        if let due { lines += Self.date("DUE", due) }
        switch task["status"]?.string {
        case "completed":
            lines += Self.line("STATUS", "COMPLETED")
            let end = Self.instant(task["completedDateTime"]?["dateTime"] ?? task["completedDateTime"])
            if let end { lines += Self.line("COMPLETED", end) }
        case "inProgress": lines += Self.line("STATUS", "IN-PROCESS")
        default: lines += Self.line("STATUS", "NEEDS-ACTION")
        }
        switch task["importance"]?.string {
        case "high": lines += Self.line("PRIORITY", "1")
        case "low": lines += Self.line("PRIORITY", "9")
        default: break
        }
        if let recurrence = task["recurrence"], !recurrence.members.isEmpty {
            if let rule = ToDoRecurrence.rule(recurrence), let due {
                // RFC 5545 section 3.8.5.3: a rule counts from DTSTART.
                lines += Self.date("DTSTART", due) + Self.line("RRULE", rule)
            } else {
                recurrences += 1
                notes.append("Recurrence: " + ToDoRecurrence.words(recurrence))
            }
        }
        if task["hasAttachments"]?.bool == true || task["attachments"]?.elements.isEmpty == false { attachments += 1 }
        let categories = (task["categories"]?.elements ?? []).compactMap(\.string)
        if !categories.isEmpty {
            let value = categories.map { TextValue.escape($0) }.joined(separator: [ASCII.comma])
            lines += ContentLineBuilder("CATEGORIES").line(value: Array(value))
        }
        let text = notes.filter { !$0.isEmpty }.joined(separator: "\n\n")
        if !text.isEmpty { lines += ContentLineBuilder("DESCRIPTION").line(text: text) }
        if task["isReminderOn"]?.bool != false, let at = Self.instant(task["reminderDateTime"]?["dateTime"]) {
            lines += Array("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER;VALUE=DATE-TIME:\(at)\r\n".utf8)
            lines += ContentLineBuilder("DESCRIPTION").line(text: title) + Array("END:VALARM\r\n".utf8)
        }
        return lines + Array("END:VTODO\r\n".utf8)
    }

    private static func step(_ step: JSONValue, number: Int, of parent: String, _ task: JSONValue) -> [UInt8] {
        let title = step["displayName"]?.string ?? ""
        let uid = ContentDigest(Array("\(parent)\n\(step["id"]?.string ?? "\(number)\n\(title)")".utf8)).uuid
        let isDone = step["isChecked"]?.bool == true
        return opening(uid: uid, task, title: title) + line("RELATED-TO", parent)
            + line("STATUS", isDone ? "COMPLETED" : "NEEDS-ACTION") + Array("END:VTODO\r\n".utf8)
    }

    private static func opening(uid: String, _ task: JSONValue, title: String) -> [UInt8] {
        let stamp = instant(task["lastModifiedDateTime"]) ?? instant(task["createdDateTime"]) ?? "19700101T000000Z"
        return Array("BEGIN:VTODO\r\nUID:\(uid)\r\nDTSTAMP:\(stamp)\r\n".utf8)
            + ContentLineBuilder("SUMMARY").line(text: title)
    }

    private static func line(_ name: PropertyName, _ value: String) -> [UInt8] {
        ContentLineBuilder(name).line(value: Array(value.utf8))
    }

    private static func date(_ name: PropertyName, _ day: String) -> [UInt8] {
        var builder = ContentLineBuilder(name)
        builder.addParameter("VALUE", ["DATE"])
        return builder.line(value: Array(day.utf8))
    }

    /// `2024-05-01T10:20:30.0000000Z` as `20240501T102030Z`. To Do writes UTC.
    private static func instant(_ value: JSONValue?) -> String? {
        guard let text = value?.string, let day = day(text), text.utf8.count >= 19 else { return nil }
        let time = text.utf8.dropFirst(11).prefix(8).filter { $0 &- 0x30 < 10 }
        guard time.count == 6 else { return nil }
        return "\(day)T\(String(decoding: time, as: UTF8.self))Z"
    }

    /// The day of `{"dateTime": "2024-05-01T00:00:00.0000000", "timeZone": "UTC"}`: tasks are due on days.
    private static func day(_ value: JSONValue?) -> String? { value?["dateTime"]?.string.flatMap(day) }

    private static func day(_ text: String) -> String? {
        let bytes = Array(text.utf8.prefix(10))
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        let digits = bytes.filter { $0 &- 0x30 < 10 }
        return digits.count == 8 ? String(decoding: digits, as: UTF8.self) : nil
    }
}
