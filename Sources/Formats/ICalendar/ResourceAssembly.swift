internal import ContentLines
internal import TextEncoding

/// Makes resources out of scanned components: by type and UID, each with the time zones it needs.
struct ResourceAssembly {
    private let scan: CalendarScan
    private var problems: [CalendarProblem]
    private let frames: [CalendarFrame]
    private var components: [ScannedComponent]
    /// Of each TZID the first VTIMEZONE in the whole file.
    private var zonesOfFile: [Octets: Int] = [:]
    private var isZoneUsed: [Bool]
    private var isCalendarUsed: [Bool]
    private var frameClasses: [Int: Int] = [:]
    private var classOfFrame: [Octets: Int] = [:]

    init(_ scan: CalendarScan) {
        self.scan = scan
        problems = scan.problems
        components = scan.components
        frames = scan.calendars.map { CalendarFrame(lines: $0.lines, closing: $0.closing, isMade: $0.isMade) }
        isZoneUsed = Array(repeating: false, count: components.count)
        isCalendarUsed = Array(repeating: false, count: scan.calendars.count)
        for (index, component) in components.enumerated() where component.isTimeZone {
            let zone = Octets(component.identifier)
            zonesOfFile[zone] = zonesOfFile[zone] ?? index
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
        var groupOf: [Octets: Int] = [:]
        for (index, component) in components.enumerated() where !component.isTimeZone {
            let key = Octets(component.name + [ASCII.lineFeed] + component.identifier)
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
        var seen: Set<Octets> = []
        for group in groups {
            let first = components[group[0]]
            if !seen.insert(Octets(first.identifier)).inserted {
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
        noteMergedCalendars(group, into: first.calendar, &found)
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
    private mutating func noteMergedCalendars(
        _ group: [Int], into target: Int, _ found: inout [CalendarProblem]
    ) {
        isCalendarUsed[target] = true
        var seen: Set<Int> = [target]
        for index in group where seen.insert(components[index].calendar).inserted {
            let component = components[index]
            isCalendarUsed[component.calendar] = true
            guard frameClass(component.calendar) != frameClass(target) else { continue }
            let calendar = scan.calendars[component.calendar]
            found.append(
                CalendarProblem(
                    .mergedCalendars, line: calendar.line, calendar.propertyRange,
                    TextDecoding.text(Array(component.identifier.prefix(60)))))
        }
    }

    /// A number that is the same for calendars with the same properties. Each calendar is looked at once.
    private mutating func frameClass(_ calendar: Int) -> Int {
        if let known = frameClasses[calendar] { return known }
        let lines = Octets(frames[calendar].canonicalLines(in: scan.source))
        let number = classOfFrame[lines] ?? classOfFrame.count
        classOfFrame[lines] = number
        frameClasses[calendar] = number
        return number
    }

    /// Notes time zones that no component refers to, what is wrong inside of time zones, and empty calendars.
    private mutating func noteLeftovers() {
        for (index, component) in components.enumerated() where component.isTimeZone {
            let isFirst = scan.calendars[component.calendar].zones[Octets(component.identifier)] == index
            if isFirst, !isZoneUsed[index] { note(.unusedTimeZone, component) }
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
                let own = scan.calendars[member.calendar].zones[Octets(zone)]
                guard let index = own ?? zonesOfFile[Octets(zone)] else {
                    zones.missing.append(name)
                    found.append(
                        CalendarProblem(
                            .missingTimeZone, line: member.line, member.range, name))
                    continue
                }
                if own == nil { found.append(Self.problem(.borrowedTimeZone, components[index])) }
                isZoneUsed[index] = true
                if seenIndexes.insert(index).inserted { zones.indexes.append(index) }
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
            var newest = states.dropFirst().reduce(states[0]) { $0.isOlder(than: $1) ? $1 : $0 }
            for var state in states where !state.isRevision(of: newest) && !newest.means(&state) {
                components[state.index].makeIdentifier(.reusedUID, from: scan.source)
                found = true
            }
        }
        return found
    }

    /// The components to keep, one for each RECURRENCE-ID, in the order of the file.
    private func withoutDuplicates(_ group: [Int], _ found: inout [CalendarProblem]) -> [Int] {
        guard group.count > 1 else { return group }
        var winners: [Octets?: Int] = [:]
        // States are made at the first conflict and kept, so that a large component is not read for each rival.
        var states: [Int: ComponentState] = [:]
        for index in group {
            let key = components[index].recurrence.map(Octets.init)
            guard let rival = winners[key] else {
                winners[key] = index
                continue
            }
            var state = ComponentState(index, components[index], scan.source)
            var rivalState = states[rival] ?? ComponentState(rival, components[rival], scan.source)
            let isNewer = rivalState.isOlder(than: state)
            let isSame = rivalState.means(&state)
            let loser = components[isNewer ? rival : index]
            found.append(Self.problem(isSame ? .identicalComponent : .supersededComponent, loser))
            states[rival] = isNewer ? nil : rivalState
            if isNewer {
                states[index] = state
                winners[key] = index
            }
        }
        return winners.values.sorted()
    }
}
