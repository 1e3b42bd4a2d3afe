import ContentLines
import ICalendar
import Testing
import VCard

/// Inputs made to cost more than their size: each must take time and memory in proportion to its bytes. A quadratic
/// step would take hours here.
struct LineBombTests {
    private func wrapped(_ inner: [UInt8]) -> [UInt8] {
        Array("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n".utf8) + inner
            + Array("\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".utf8)
    }

    @Test
    func oneLineOf64Megabytes() {
        let size = 64 << 20
        let bytes = wrapped(Array("DESCRIPTION:".utf8) + Array(repeating: 0x78, count: size))
        let split = CalendarSplitter.split(bytes)
        #expect(split.resources.map(\.uid) == ["1"])
        #expect(split.resources[0].bytes == bytes)
    }

    @Test
    func aMillionFolds() throws {
        let bytes = wrapped(Array("SUMMARY:".utf8) + Array(repeating: [13, 10, 32, 0x78], count: 1_000_000).joined())
        let resource = try #require(CalendarSplitter.split(bytes).resources.first)
        #expect(resource.details.summary?.utf8.count == 1_000_000)
        #expect(resource.bytes == bytes)
    }

    @Test
    func aMillionFoldsInFrontOfTheColon() throws {
        let bytes = Array("X-".utf8) + Array(repeating: [10, 32, 0x78], count: 1_000_000).joined() + Array(":v".utf8)
        let lines = Array(ContentLineReader(bytes))
        #expect(lines.count == 1)
        #expect(lines[0].name.text.utf8.count == 1_000_002)
    }

    @Test
    func aHundredThousandParameters() throws {
        let parameters = (0..<100_000).map { ";P\($0)=\"v:\($0)\"" }.joined() + ";TZID=A"
        let bytes = wrapped(Array("DTSTART\(parameters):1".utf8))
        let line = try #require(ContentLineReader(bytes).first { $0.hasName("DTSTART") })
        #expect(line.parameters.count == 100_001)
        #expect(CalendarSplitter.split(bytes).resources[0].missingTimeZones == ["A"])
    }

    @Test
    func aHundredThousandTimeZonesOfOneEvent() {
        let bytes = wrapped(Array((0..<100_000).map { "RDATE;TZID=Z\($0):1" }.joined(separator: "\n").utf8))
        #expect(CalendarSplitter.split(bytes).resources[0].missingTimeZones.count == 100_000)
    }

    @Test(arguments: [true, false])
    func nestingFiveThousandDeep(_ isClosed: Bool) throws {
        let depth = 5000
        let open = (0..<depth).map { "BEGIN:X-\($0)\r\n" }.joined()
        let close = (0..<depth).reversed().map { "END:X-\($0)\r\n" }.joined()
        let split = CalendarSplitter.split(wrapped(Array((open + (isClosed ? close : "")).utf8)))
        let resource = try #require(split.resources.first)
        #expect(resource.problems.map(\.code) == (isClosed ? [] : [.unterminatedComponent]))
        let again = CalendarSplitter.split(resource.bytes)
        #expect(again.resources.map(\.problems) == [[]])
        #expect(again.resources[0].comparisonBytes == resource.comparisonBytes)
    }

    @Test
    func strayEndsInDeepNesting() {
        let open = String(repeating: "BEGIN:X\n", count: 5000)
        let strays = String(repeating: "END:Y\n", count: 200_000)
        let split = CalendarSplitter.split(wrapped(Array((open + strays).utf8)))
        #expect(split.resources[0].problems.map(\.code) == [.unterminatedComponent, .strayEnd])
    }

    @Test
    func twentyThousandOverridesInOneResource() {
        var text = "BEGIN:VCALENDAR\n"
        for index in 0..<20_000 {
            text += "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:\(index)\nDTSTART:\(index)\nEND:VEVENT\n"
        }
        text += "BEGIN:VEVENT\nUID:1\nDTSTART:0\nRRULE:FREQ=SECONDLY;COUNT=1000000000\nEND:VEVENT\nEND:VCALENDAR\n"
        let split = CalendarSplitter.split(Array(text.utf8))
        #expect(split.resources.count == 1)
        #expect(split.resources[0].overrideCount == 20_000 && split.resources[0].hasMaster)
        #expect(split.resources[0].bytes == Array(text.utf8))
    }

    @Test
    func twentyThousandCopiesOfOneComponent() {
        let event = "BEGIN:VEVENT\nUID:1\nDTSTART:1\nEND:VEVENT\n"
        let text = "BEGIN:VCALENDAR\n" + String(repeating: event, count: 20_000) + "END:VCALENDAR\n"
        let split = CalendarSplitter.split(Array(text.utf8))
        #expect(split.resources.count == 1)
        #expect(split.resources[0].dropped.count == 19_999)
    }

    @Test
    func aMegabyteOfJunkIsOneProblem() {
        let split = CalendarSplitter.split(Array(String(repeating: "junk\n", count: 200_000).utf8))
        #expect(split.problems.map(\.code) == [.outsideComponent])
        #expect(split.problems.map(\.range) == [0..<1_000_000])
    }

    @Test
    func agentsInAgents() {
        let open = String(repeating: "BEGIN:VCARD\nAGENT:\n", count: 100_000)
        let split = CardSplitter.split(Array(open.utf8))
        #expect(split.cards.count == 1)
        #expect(CardSplitter.split(split.cards[0].bytes).cards.map(\.bytes) == [split.cards[0].bytes])
    }

    @Test
    func aHundredThousandMismatchedPairs() {
        let pairs = String(repeating: "BEGIN:A\nBEGIN:B\nno colon\nEND:A\n", count: 100_000)
        let resource = CalendarSplitter.split(wrapped(Array(pairs.utf8))).resources[0]
        #expect(resource.problems.count == 200_000)
        #expect(CalendarSplitter.split(resource.bytes).resources.map(\.problems) == [[]])
    }

    @Test
    func aLargeComponentWithManySmallRivals() {
        let large = "BEGIN:VEVENT\nUID:1\nSEQUENCE:9\nX:\(String(repeating: "x", count: 4 << 20))\nEND:VEVENT\n"
        let small = (0..<20_000).map { "BEGIN:VEVENT\nUID:1\nX:\($0)\nEND:VEVENT\n" }.joined()
        let split = CalendarSplitter.split(Array("BEGIN:VCALENDAR\n\(large)\(small)END:VCALENDAR\n".utf8))
        #expect(split.resources.map(\.dropped.count) == [20_000])
    }

    @Test
    func aLargeCalendarMergedManyTimes() {
        let small = (0..<20_000).map { "BEGIN:VEVENT\nUID:\($0)\nEND:VEVENT\n" }.joined()
        let overrides = (0..<20_000).map { "BEGIN:VEVENT\nUID:\($0)\nRECURRENCE-ID:1\nEND:VEVENT\n" }.joined()
        let frame = "X:\(String(repeating: "x", count: 4 << 20))\n"
        let split = CalendarSplitter.split(
            Array("BEGIN:VCALENDAR\n\(small)END:VCALENDAR\nBEGIN:VCALENDAR\n\(frame)\(overrides)END:VCALENDAR\n".utf8))
        #expect(split.resources.count == 20_000)
        #expect(split.resources.allSatisfy { $0.problems.map(\.code) == [.mergedCalendars] })
    }
}
