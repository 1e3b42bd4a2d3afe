import GoogleTakeout
import Items
import Planning
import TestKit
import Testing

@Suite struct TakeoutCalendarTests {
    private func takeout(_ files: [String: String]) async throws -> ImportRecording {
        try await imported(files, with: [TakeoutImporter()])
    }

    @Test func aCalendarIsNamedByItself() async throws {
        let found = try await takeout([
            "Takeout/Agenda/Neeraj_s Fun.ics": calendar(name: "Neeraj's Fun", event("1@x", "SUMMARY:Danse")),
            "Takeout/Agenda/zoe@example.org.ics": calendar(name: nil, event("2@x")),
            "Takeout/Agenda/blank.ics": calendar(name: "  ", event("3@x")),
        ])
        #expect(
            found.facts(of: .event).map(\.collection) == [
                "calendar Neeraj's Fun", "calendar blank", "calendar zoe@example.org",
            ])
        #expect(found.item(.event, identity: "1@x")?.title == "Danse")
        #expect(found.ledger.totals.imported == 3)
    }

    @Test func componentsBecomeTheirKinds() async throws {
        let todo = lines("BEGIN:VTODO", "UID:t@x", "SUMMARY:Courses", "END:VTODO")
        let journal = lines("BEGIN:VJOURNAL", "UID:j@x", "END:VJOURNAL")
        let busy = lines("BEGIN:VFREEBUSY", "UID:f@x", "END:VFREEBUSY")
        let found = try await takeout(["Takeout/Calendar/a.ics": calendar(name: "A", event("e@x"), todo, journal, busy)]
        )
        #expect(
            Set(found.facts.map { "\($0.kind.rawValue) \($0.identity)" }) == [
                "event e@x", "task t@x", "journal j@x", "freebusy f@x",
            ])
    }

    @Test func descriptionAndColourGoWithTheCalendar() async throws {
        let file = lines(
            "BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:A", "X-WR-CALDESC:Tout\\, vraiment", "COLOR:teal",
            "BEGIN:VEVENT", "UID:1", "END:VEVENT", "END:VCALENDAR")
        let found = try await takeout(["Takeout/Calendar/a.ics": file])
        #expect(
            found.items.first?.collection
                == ItemCollection(.calendar, name: "A", summary: "Tout, vraiment", color: "teal"))
    }

    @Test func ofTwoExportsTheLaterStateIsGreater() async throws {
        let states = [
            event("1", "LAST-MODIFIED:20200101T000000Z"),
            event("1", "SEQUENCE:2", "LAST-MODIFIED:20210101T000000Z"),
            event("1", "SEQUENCE:2", "LAST-MODIFIED:20220101T000000Z"),
            event("1", "SEQUENCE:10", "LAST-MODIFIED:20190101T000000Z"),
        ]
        var revisions: [String] = []
        for state in states {
            let found = try await takeout(["Takeout/Calendar/a.ics": calendar(name: "A", state)])
            revisions += found.items.map(\.revision)
        }
        #expect(revisions == revisions.sorted())
        #expect(Set(revisions).count == 4)
    }

    @Test func theFingerprintKnowsNoHabits() async throws {
        let one = try await takeout([
            "Takeout/Calendar/a.ics": calendar(name: "A", event("1", "SUMMARY:a", "CREATED:20200101T000000Z"))
        ])
        let other = try await takeout([
            "Takeout/Calendar/a.ics": calendar(name: "A", event("1", "CREATED:20260101T000000Z", "SUMMARY:a"))
        ])
        let changed = try await takeout(["Takeout/Calendar/a.ics": calendar(name: "A", event("1", "SUMMARY:b"))])
        #expect(one.facts.map(\.fingerprint) == other.facts.map(\.fingerprint))
        #expect(one.facts.map(\.fingerprint) != changed.facts.map(\.fingerprint))
    }

    @Test func aDroppedDuplicateIsSaidWithItsLine() async throws {
        let found = try await takeout([
            "Takeout/Calendar/a.ics": calendar(
                name: "A", event("1", "SEQUENCE:1", "SUMMARY:new"), event("1", "SEQUENCE:0", "SUMMARY:old"))
        ])
        let finding = try #require(found.findings.first { $0.code == "superseded-component" })
        #expect(finding.severity == .warning)
        #expect(finding.detail?.hasPrefix("line 12") == true)
        #expect(finding.entry == "export: Takeout/Calendar/a.ics")
        #expect(found.text(.event, "1")?.contains("SUMMARY:new") == true)
    }

    @Test func manyProblemsOfOneKindAreCounted() async throws {
        let events = (0..<50).map { lines("BEGIN:VEVENT", "SUMMARY:\($0)", "END:VEVENT") }.joined()
        let found = try await takeout(["Takeout/Calendar/a.ics": calendar(name: "A", events)])
        #expect(found.facts(of: .event).count == 50)
        #expect(found.count("missing-uid") == 21)
        #expect(found.findings.contains { $0.detail == "30 more like this" })
    }

    @Test func whatIsNoCalendarStaysAFile() async throws {
        let found = try await takeout([
            "Takeout/Calendar/broken.ics": "<html>error</html>",
            "Takeout/Calendar/empty.ics": calendar(name: "E"),
            "Takeout/Calendar/nothing.ics": "",
            "Takeout/Calendar/meet_settings.json": "{}",
            "Takeout/Calendar/good.ics": calendar(name: "G", event("1")),
        ])
        #expect(
            found.paths == [
                "Google Takeout/Calendar/broken.ics", "Google Takeout/Calendar/empty.ics",
                "Google Takeout/Calendar/meet_settings.json", "Google Takeout/Calendar/nothing.ics",
            ])
        #expect(found.ledger.totals.kept == 4)
        #expect(found.ledger.totals.imported == 1)
        #expect(found.count("not-a-calendar") == 2)
        #expect(found.count("empty-calendar") == 1)
    }

    @Test func aBareEventIsImported() async throws {
        let found = try await takeout(["Takeout/Calendar/a.ics": event("1"), "Takeout/Calendar/b.ics": "BEGIN:VEVENT"])
        #expect(found.facts(of: .event).count == 2)
        #expect(found.item(.event, identity: "1")?.collection.name == "a")
        #expect(found.count("missing-calendar") == 2)
    }

    @Test func aCalendarMadeToGrowStaysAFile() async throws {
        let properties = (0..<5000).map { "X-P\($0):y\r\n" }.joined()
        let events = (0..<5000).map { lines("BEGIN:VEVENT", "UID:\($0)", "END:VEVENT") }.joined()
        let found = try await takeout([
            "Takeout/Calendar/a.ics": calendar(name: "A", properties, events),
            "Takeout/Calendar/b.ics": calendar(name: "B", events),
        ])
        #expect(found.facts(of: .event).count == 5000)
        #expect(found.paths == ["Google Takeout/Calendar/a.ics"])
        #expect(found.count("expands-too-far") == 1)
    }

    @Test func aHugeCalendarIsNotRead() async throws {
        let huge = [UInt8](repeating: UInt8(ascii: "x"), count: (64 << 20) + 1)
        let found = try await imported(["Takeout/Calendar/a.ics": huge], with: [TakeoutImporter()])
        #expect(found.paths == ["Google Takeout/Calendar/a.ics"])
        #expect(found.count("too-large-to-convert") == 1)
        #expect(found.ledger.totals.kept == 1)
    }
}
