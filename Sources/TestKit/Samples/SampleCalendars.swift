/// What is known of a calendar of a sample export because it was made so.
public struct SampleCalendarFacts: Sendable {
    /// The path of its file.
    public let path: String
    /// The value of X-WR-CALNAME.
    public let displayName: String
    /// The UIDs in it, each once, in the order of the file's making.
    public let uids: [String]
    /// The number of VEVENTs without a UID.
    public let eventsWithoutUID: Int
    /// The UIDs of which there are overrides but no main component.
    public let overrideOnlyUIDs: [String]
    /// The number of VEVENTs, overrides and repeated ones included.
    public let components: Int
    /// The number of VEVENTs that repeat the (UID, RECURRENCE-ID) of another.
    public let repeatedComponents: Int

    /// The number of events an importer finds: one for each UID and one for each VEVENT without.
    public var events: Int { uids.count + eventsWithoutUID }
}

extension SampleExport {
    func calendarFacts(_ index: Int) -> SampleCalendarFacts {
        let events = calendarEvents(index)
        let overrideOnly = events.filter { $0.main == nil }.compactMap(\.uid)
        let components = events.reduce(0) { $0 + ($1.main == nil ? 0 : 1) + $1.overrides.count + $1.repeats.count }
        return SampleCalendarFacts(
            path: calendarPath(index), displayName: calendarName(index), uids: events.compactMap(\.uid),
            eventsWithoutUID: events.count { $0.uid == nil }, overrideOnlyUIDs: overrideOnly, components: components,
            repeatedComponents: events.reduce(0) { $0 + $1.repeats.count })
    }

    var calendarSections: [SampleSection] {
        guard calendars > 0 else { return [] }
        return [
            SampleSection(.calendar, count: calendars) { index in
                SampleEntry(calendarPath(index), .bytes(calendarBytes(index)), .imported)
            },
            SampleSection(
                .calendar,
                [SampleEntry(path(.calendar, "meet_settings.json"), text: "{\"Meeting data\":[]}\n", .kept)]),
        ]
    }

    private func calendarEvents(_ index: Int) -> [SampleEvent] {
        let making = SampleEventMaking(export: self, calendar: index)
        return (0..<eventsPerCalendar).map(making.event)
    }

    private func calendarName(_ index: Int) -> String {
        if index == 0 { return account }
        let named = words.calendars
        return index <= named.count ? named[index - 1] : "\(words.calendar) \(index)"
    }

    private func calendarPath(_ index: Int) -> String {
        path(.calendar, fileName(calendarName(index), suffix: ".ics"))
    }

    private func calendarBytes(_ index: Int) -> [UInt8] {
        let events = calendarEvents(index)
        var lines = SampleContentLines()
        lines.add([
            "BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0",
            "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:\(SampleContentLines.escaped(calendarName(index)))",
            "X-WR-TIMEZONE:\(SampleTimeZones.paris)",
        ])
        if index > 0, index % 2 == 0 {
            lines.add("X-WR-CALDESC:\(SampleContentLines.escaped(words.sentences[index % words.sentences.count]))")
        }
        for zone in [SampleTimeZones.paris, SampleTimeZones.newYork]
        where events.contains(where: { $0.zones.contains(zone) }) {
            lines.add(SampleTimeZones.component(zone))
        }
        // Overrides stand at both ends of the file, never beside their main component.
        for (position, event) in events.enumerated() where position % 20 >= 10 {
            for override in event.overrides { lines.add(override) }
        }
        for event in events {
            if let main = event.main { lines.add(main) }
        }
        for (position, event) in events.enumerated() {
            if position % 20 < 10 {
                for override in event.overrides { lines.add(override) }
            }
            for component in event.repeats { lines.add(component) }
        }
        lines.add("END:VCALENDAR")
        return lines.bytes
    }
}
