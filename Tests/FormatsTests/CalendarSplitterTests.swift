import ContentLines
import ICalendar
import Testing

struct CalendarSplitterTests {
    private func split(_ text: String) -> CalendarSplit { CalendarSplitter.split(Array(text.utf8)) }
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    private func calendar(_ inner: String) -> String {
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n\(inner)END:VCALENDAR\n"
    }
    private func event(_ lines: String...) -> String {
        "BEGIN:VEVENT\n" + lines.map { $0 + "\n" }.joined() + "END:VEVENT\n"
    }
    private func codes(_ split: CalendarSplit) -> [CalendarProblemCode] {
        (split.problems + split.resources.flatMap(\.problems)).sorted { $0.line < $1.line }.map(\.code)
    }

    @Test
    func aResourceHasOneUIDItsOverridesAndItsTimeZones() {
        let zones = ["A", "B", "C"].map { "BEGIN:VTIMEZONE\nTZID:\($0)\nEND:VTIMEZONE\n" }
        let first = event("UID:1", "RECURRENCE-ID;TZID=A:5", "DTSTART;TZID=A:6")
        let other = event("UID:2", "DTSTART;TZID=\"B\":1")
        let master = event("uid:1", "DTSTART;TZID=A:1", "RRULE:FREQ=DAILY")
        let found = split(calendar(zones.joined() + first + other + master))
        #expect(found.resources.map(\.uid) == ["1", "2"])
        #expect(text(found.resources[0].bytes) == calendar(zones[0] + first + master))
        #expect(text(found.resources[1].bytes) == calendar(zones[1] + other))
        #expect(found.resources[0].hasMaster && found.resources[0].overrideCount == 1)
        #expect(found.resources.map(\.timeZones) == [["A"], ["B"]])
        #expect(codes(found) == [.unusedTimeZone])
    }

    @Test(arguments: ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY", "VPOLL", "X-THING"])
    func everyComponentTypeIsAResource(_ name: String) {
        let inner = "BEGIN:\(name)\nUID:1\nBEGIN:VALARM\nUID:2\nEND:VALARM\nEND:\(name)\n"
        let found = split(calendar(inner))
        #expect(found.resources.map(\.componentName) == [name])
        #expect(found.resources.map { text($0.bytes) } == [calendar(inner)])
        #expect(codes(found).isEmpty)
    }

    @Test
    func methodIsRemovedAndEveryOtherCalendarLineKept() {
        let frame = "BEGIN:VCALENDAR\r\nPRODID:p\r\nX-WR-CALNAME:a\r\n b\\, c\r\nMETHOD:PUBLISH\r\nX-Y:1\r\n"
        let found = split(frame + event("UID:1") + "X-WR-TIMEZONE:Europe/Paris\nCOLOR:red\nEND:VCALENDAR")
        #expect(
            text(found.resources[0].bytes)
                == "BEGIN:VCALENDAR\r\nPRODID:p\r\nX-WR-CALNAME:a\r\n b\\, c\r\nX-Y:1\r\nX-WR-TIMEZONE:Europe/Paris\n"
                + "COLOR:red\n" + event("UID:1") + "END:VCALENDAR")
        let properties = found.calendars[0]
        #expect(properties.name == "ab, c" && properties.method == "PUBLISH" && properties.productID == "p")
        #expect(properties.timeZone == "Europe/Paris" && properties.color == "red" && properties.description == nil)
    }

    @Test
    func nameWinsOverItsOlderExtension() {
        for lines in ["X-WR-CALNAME:old\nNAME:new\n", "NAME:new\nX-WR-CALNAME:old\n"] {
            #expect(split("BEGIN:VCALENDAR\n\(lines)END:VCALENDAR\n").calendars[0].name == "new")
        }
    }

