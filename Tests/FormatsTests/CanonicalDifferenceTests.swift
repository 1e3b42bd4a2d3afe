import ContentLines
import ICalendar
import Testing
import VCard

/// What tells two resources apart, by names and without values.
@Suite struct CanonicalDifferenceTests {
    private func event(_ lines: String..., after: String = "") -> [UInt8] {
        Array(
            ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTART:20240102T100000Z\n"
                + lines.map { $0 + "\n" }.joined() + "END:VEVENT\n" + after + "END:VCALENDAR\n").utf8)
    }

    private func differences(_ old: [UInt8], _ new: [UInt8]) -> [String] {
        CanonicalDifference.between(ComparisonRules.comparisonBytes(of: old), ComparisonRules.comparisonBytes(of: new))
            .map { "\($0.change.rawValue) \(($0.path + [$0.name]).joined(separator: "/"))" }
    }

    private static let alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "END:VALARM"].joined(
        separator: "\n")
    private static let override = """
        BEGIN:VEVENT
        UID:1
        RECURRENCE-ID:20240103T100000Z
        DTSTART:20240103T110000Z
        SUMMARY:later
        END:VEVENT

        """

    @Test func propertiesAreAddedRemovedAndChanged() {
        let found = differences(event("SUMMARY:a", "URL:b"), event("SUMMARY:c", "LOCATION:d"))
        #expect(found == ["added LOCATION", "changed SUMMARY", "removed URL"])
    }

    @Test func whatServersRewriteIsNoDifference() {
        let found = differences(
            event("SUMMARY:a", "DTSTAMP:20240101T000000Z", "X-RADICALE-NAME:b"),
            event("DTSTAMP:20250101T000000Z", "summary:a", "CREATED:20200101T000000Z"))
        #expect(found == [])
    }

    @Test func nestedPropertiesHaveThePathOfTheirComponent() {
        let found = differences(event(Self.alarm), event(Self.alarm.replacing("15M", with: "30M")))
        #expect(found == ["changed VALARM/TRIGGER"])
        #expect(differences(event(), event(Self.alarm)) == ["added VALARM"])
        #expect(differences(event(Self.alarm, Self.alarm), event(Self.alarm)) == ["removed VALARM"])
    }

    @Test func anOverrideIsComparedWithItself() {
        let old = event("RRULE:FREQ=DAILY", after: Self.override)
        #expect(differences(old, event("RRULE:FREQ=DAILY")) == ["removed OVERRIDE"])
        let new = event("RRULE:FREQ=DAILY", after: Self.override.replacing("later", with: "earlier"))
        #expect(differences(old, new) == ["changed OVERRIDE/SUMMARY"])
    }

    @Test func cardsAreComparedByTheirProperties() {
        let cards = ["TEL:1", "TEL:1\nTEL;TYPE=HOME:2\nREV:3"].map { lines in
            CardSplitter.split(Array("BEGIN:VCARD\nVERSION:3.0\nUID:1\nFN:A\n\(lines)\nEND:VCARD\n".utf8)).cards[0]
        }
        let found = CanonicalDifference.between(cards[0].comparisonBytes, cards[1].comparisonBytes)
        #expect(found.map(\.name) == ["TEL"] && found.first?.change == .changed)
    }

    @Test func depthAndNumberHaveABound() {
        let deep = String(repeating: "BEGIN:X\n", count: 5000) + "A:1\n" + String(repeating: "END:X\n", count: 5000)
        #expect(differences(event(), event(deep)) == ["added X"])
        #expect(differences(event(deep), event(deep.replacing("A:1", with: "A:2"))).count == 1)
        let many = (0..<5000).map { "X-\($0):1" }.joined(separator: "\n")
        #expect(differences(event(), event(many)).count == CanonicalDifference.limit)
    }
}
