internal import ContentLines

/// Makes resources out of scanned components: by type and UID, each with the time zones it needs.
struct ResourceAssembly {
    private let scan: CalendarScan
    private var problems: [CalendarProblem]
    private let frames: [CalendarFrame]
    private var components: [ScannedComponent]
    /// Of each TZID the first VTIMEZONE in the whole file.
    private var zonesOfFile: [[UInt8]: Int] = [:]
    private var isZoneUsed: [Bool]
    private var isCalendarUsed: [Bool]

    init(_ scan: CalendarScan) {
        self.scan = scan
        problems = scan.problems
        components = scan.components
        frames = scan.calendars.map { CalendarFrame(lines: $0.lines, closing: $0.closing, isMade: $0.isMade) }
        isZoneUsed = Array(repeating: false, count: components.count)
        isCalendarUsed = Array(repeating: false, count: scan.calendars.count)
        for (index, component) in components.enumerated() where component.isTimeZone {
            zonesOfFile[component.identifier] = zonesOfFile[component.identifier] ?? index
        }
    }

    mutating func run() -> CalendarSplit {
        var groups = grouped()
        if separateReusedUIDs(groups) { groups = grouped() }
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
        for (index, component) in components.enumerated() where !component.isTimeZone {
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
            let first = components[group[0]]
            if !seen.insert(first.identifier).inserted {
                note(.sharedUID, first)
            }
        }
    }

    private mutating func note(_ code: CalendarProblemCode, _ component: ScannedComponent) {
        problems.append(Self.problem(code, component))
    }

    private static func problem(_ code: CalendarProblemCode, _ component: ScannedComponent) -> CalendarProblem {
        CalendarProblem(
            code, line: component.line, component.range, TextDecoding.text(Array(component.identifier.prefix(60))))
    }

    private mutating func resource(of group: [Int]) -> CalendarObjectResource {
        var found: [CalendarProblem] = []
        let kept = withoutDuplicates(group, &found)
        let members = kept.map { components[$0] }
        for member in members { found += member.problems }
        let first = members[0]
        let master = members.first { $0.recurrence == nil }
        if master == nil { found.append(Self.problem(.overridesOnly, first)) }
        noteMergedCalendars(group, &found)
        let zones = zones(of: members, &found)
        found.sort { ($0.line, $0.code.rawValue) < ($1.line, $1.code.rawValue) }
        return CalendarObjectResource(
            uid: TextDecoding.text(first.identifier), componentName: TextDecoding.text(first.name),
            calendarIndex: first.calendar, hasMaster: master != nil,
            overrideCount: members.count { $0.recurrence != nil }, timeZones: zones.names,
            missingTimeZones: zones.missing, problems: found, source: scan.source, frame: frames[first.calendar],
            zoneParts: zones.indexes.map { components[$0].part }, parts: members.map(\.part),
            leadingPart: (master ?? first).part)
    }

    /// Notes calendars whose own lines are in no resource because the resource has those of another calendar.
    private mutating func noteMergedCalendars(_ group: [Int], _ found: inout [CalendarProblem]) {
        let first = components[group[0]].calendar
        isCalendarUsed[first] = true
        var seen: Set<Int> = [first]
        var lines: [[UInt8]]?
        for index in group where seen.insert(components[index].calendar).inserted {
            let component = components[index]
            let expected = lines ?? frames[first].canonicalLines(in: scan.source)
            lines = expected
            isCalendarUsed[component.calendar] = true
            guard frames[component.calendar].canonicalLines(in: scan.source) != expected else { continue }
            let calendar = scan.calendars[component.calendar]
            found.append(
                CalendarProblem(
                    .mergedCalendars, line: calendar.line, calendar.propertyRange,
                    TextDecoding.text(Array(component.identifier.prefix(60)))))
        }
    }

    private mutating func noteLeftovers() {
        for (index, component) in components.enumerated() where component.isTimeZone && !isZoneUsed[index] {
            let isFirst = scan.calendars[component.calendar].zones[component.identifier] == index
            if isFirst { note(.unusedTimeZone, component) }
            problems += component.problems
        }
        for (index, calendar) in scan.calendars.enumerated() where !isCalendarUsed[index] {
            problems.append(
                CalendarProblem(.emptyCalendar, line: calendar.line, calendar.propertyRange, ""))
        }
    }

    // MARK: Time zones

    private struct Zones {
        var names: [String] = []
        var missing: [String] = []
        var indexes: [Int] = []
    }

    private mutating func zones(of members: [ScannedComponent], _ found: inout [CalendarProblem]) -> Zones {
        var zones = Zones()
        var seenNumbers: Set<Int> = []
        var seenIndexes: Set<Int> = []
        for member in members {
            for number in member.zones where seenNumbers.insert(number).inserted {
                let zone = scan.zoneNames[number]
                let name = TextDecoding.text(zone)
                zones.names.append(name)
                let own = scan.calendars[member.calendar].zones[zone]
                guard let index = own ?? zonesOfFile[zone] else {
                    zones.missing.append(name)
                    found.append(
                        CalendarProblem(
                            .missingTimeZone, line: member.line, member.range, name))
                    continue
                }
                if own == nil { found.append(Self.problem(.borrowedTimeZone, components[index])) }
                isZoneUsed[index] = true
                if seenIndexes.insert(index).inserted {
                    zones.indexes.append(index)
                    found += components[index].problems
                }
            }
        }
        zones.indexes.sort()
        return zones
    }

    // MARK: Duplicates

    /// Gives components that only share the UID of another one a UID of their own, and tells whether there were any.
    private mutating func separateReusedUIDs(_ groups: [[Int]]) -> Bool {
        var found = false
        for group in groups where group.count > 1 {
            let masters = group.filter { components[$0].recurrence == nil }
            guard masters.count > 1 else { continue }
            let states = masters.map { ComponentState($0, components[$0], scan.source) }
            let newest = states.dropFirst().reduce(states[0]) { $0.isOlder(than: $1) ? $1 : $0 }
            let meaning = newest.meaning
            for state in states where !state.isRevision(of: newest) && state.meaning != meaning {
                components[state.index].makeIdentifier(.reusedUID, from: scan.source)
                found = true
            }
        }
        return found
    }

    /// The components to keep, one for each RECURRENCE-ID, in the order of the file.
    private func withoutDuplicates(_ group: [Int], _ found: inout [CalendarProblem]) -> [Int] {
        guard group.count > 1 else { return group }
        var winners: [[UInt8]?: Int] = [:]
        for index in group {
            guard let rival = winners[components[index].recurrence] else {
                winners[components[index].recurrence] = index
                continue
            }
            let state = ComponentState(index, components[index], scan.source)
            let rivalState = ComponentState(rival, components[rival], scan.source)
            let isNewer = rivalState.isOlder(than: state)
            let loser = components[isNewer ? rival : index]
            found.append(Self.problem(rivalState.means(state) ? .identicalComponent : .supersededComponent, loser))
            if isNewer { winners[components[index].recurrence] = index }
        }
        return winners.values.sorted()
    }
}