    @Test
    func aMissingUIDDependsOnTheContentAlone() throws {
        let plain = event("DTSTART:1", "SUMMARY:x")
        let before = split(calendar(plain + event("UID:2")))
        let after = split(calendar(event("UID:2") + event("SUMMARY:x", "DTSTAMP:9", "dtstart:1")))
        let uid = try #require(before.resources.first).uid
        #expect(uid.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        #expect(after.resources[1].uid == uid)
        #expect(
            text(before.resources[0].bytes)
                == calendar("BEGIN:VEVENT\nUID:\(uid)\r\nDTSTART:1\nSUMMARY:x\nEND:VEVENT\n"))
        #expect(codes(before) == [.missingUID])
        #expect(split(calendar(event("DTSTART:2", "SUMMARY:x"))).resources[0].uid != uid)
    }

    @Test
    func anEmptyUIDIsReplaced() {
        let found = split(calendar(event("UID:", "SUMMARY:x")))
        #expect(!found.resources[0].uid.isEmpty)
        #expect(text(found.resources[0].bytes).components("UID:") == 2)
    }

    struct Rivals: Sendable {
        let kept: String
        let dropped: String
        let code: CalendarProblemCode
    }

    @Test(arguments: [
        Rivals(
            kept: "SEQUENCE:2\nSUMMARY:a", dropped: "SEQUENCE:1\nLAST-MODIFIED:9\nSUMMARY:b", code: .supersededComponent
        ),
        Rivals(kept: "LAST-MODIFIED:2\nX:1", dropped: "LAST-MODIFIED:1\nDTSTAMP:9\nX:2", code: .supersededComponent),
        Rivals(kept: "DTSTAMP:2\nX:1", dropped: "DTSTAMP:1\nX:2", code: .supersededComponent),
        Rivals(kept: "DTSTAMP:2\nX:1", dropped: "X:1\nDTSTAMP:1", code: .identicalComponent),
        Rivals(kept: "X:1", dropped: "X:1", code: .identicalComponent),
    ])
    func theNewerOfTwoStatesIsKeptInAnyOrder(_ rivals: Rivals) {
        let kept = event("UID:1", rivals.kept)
        let dropped = event("UID:1", rivals.dropped)
        for inner in [kept + dropped, dropped + kept] {
            let found = split(calendar(inner))
            #expect(found.resources.map { text($0.bytes) } == [calendar(kept)])
            #expect(codes(found) == [rivals.code])
            #expect(found.resources[0].dropped.map { text(Array(found.source[$0])) } == [dropped])
        }
    }

    @Test
    func duplicateOverridesAreDecidedEach() {
        let master = event("UID:1", "RRULE:X")
        let old = event("UID:1", "RECURRENCE-ID:5", "SUMMARY:old")
        let new = event("UID:1", "RECURRENCE-ID:5", "SEQUENCE:1", "SUMMARY:new")
        let other = event("UID:1", "RECURRENCE-ID;TZID=Z:5")
        let found = split(calendar(old + master + new + other))
        #expect(found.resources.map { text($0.bytes) } == [calendar(master + new + other)])
        #expect(codes(found) == [.supersededComponent, .missingTimeZone])
    }

    @Test
    func anotherEventUnderAUsedUIDIsKeptUnderItsOwn() {
        let first = event("UID:1", "DTSTAMP:1", "SUMMARY:part one")
        let second = event("UID:1", "DTSTAMP:1", "SUMMARY:part two")
        let found = split(calendar(first + second))
        let swapped = split(calendar(second + first))
        #expect(found.resources.count == 2 && codes(found) == [.reusedUID])
        #expect(Set(found.resources.map(\.uid)) == Set(swapped.resources.map(\.uid)))
        #expect(found.resources.contains { $0.uid == "1" && $0.details.summary == "part two" })
        let once = split(found.resources.map { text($0.bytes) }.joined() + calendar(first + second))
        #expect(Set(once.resources.map(\.uid)) == Set(found.resources.map(\.uid)))
    }

    @Test
    func oneUIDInTwoTypesIsTwoResources() {
        let found = split(calendar(event("UID:1") + "BEGIN:VTODO\nUID:1\nEND:VTODO\n"))
        #expect(found.resources.map(\.componentName) == ["VEVENT", "VTODO"])
        #expect(codes(found) == [.sharedUID])
    }

    @Test
    func overridesWithoutMasterAreKeptAndReported() {
        let inner = event("UID:1", "RECURRENCE-ID:5", "SUMMARY:only")
        let found = split(calendar(inner))
        #expect(text(found.resources[0].bytes) == calendar(inner))
        #expect(codes(found) == [.overridesOnly])
        #expect(found.resources[0].details.summary == "only" && !found.resources[0].hasMaster)
    }

    struct Damage: Sendable {
        let bad: String
        let mended: String
        let codes: [CalendarProblemCode]
    }

    @Test(arguments: [
        Damage(
            bad: "BEGIN:VEVENT\nUID:b\nBEGIN:VALARM\nX:1\nEND:VEVENT\n",
            mended: "BEGIN:VEVENT\nUID:b\nBEGIN:VALARM\nX:1\nEND:VALARM\r\nEND:VEVENT\n",
            codes: [.unterminatedComponent]),
        Damage(
            bad: "BEGIN:VEVENT\nUID:b\n", mended: "BEGIN:VEVENT\nUID:b\nEND:VEVENT\r\n", codes: [.unterminatedComponent]
        ),
        Damage(
            bad: "BEGIN:VEVENT\nUID:b\nEND:VALARM\nEND:VEVENT\n", mended: "BEGIN:VEVENT\nUID:b\nEND:VEVENT\n",
            codes: [.strayEnd]),
        Damage(
            bad: "BEGIN:VEVENT\nUID:b\nno colon\nEND:VEVENT\n", mended: "BEGIN:VEVENT\nUID:b\nEND:VEVENT\n",
            codes: [.invalidLine]),
        Damage(
            bad: "BEGIN:VEVENT\nUID:b\nDESCRIPTION:one\n\ntwo\nthree\nEND:VEVENT\n",
            mended: "BEGIN:VEVENT\nUID:b\nDESCRIPTION:one\n \\ntwo\n \\nthree\nEND:VEVENT\n", codes: [.joinedLine]),
    ])
    func damageInOneComponentLeavesItsNeighboursAlone(_ damage: Damage) {
        let left = event("UID:a")
        let right = event("UID:c", "SUMMARY:x")
        let found = split(calendar(left + damage.bad + right))
        #expect(found.resources.map { text($0.bytes) } == [left, damage.mended, right].map(calendar))
        #expect(codes(found) == damage.codes)
        let again = split(text(found.resources[1].bytes))
        #expect(codes(again).isEmpty)
        #expect(again.resources.map(\.bytes) == [found.resources[1].bytes])
    }

    @Test
    func linesOutsideAndStrayEndsAreReportedWithTheirRange() {
        let source = "junk: one\nBEGIN:VCARD\n" + calendar(event("UID:1") + "END:VTODO\n") + "trailing\nEND:VEVENT\n"
        let found = split(source)
        #expect(text(found.resources[0].bytes) == calendar(event("UID:1")))
        #expect(found.problems.map(\.code) == [.outsideComponent, .strayEnd, .outsideComponent, .strayEnd])
        #expect(
            found.problems.map { text(Array(found.source[$0.range])) }
                == ["junk: one\nBEGIN:VCARD\n", "END:VTODO\n", "trailing\n", "END:VEVENT\n"])
    }

    @Test
    func aFileCutShortIsClosed() {
        let found = split("BEGIN:VCALENDAR\nVERSION:2.0\n" + event("UID:1") + "BEGIN:VEVENT\nUID:2\nSUMMARY:x")
        #expect(found.resources.map(\.uid) == ["1", "2"])
        #expect(
            text(found.resources[1].bytes)
                == "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:2\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        #expect(codes(found) == [.unterminatedComponent, .unterminatedComponent])
    }

    @Test
    func componentsWithoutACalendarGetOne() {
        let found = split(event("UID:1") + event("UID:2"))
        #expect(found.resources.map(\.uid) == ["1", "2"])
        #expect(text(found.resources[1].bytes).hasPrefix("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"))
        #expect(text(found.resources[1].bytes).hasSuffix(event("UID:2") + "END:VCALENDAR\r\n"))
        #expect(codes(found) == [.missingCalendar, .missingCalendar])
    }

    @Test
    func severalCalendarsShareNothingButMissingZones() {
        let zone = "BEGIN:VTIMEZONE\nTZID:A\nEND:VTIMEZONE\n"
        let found = split(
            "BEGIN:VCALENDAR\nX-A:1\n\(zone)" + event("UID:1", "DTSTART;TZID=A:1") + "END:VCALENDAR\n"
                + "BEGIN:VCALENDAR\nX-B:1\n" + event("UID:2", "DTSTART;TZID=A:1") + event("UID:3") + "END:VCALENDAR\n")
        #expect(found.resources.map(\.calendarIndex) == [0, 1, 1])
        #expect(
            text(found.resources[1].bytes)
                == "BEGIN:VCALENDAR\nX-B:1\n\(zone)" + event("UID:2", "DTSTART;TZID=A:1") + "END:VCALENDAR\n")
        #expect(codes(found) == [.borrowedTimeZone])
    }

    @Test
    func oneUIDInTwoCalendarsIsOneResource() {
        let master = event("UID:1", "RRULE:X")
        let override = event("UID:1", "RECURRENCE-ID:1")
        let same = split(calendar(master) + calendar(override))
        #expect(same.resources.map { text($0.bytes) } == [calendar(master + override)])
        #expect(codes(same).isEmpty)
        let other = split(calendar(master) + "BEGIN:VCALENDAR\nX-A:1\n\(override)END:VCALENDAR\n")
        #expect(other.resources.map { text($0.bytes) } == [calendar(master + override)])
        #expect(codes(other) == [.mergedCalendars])
    }

    @Test
    func detailsComeFromTheMaster() {
        let inner =
            event("UID:1", "RECURRENCE-ID:1", "SUMMARY:override")
            + event(
                "UID:1", "SUMMARY:a\\, b", "DTSTART;VALUE=DATE:20240101", "SEQUENCE:3", "LAST-MODIFIED:2024",
                "ORGANIZER:mailto:a@x", "ATTENDEE:mailto:b@x", "ATTENDEE:mailto:c@x", "BEGIN:VALARM", "SUMMARY:no",
                "ATTENDEE:mailto:d@x", "END:VALARM")
        let details = split(calendar(inner)).resources[0].details
        #expect(details.summary == "a, b" && details.start == "20240101" && details.sequence == 3)
        #expect(details.lastModified == "2024" && details.attendeeCount == 2 && details.hasOrganizer)
    }

    @Test(arguments: [
        " BEGIN:VEVENT\nSUMMARY:b\n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\n\u{FEFF}\u{FEFF} \u{FEFF}N:A\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nN;ENCODING=QUOTED-PRINTABLE:a=\nEND:X\nUID:1\n",
        "BEGIN:VCALENDAR\nN;ENCODING=QUOTED-PRINTABLE:a=\nBEGIN:VEVENT\nEND:VEVENT\nX:1\n",
        "BEGIN:VCALENDAR\nX:1\rMETHOD:P\n\r\n Y:2\nBEGIN:VEVENT\nEND:VEVENT\n",
    ])
    func aMendedResourceSplitsIntoItself(_ source: String) throws {
        let resource = try #require(split(source).resources.first)
        let again = CalendarSplitter.split(resource.bytes)
        #expect(again.resources.map(\.bytes) == [resource.bytes])
        #expect(again.resources.map(\.uid) == [resource.uid])
        #expect(again.resources.map(\.comparisonBytes) == [resource.comparisonBytes])
        #expect(codes(again).isEmpty)
    }

    @Test(arguments: [
        ("X:1\rMETHOD:P\n\r\n Y:2\n", ["X:1", "Y:2"]), ("X:1\rMETHOD:P\n\n Y:2\n", ["X:1", "Y:2"]),
        ("N;QUOTED-PRINTABLE:a=\nBEGIN:VTODO\nUID:2\nEND:VTODO\nX:1\n", ["X:1"]),
    ])
    func leavingALineOutDoesNotJoinItsNeighbours(_ lines: String, _ kept: [String]) throws {
        let found = split("BEGIN:VCALENDAR\n\(lines)\(event("UID:1"))END:VCALENDAR\n")
        let resource = try #require(found.resources.first { $0.uid == "1" })
        let unfolded = ContentLineReader(resource.bytes).map { text($0.unfolded) }
        #expect(
            unfolded.filter { !$0.isEmpty } == ["BEGIN:VCALENDAR"] + kept + [
                "BEGIN:VEVENT", "UID:1", "END:VEVENT", "END:VCALENDAR",
            ])
    }

    @Test
    func utf16FilesAreRead() {
        let source = calendar(event("UID:1", "SUMMARY:Zo\u{E9} \u{1F600}"))
        let little: [UInt8] =
            [0xFF, 0xFE] + source.utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let big: [UInt8] =
            [0xFE, 0xFF] + source.utf16.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        for bytes in [little, big] {
            let found = CalendarSplitter.split(bytes)
            #expect(found.resources.map { text($0.bytes) } == [source])
            #expect(codes(found) == [.utf16])
        }
    }

    @Test
    func equalMeaningIsEqualWhateverTheForm() throws {
        let plain = calendar(event("UID:1", "DTSTAMP:1", "DTSTART;TZID=A;X=1:5", "SUMMARY:long text", "CREATED:1"))
        let other =
            "BEGIN:VCALENDAR\r\nX-WR-CALNAME:n\r\nPRODID:y\r\nVERSION:2.0\r\nBEGIN:vevent\r\n"
            + "summary:long\r\n  text\r\nX-VOBJ-FLOATINGTIME-ALLOWED:TRUE\r\nUID:1\r\n"
            + "DTSTART;VALUE=DATE-TIME;x=\"1\";TZID=A:5\r\nLAST-MODIFIED:3\r\nEND:vevent\r\nEND:VCALENDAR\r\n"
        let left = try #require(CalendarResourceSummary.read(Array(plain.utf8)))
        #expect(left == CalendarResourceSummary.read(Array(other.utf8)))
        #expect(left.uid == "1" && left.componentName == "VEVENT")
        let changed = try #require(CalendarResourceSummary.read(Array(plain.replacing("long", with: "short").utf8)))
        #expect(changed.comparisonBytes != left.comparisonBytes)
        #expect(CalendarResourceSummary.read(Array(calendar(event("UID:1") + event("UID:2")).utf8)) == nil)
        #expect(CalendarResourceSummary.read([]) == nil)
    }
}

extension String {
    /// How many parts the text has between occurrences of `separator`.
    fileprivate func components(_ separator: String) -> Int {
        split(separator: separator, omittingEmptySubsequences: false).count
    }
}
