import GoogleTakeout
import ICalendar
import Items
import Planning
import TestKit
import Testing

@Suite struct TakeoutTasksTests {
    private func tasks(_ lists: String, folder: String = "Tasks") async throws -> ImportRecording {
        let text = "{\"kind\":\"tasks#taskLists\",\"items\":[\(lists)]}"
        let found = try await imported(["Takeout/\(folder)/Tasks.json": text], with: [TakeoutImporter()])
        try found.ledger.close()
        return found
    }

    private func list(_ title: String, _ tasks: String...) -> String {
        "{\"kind\":\"tasks#tasks\",\"id\":\"L\(title)\",\"title\":\"\(title)\",\"items\":[\(tasks.joined(separator: ","))]}"
    }

    private func lines(_ item: Item?) throws -> [String] {
        guard case .bytes(let bytes)? = item?.content else { return [] }
        return String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "").split(separator: "\r\n").map(
            String.init)
    }

    @Test func everyFieldFindsItsProperty() async throws {
        let found = try await tasks(
            list(
                "Mes tâches",
                """
                {"kind":"tasks#task","id":"abc","title":"Acheter; des, fleurs","notes":"une\\nautre",
                "status":"completed","task_type":"PERSONAL_TASK","created":"2026-01-02T08:00:00.000000Z",
                "updated":"2026-01-03T09:10:11.5Z","completed":"2026-01-03T09:00:00Z","due":"2026-01-10T23:00:00Z",
                "parent":"par","starred":true,"links":[{"link":"https://a.example/x"}],"selfLink":"s","etag":"e,1"}
                """))
        let item = try #require(found.item(.task, identity: "abc@tasks.google.com"))
        #expect(item.collection == ItemCollection(.calendar, name: "Mes tâches", only: .task))
        #expect(item.title == "Acheter; des, fleurs")
        #expect(
            try lines(item) == [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//degoogle//Google Tasks//EN", "BEGIN:VTODO",
                "UID:abc@tasks.google.com", "DTSTAMP:20260103T091011Z", "CREATED:20260102T080000Z",
                "LAST-MODIFIED:20260103T091011Z", "SUMMARY:Acheter\\; des\\, fleurs", "DESCRIPTION:une\\nautre",
                "DUE;VALUE=DATE:20260111", "STATUS:COMPLETED", "PERCENT-COMPLETE:100", "COMPLETED:20260103T090000Z",
                "CATEGORIES:starred", "RELATED-TO;RELTYPE=PARENT:par@tasks.google.com", "ATTACH:https://a.example/x",
                "X-GOOGLE-TASKS-ETAG:e\\,1", "END:VTODO", "END:VCALENDAR",
            ])
        guard case .bytes(let bytes) = item.content else { return }
        #expect(CalendarResourceSummary.read(bytes)?.componentName == "VTODO")
        #expect(found.count("not-carried") == 1)
    }

    @Test(arguments: [
        ("2026-01-10T00:00:00.000Z", "20260110", 0), ("2026-01-10T23:00:00Z", "20260111", 0),
        ("2022-10-31T16:00:00Z", "20221101", 0), ("2026-01-10T05:00:00Z", "20260110", 0),
        ("2026-12-31T11:00:00Z", "20270101", 1), ("2026-01-10T10:00:00Z", "20260110", 1),
        ("2024-02-28T22:00:00Z", "20240229", 0),
    ])
    func aDueDayIsTheDayWhereThePersonIs(_ due: String, _ day: String, _ doubts: Int) async throws {
        let found = try await tasks(list("A", "{\"id\":\"1\",\"title\":\"t\",\"due\":\"\(due)\"}"))
        #expect(try lines(found.items.first).contains("DUE;VALUE=DATE:\(day)"))
        #expect(found.count("doubtful-due-day") == doubts)
    }

    @Test func listsWithoutTasksNamesOrIdentifiersAreNoHarm() async throws {
        let found = try await tasks(
            [
                "{\"id\":\"x\",\"title\":\"Empty\"}", list("A", "{\"title\":\"t\"}", "{}"), list("A", "{\"id\":\"2\"}"),
                "{\"items\":[{\"id\":\"3\",\"title\":\"\\u0000x\"}]}",
            ].joined(separator: ","))
        #expect(Set(found.items.map(\.collection.name)) == ["A", "A (2)", "Tasks"])
        #expect(Set(found.items.map(\.identity)).count == 4)
        #expect(try lines(found.item(.task, identity: "3@tasks.google.com")).contains("SUMMARY:x"))
        let again = try await tasks(list("A", "{\"title\":\"t\"}"))
        #expect(found.items.map(\.identity).contains(again.items[0].identity))
    }

    @Test func whatIsNoTaskKeepsTheFileBeside() async throws {
        let found = try await tasks(list("A", "{\"id\":\"1\",\"assignment\":{\"from\":\"Chat\"}}", "7"))
        #expect(found.facts(of: .task).count == 1 && found.paths == ["Google Takeout/Tasks/Tasks.json"])
    }

    @Test(arguments: ["", "{", "[]", "{\"kind\":\"tasks#taskLists\"}", "{\"kind\":\"other\",\"items\":[]}"])
    func anythingElseStaysAFile(_ text: String) async throws {
        let found = try await imported(["Takeout/Aufgaben/Tasks.json": text], with: [TakeoutImporter()])
        #expect(found.paths == ["Google Takeout/Aufgaben/Tasks.json"] && found.count("not-tasks") == 1)
    }
}
