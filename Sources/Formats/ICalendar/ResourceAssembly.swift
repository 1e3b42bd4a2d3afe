internal import ContentLines

/// Makes resources out of scanned components: by type and UID, each with the time zones it needs.
struct ResourceAssembly {
    private let scan: CalendarScan
    private var problems: [CalendarProblem]
    private let frames: [CalendarFrame]
    /// Of each TZID the first VTIMEZONE in the whole file.
    private var zonesOfFile: [[UInt8]: Int] = [:]
    private var isZoneUsed: [Bool]
    private var isCalendarUsed: [Bool]

    init(_ scan: CalendarScan) {
        self.scan = scan
        problems = scan.problems
        frames = scan.calendars.map { CalendarFrame(lines: $0.lines, closing: $0.closing, isMade: $0.isMade) }
        isZoneUsed = Array(repeating: false, count: scan.components.count)
        isCalendarUsed = Array(repeating: false, count: scan.calendars.count)
        for (index, component) in scan.components.enumerated() where component.isTimeZone {
            zonesOfFile[component.identifier] = zonesOfFile[component.identifier] ?? index
        }
    }

    mutating func run() -> CalendarSplit {
        let groups = grouped()
        noteSharedUIDs(groups)
        let resources = groups.map { resource(of: $0) }
        noteLeftovers()
        problems.sort { ($0.line, $0.code.rawValue) < ($1.line, $1.code.rawValue) }
        return CalendarSplit(
            source: scan.source, calendars: scan.calendars.map(\.properties), resources: resources, problems: problems)
    }

    /// The components of each type and UID, in the order of their first one.
    private func grouped() -> [[Int]] {
        var groups: [[Int]] = []
        var groupOf: [[UInt8]: Int] = [:]
        for (index, component) in scan.components.enumerated() where !component.isTimeZone {
            let key = component.name + [ASCII.lineFeed] + component.identifier
            if let group = groupOf[key] {
                groups[group].append(index)
            } else {
                groupOf[key] = groups.count
                groups.append([index])
            }
        }
        return groups
    }

    private mutating func noteSharedUIDs(_ groups: [[Int]]) {
        var seen: Set<[UInt8]> = []
        for group in groups {
            let first = scan.components[group[0]]
            if !seen.insert(first.identifier).inserted {
                note(.sharedUID, first)
            }
        }
    }

    private mutating func note(_ code: CalendarProblem.Code, _ component: ScannedComponent) {
        problems.append(Self.problem(code, component))
    }

    private static func problem(_ code: CalendarProblem.Code, _ component: ScannedComponent) -> CalendarProblem {
        CalendarProblem(
            code: code, line: component.line, range: component.range,
            context: TextDecoding.text(Array(component.identifier.prefix(60))))
    }

    private mutating func resource(of group: [Int]) -> CalendarObjectResource {
        var found: [CalendarProblem] = []
        let kept = withoutDuplicates(group, &found)
        let components = kept.map { scan.components[$0] }
        for component in components { found += component.problems }
        let first = components[0]
        let master = components.first { $0.recurrence == nil }
        if master == nil { found.append(Self.problem(.overridesOnly, first)) }
        noteMergedCalendars(group, &found)
        let zones = zones(of: components, &found)
        found.sort { ($0.line, $0.code.rawValue) < ($1.line, $1.code.rawValue) }
        return CalendarObjectResource(
            uid: TextDecoding.text(first.identifier), componentName: TextDecoding.text(first.name),
            calendarIndex: first.calendar, hasMaster: master != nil,
            overrideCount: components.count { $0.recurrence != nil }, timeZones: zones.names,
            missingTimeZones: zones.missing, problems: found, source: scan.source, frame: frames[first.calendar],
            zoneParts: zones.indexes.map { scan.components[$0].part }, parts: components.map(\.part),
            leadingPart: (master ?? first).part)
    }

    /// Notes calendars whose own lines are in no resource because the resource has those of another calendar.
    private mutating func noteMergedCalendars(_ group: [Int], _ found: inout [CalendarProblem]) {
        let first = scan.components[group[0]].calendar
        isCalendarUsed[first] = true
        var seen: Set<Int> = [first]
        var lines: [[UInt8]]?
        for index in group where seen.insert(scan.components[index].calendar).inserted {
            let component = scan.components[index]
            let expected = lines ?? frames[first].canonicalLines(in: scan.source)
            lines = expected
            isCalendarUsed[component.calendar] = true
            guard frames[component.calendar].canonicalLines(in: scan.source) != expected else { continue }
            let calendar = scan.calendars[component.calendar]
            found.append(
                CalendarProblem(
                    code: .mergedCalendars, line: calendar.line, range: calendar.propertyRange,
                    context: TextDecoding.text(Array(component.identifier.prefix(60)))))
        }
    }

    private mutating func noteLeftovers() {
        for (index, component) in scan.components.enumerated() where component.isTimeZone && !isZoneUsed[index] {
            let isFirst = scan.calendars[component.calendar].zones[component.identifier] == index
            if isFirst { note(.unusedTimeZone, component) }
            problems += component.problems
        }
        for (index, calendar) in scan.calendars.enumerated() where !isCalendarUsed[index] {
            problems.append(
                CalendarProblem(code: .emptyCalendar, line: calendar.line, range: calendar.propertyRange, context: ""))
        }
    }

    // MARK: Time zones

    private struct Zones {
        var names: [String] = []
        var missing: [String] = []
        var indexes: [Int] = []
    }

    private mutating func zones(of components: [ScannedComponent], _ found: inout [CalendarProblem]) -> Zones {
        var zones = Zones()
        var seenNumbers: Set<Int> = []
        var seenIndexes: Set<Int> = []
        for component in components {
            for number in component.zones where seenNumbers.insert(number).inserted {
                let zone = scan.zoneNames[number]
                let name = TextDecoding.text(zone)
                zones.names.append(name)
                let own = scan.calendars[component.calendar].zones[zone]
                guard let index = own ?? zonesOfFile[zone] else {
                    zones.missing.append(name)
                    found.append(
                        CalendarProblem(
                            code: .missingTimeZone, line: component.line, range: component.range,
                            context: String(name.prefix(60))))
                    continue
                }
                if own == nil { found.append(Self.problem(.borrowedTimeZone, scan.components[index])) }
                isZoneUsed[index] = true
                if seenIndexes.insert(index).inserted {
                    zones.indexes.append(index)
                    found += scan.components[index].problems
                }
            }
        }
        zones.indexes.sort()
        return zones
    }

    // MARK: Duplicates

    /// The components to keep, one for each RECURRENCE-ID, in the order of the file.
    private func withoutDuplicates(_ group: [Int], _ found: inout [CalendarProblem]) -> [Int] {
        guard group.count > 1 else { return group }
        var winners: [[UInt8]?: ComponentState] = [:]
        for index in group {
            let component = scan.components[index]
            let state = ComponentState(index, component, scan.source)
            guard let rival = winners[component.recurrence] else {
                winners[component.recurrence] = state
                continue
            }
            let isNewer = rival.isOlder(than: state)
            let loser = scan.components[isNewer ? rival.index : index]
            found.append(
                Self.problem(rival.means(state) ? .identicalComponent : .supersededComponent, loser))
            if isNewer { winners[component.recurrence] = state }
        }
        return winners.values.map(\.index).sorted()
    }
}
