import ICalendar
import Testing

struct WindowsTimeZoneTests {
    private func named(_ lines: String...) -> CalendarEdit {
        CalendarEdits.namingZones(Array(lines.map { $0 + "\r\n" }.joined().utf8))
    }

    @Test(arguments: [
        ("DTSTART;TZID=Romance Standard Time:20240101T100000", "DTSTART;TZID=Europe/Paris:20240101T100000"),
        ("DTEND;VALUE=DATE-TIME;TZID=\"GMT Standard Time\":1", "DTEND;VALUE=DATE-TIME;TZID=Europe/London:1"),
        ("EXDATE;TZID=Tokyo Standard Time:1,2", "EXDATE;TZID=Asia/Tokyo:1,2"),
        ("TZID:Eastern Standard Time", "TZID:America/New_York"),
        ("TZID:UTC-11", "TZID:Etc/GMT+11"), ("TZID:Russia Time Zone 3", "TZID:Europe/Samara"),
        // What is no name of Windows stays as it is, also where it is said elsewhere.
        ("TZID:UTC", "TZID:UTC"), ("TZID:My Standard Time", "TZID:My Standard Time"),
        ("SUMMARY:Tokyo Standard Time", "SUMMARY:Tokyo Standard Time"),
        ("DTSTART;TZID=Europe/Paris:1", "DTSTART;TZID=Europe/Paris:1"),
    ])
    func namesAreMapped(_ line: String, _ expected: String) {
        let edit = named(line)
        #expect(String(decoding: edit.bytes, as: UTF8.self) == expected + "\r\n")
        #expect(edit.changedLines == (line == expected ? 0 : 1))
    }

    @Test func definitionAndUseStillMeetAfterwards() {
        let edit = named(
            "BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "TZID:W. Europe Standard Time", "BEGIN:STANDARD",
            "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE",
            "BEGIN:VEVENT", "UID:1", "DTSTART;TZID=W. Europe Stand", " ard Time:20240101T100000", "END:VEVENT",
            "END:VCALENDAR")
        let split = CalendarSplitter.split(edit.bytes)
        #expect(split.resources[0].timeZones == ["Europe/Berlin"] && split.resources[0].missingTimeZones == [])
        #expect(edit.changedLines == 2)
    }
}
