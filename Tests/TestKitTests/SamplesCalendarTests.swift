import Testing

@testable import TestKit

@Suite struct SamplesCalendarTests {
    private struct Component {
        var uid: String?
        var recurrenceID: String?
        var position: Int
    }

    private static let export: SampleExport = {
        var export = SampleExport.demo
        export.calendars = 8
        export.eventsPerCalendar = 90
        return export
    }()

    private func components(_ lines: [String]) -> [Component] {
        var components: [Component] = []
        var depth: [Substring] = []
        for line in lines {
            if line.hasPrefix("BEGIN:") {
                depth.append(line.dropFirst(6))
                if depth.last == "VEVENT" { components.append(Component(position: components.count)) }
            } else if line.hasPrefix("END:") {
                #expect(depth.popLast() == line.dropFirst(4))
            } else if depth.last == "VEVENT" {
                if line.hasPrefix("UID:") { components[components.count - 1].uid = String(line.dropFirst(4)) }
                if line.hasPrefix("RECURRENCE-ID") { components[components.count - 1].recurrenceID = line }
            }
        }
        #expect(depth.isEmpty)
        return components
    }

    @Test func everyCalendarHoldsWhatIsKnownOfIt() throws {
        for facts in Self.export.expected().calendars {
            let lines = try sampleLines(try Self.export.bytes(at: facts.path))
            let components = components(lines)
            #expect(components.count == facts.components)
            #expect(Set(components.compactMap(\.uid)) == Set(facts.uids) && Set(facts.uids).count == facts.uids.count)
            #expect(components.count { $0.uid == nil } == facts.eventsWithoutUID)
            let mains = Set(components.filter { $0.recurrenceID == nil }.compactMap(\.uid))
            #expect(Set(facts.uids).subtracting(mains) == Set(facts.overrideOnlyUIDs))
            let keys = components.filter { $0.uid != nil }.map { [$0.uid, $0.recurrenceID] }
            #expect(keys.count - Set(keys).count == facts.repeatedComponents)
            #expect(lines.contains("X-WR-CALNAME:\(facts.displayName)"))
            #expect(lines.contains("METHOD:PUBLISH"))
        }
    }

    @Test func overridesNeverFollowTheirMainComponent() throws {
        let facts = try #require(Self.export.expected().calendars.first)
        let components = components(try sampleLines(try Self.export.bytes(at: facts.path)))
        let mains = components.filter { $0.recurrenceID == nil && $0.uid != nil }
        let positions = Dictionary(mains.map { ($0.uid, $0.position) }, uniquingKeysWith: min)
        var distances: [Int] = []
        for override in components where override.recurrenceID != nil {
            if let main = positions[override.uid] { distances.append(override.position - main) }
        }
        #expect(distances.contains { $0 < 0 } && distances.contains { $0 > 0 })
        #expect(distances.allSatisfy { abs($0) > 1 })
    }

    @Test func linesAreFoldedAtSeventyFiveOctetsEvenInsideCharacters() throws {
        var split = 0
        for facts in Self.export.expected().calendars {
            for line in try Self.export.bytes(at: facts.path).split(separator: 10) {
                #expect(line.count <= 76)
                if String(validating: line, as: UTF8.self) == nil { split += 1 }
            }
        }
        #expect(split > 0)
    }

    @Test func everyZoneThatIsNamedIsDefined() throws {
        for facts in Self.export.expected().calendars {
            let lines = try sampleLines(try Self.export.bytes(at: facts.path))
            let defined = Set(lines.filter { $0.hasPrefix("TZID:") }.map { String($0.dropFirst(5)) })
            let named = lines.compactMap { line in
                line.firstRange(of: ";TZID=").map { String(line[$0.upperBound...].prefix { $0 != ":" }) }
            }
            #expect(defined == Set(named))
        }
    }

    @Test func quirksCanBeLeftOut() throws {
        var export = Self.export
        export.quirks = false
        for facts in export.expected().calendars {
            #expect(facts.eventsWithoutUID == 0 && facts.overrideOnlyUIDs.isEmpty && facts.repeatedComponents == 0)
            let lines = try sampleLines(try export.bytes(at: facts.path))
            #expect(!lines.contains { $0.hasPrefix("RDATE:") || $0.hasPrefix("CREATED:0000") })
        }
    }

    @Test func daysCountAsTheGregorianCalendarDoes() {
        let known: [(Int, Int, Int, Int, Int)] = [
            (1970, 1, 1, 0, 3), (1999, 12, 31, 10_956, 4), (2000, 2, 29, 11_016, 1), (2024, 2, 29, 19_782, 3),
            (2026, 4, 16, 20_559, 3),
        ]
        for (year, month, day, number, weekday) in known {
            let made = SampleDay(year: year, month: month, day: day)
            #expect(made.number == number && made.weekday == weekday)
        }
        for number in 0..<30_000 {
            let (year, month, day) = SampleDay(number).date
            #expect(SampleDay(year: year, month: month, day: day).number == number)
        }
    }
}
