import ICalendar
import Testing

@testable import WebDAVHost

@Suite struct EditsTests {
    private func event(_ lines: String...) -> [UInt8] {
        let all = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", "DTSTART:20240101T080000Z"] + lines
        return Array((all + ["END:VEVENT", "END:VCALENDAR"]).map { $0 + "\r\n" }.joined().utf8)
    }

    private func same(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        ObjectKind.calendars.read(left) == ObjectKind.calendars.read(right)
    }

    @Test func onlyAttendeesOfTheEventAreMarked() {
        let before = event(
            "ORGANIZER:mailto:a@example.org", "attendee;CN=\"B; c\":mailto:b@example.org", "X-ODD: kept\t",
            "BEGIN:VALARM", "ATTENDEE:mailto:c@example.org", "END:VALARM")
        let edit = CalendarEdits.settingScheduleAgent(before)
        let wanted = event(
            "ORGANIZER;SCHEDULE-AGENT=CLIENT:mailto:a@example.org",
            "ATTENDEE;SCHEDULE-AGENT=CLIENT;CN=\"B; c\":mailto:b@example.org", "X-ODD: kept\t", "BEGIN:VALARM",
            "ATTENDEE:mailto:c@example.org", "END:VALARM")
        #expect(edit.bytes == wanted)
        #expect(edit.changedLines == 2)
        #expect(same(before, edit.bytes))
        #expect(CalendarEdits.settingScheduleAgent(edit.bytes).bytes == wanted)
        #expect(CalendarEdits.settingScheduleAgent(event("SUMMARY:x")) == CalendarEdit(unchanged: event("SUMMARY:x")))
    }

    @Test(arguments: [
        ("TRIGGER:-P1DT0H0M0S", "TRIGGER:-P1D", true), ("DURATION:PT90M", "DURATION:PT1H30M", true),
        ("DURATION:P1D", "DURATION:PT24H", false), ("DURATION:PT1H", "DURATION:PT2H", false),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU,MO", "RRULE:BYDAY=MO,TU;FREQ=WEEKLY", true),
        ("RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=3", false),
        ("EXDATE;VALUE=DATE:20240103", "EXDATE:20240103T080000Z", true),
        ("EXDATE;VALUE=DATE:20240103", "EXDATE:20240103T090000Z", false),
        ("EXDATE:20240103T080000Z,20240104T080000Z", "EXDATE:20240104T080000Z\r\nEXDATE:20240103T080000Z", true),
        ("RDATE:20211010Z", "RDATE;VALUE=DATE:20211010", true), ("SUMMARY:a\\Nb", "SUMMARY:a\\nb", true),
        ("SUMMARY:a\\nb", "SUMMARY:ab", false), ("SUMMARY:a", "X-RADICALE-NAME:x.ics\r\nSUMMARY:a", true),
        ("ATTENDEE;X-C=\"a\\;b\":mailto:a@b", "ATTENDEE;X-C=\"a;b\":mailto:a@b", true),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b", "ATTENDEE;PARTSTAT=DECLINED:mailto:a@b", false),
        ("DTEND;X-VOBJ-FLOATINGTIME-ALLOWED=TRUE:20240101T090000", "DTEND:20240101T090000", true),
    ])
    func equalMeansEqualMeaning(_ left: String, _ right: String, _ areEqual: Bool) {
        #expect(same(event(left), event(right)) == areEqual)
    }

    @Test func aBundleGivesBackWhatItTook() {
        var bundle = CalendarBundle()
        let once = bundle.add(event("SUMMARY:x"), uid: "1")
        #expect(once)
        let twice = bundle.add(event("SUMMARY:y"), uid: "1")
        #expect(!twice)
        let named = Array(
            String(decoding: event("SUMMARY:z"), as: UTF8.self).replacing("VERSION:2.0", with: "VERSION:2.0\r\nNAME:n")
                .utf8)
        let hasOwn = bundle.add(named, uid: "2")
        #expect(!hasOwn)
        let resources = CalendarSplitter.split(bundle.bytes(named: "a, b")).resources
        #expect(resources.map(\.uid) == ["1"])
        #expect(same(resources[0].bytes, event("SUMMARY:x")))
    }

    @Test(arguments: [
        ("Agenda", "Agenda"), ("zoe.lambert", "zoe.lambert"), (".hidden", "hidden-"), ("Congés d'été", "Cong-s-d-t-"),
        ("🎂", ""), ("a/b", "a-b-"),
    ])
    func addressesOfCollectionsArePlain(_ path: String, _ beginning: String) {
        let segment = CollectionSegment.portable(path)
        #expect(segment.hasPrefix(beginning))
        #expect(segment.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
        #expect(CollectionSegment.portable(segment) == segment)
    }
}
