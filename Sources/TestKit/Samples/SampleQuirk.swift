/// What Google writes against RFC 5545 or what servers refuse; the raw value is the place in every forty events.
enum SampleQuirk: Int {
    case noEnd = 3
    case untilDate = 9
    case overrideOnly = 11
    case repeated = 13
    case withoutUID = 15
    case exceptionDate = 17
    case repeatedOverride = 19
    case yearZero = 23
}

extension SampleEventMaking {
    func quirky(
        _ quirk: SampleQuirk, _ base: SampleEventComponent, _ day: SampleDay, _ random: inout SampleRandom
    ) -> SampleEvent {
        var component = base
        let zone = SampleTimeZones.paris
        var event = SampleEvent(uid: component.uid, zones: [])
        switch quirk {
        case .overrideOnly:
            event.overrides = [override(of: component, zone, instance: day, hour: 10, to: 11)]
            event.zones = [zone]
            return event
        case .withoutUID:
            component.uid = nil
        case .repeated:
            var newer = component
            newer.sequence += 2
            newer.summary += " ✔"
            event.repeats = [newer.lines(stamp: export.stamp)]
        case .repeatedOverride:
            component.times = zoned(zone, day, 12) + ["RRULE:FREQ=DAILY;COUNT=4"]
            event.overrides = [override(of: component, zone, instance: day + 1, hour: 12, to: 13)]
            var newer = component
            newer.sequence += 3
            event.repeats = [override(of: newer, zone, instance: day + 1, hour: 12, to: 14)]
            event.zones = [zone]
        case .untilDate:
            component.times = zoned(zone, day, 17) + ["RRULE:FREQ=WEEKLY;UNTIL=\((day + 70).basic)"]
            event.zones = [zone]
        case .exceptionDate:
            component.times =
                zoned(zone, day, 8) + [
                    "RRULE:FREQ=DAILY;COUNT=10", "EXDATE;VALUE=DATE:\((day + 2).basic)",
                ]
            event.zones = [zone]
        case .noEnd:
            component.times.removeLast()
        case .yearZero:
            component.created = "00001231T000000Z"
        }
        event.uid = component.uid
        event.main = component.lines(stamp: export.stamp)
        return event
    }
}
