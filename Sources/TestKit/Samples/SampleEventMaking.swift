/// Makes the events of one calendar; which sort an event is follows from its number, the rest from chance.
struct SampleEventMaking {
    let export: SampleExport
    let calendar: Int

    private var words: SampleWords { export.words }

    func event(_ index: Int) -> SampleEvent {
        var random = SampleRandom(export.seed, "event", calendar &* 1_000_003 &+ index)
        let uid = random.identifier(26) + "@google.com"
        let day = SampleDay(year: 2016 + random.below(10), month: 1 + random.below(12), day: 1 + random.below(28))
        switch (calendar, words.calendars.count) {
        case (2, 3...): return birthday(index, uid, day)
        case (5, 6...): return holiday(index, uid)
        default: break
        }
        if export.quirks, let quirk = SampleQuirk(rawValue: index % 40) {
            return quirky(quirk, base(uid, day, &random), day, &random)
        }
        switch index % 10 {
        case 0: return meeting(base(uid, day, &random), &random)
        case 1: return allDay(base(uid, day, &random), day, days: 1)
        case 2: return weekly(base(uid, day, &random), day, &random)
        case 3: return alarmed(base(uid, day, &random), byMail: false)
        case 4: return monthly(base(uid, day, &random), day, &random)
        case 5: return described(base(uid, day, &random), &random)
        case 6: return yearly(base(uid, day, &random), day)
        case 7: return alarmed(base(uid, day, &random), byMail: true)
        case 8: return daily(base(uid, day, &random), day)
        default: return allDay(base(uid, day, &random), day, days: 2 + random.below(12))
        }
    }

    /// A single event of an hour in UTC, which is how Google writes whatever does not recur.
    private func base(_ uid: String, _ day: SampleDay, _ random: inout SampleRandom) -> SampleEventComponent {
        let hour = 7 + random.below(11)
        let quarter = 15 * random.below(4)
        var component = SampleEventComponent(
            uid: uid,
            times: ["DTSTART:\(day.at(hour, quarter))Z", "DTEND:\(day.at(hour + 1, quarter))Z"],
            summary: random.pick(words.summaries))
        component.created = (day + -(1 + random.below(90))).at(random.below(24), random.below(60)) + "Z"
        component.lastModified = day.at(random.below(7), random.below(60)) + "Z"
        component.sequence = random.below(4)
        if random.below(3) > 0 { component.location = random.pick(words.places) }
        if random.below(16) == 0 { component.status = "TENTATIVE" }
        return component
    }

    private func single(_ component: SampleEventComponent) -> SampleEvent {
        SampleEvent(uid: component.uid, main: component.lines(stamp: export.stamp))
    }

    private func allDay(_ base: SampleEventComponent, _ day: SampleDay, days: Int) -> SampleEvent {
        var component = base
        component.times = ["DTSTART;VALUE=DATE:\(day.basic)", "DTEND;VALUE=DATE:\((day + days).basic)"]
        component.transparent = true
        return single(component)
    }

    private func described(_ base: SampleEventComponent, _ random: inout SampleRandom) -> SampleEvent {
        var component = base
        let sentences = (0..<(2 + random.below(4))).map { _ in random.pick(words.sentences) }
        component.description = sentences.joined(separator: "\n")
        return single(component)
    }

    private func alarmed(_ base: SampleEventComponent, byMail: Bool) -> SampleEvent {
        var component = base
        component.trailing = ["BEGIN:VALARM"]
        if byMail {
            component.trailing += [
                "ACTION:EMAIL", "DESCRIPTION:\(words.reminder)", "SUMMARY:Alarm notification",
                "ATTENDEE:mailto:\(export.account)", "TRIGGER:-P1DT0H0M0S",
            ]
        } else {
            component.trailing += ["ACTION:DISPLAY", "DESCRIPTION:\(words.reminder)", "TRIGGER:-P0DT0H10M0S"]
        }
        component.trailing.append("END:VALARM")
        return single(component)
    }

    private func meeting(_ base: SampleEventComponent, _ random: inout SampleRandom) -> SampleEvent {
        var component = base
        let owner = words.person(0)
        let people = (0..<(2 + random.below(4))).map { _ in random.below(60) }
        let room =
            "https://meet.google.com/" + random.identifier(3, alphabet: "abcdefghijkmnopqrstuvwxyz") + "-test-room"
        let states = ["ACCEPTED", "NEEDS-ACTION", "DECLINED", "TENTATIVE"]
        component.people = ["ORGANIZER;CN=\(owner.first) \(owner.last):mailto:\(export.account)"]
        for (position, person) in people.enumerated() {
            let name = words.person(person)
            var attendee = "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=\(states[position % 4])"
            if position == 0 { attendee += ";RSVP=TRUE" }
            attendee += ";CN=\(name.first) \(name.last);X-NUM-GUESTS=0"
            if position == 1 { attendee += ";X-RESPONSE-COMMENT=\"Gr&uuml\\;&szlig\\;e&nbsp\\;!\"" }
            component.people.append(attendee + ":mailto:guest\(person)@example.org")
        }
        component.people.append("X-GOOGLE-CONFERENCE:\(room)")
        let ruler = "-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-"
        component.description =
            "<p><b>\(random.pick(words.sentences))</b><br>\(random.pick(words.sentences))</p>"
            + "<ul><li>1 &amp; 2</li></ul>\n\n\(ruler)\n\(room)\n\(ruler)"
        component.trailing = [
            "ATTACH;FILENAME=\(words.driveNames[0]);FMTTYPE=application/vnd.google-apps.document:"
                + "https://drive.google.com/open?id=\(random.identifier(33))"
        ]
        return single(component)
    }

    private func weekly(
        _ base: SampleEventComponent, _ day: SampleDay, _ random: inout SampleRandom
    ) -> SampleEvent {
        let start = day.next(weekday: 0)
        let hour = 9 + random.below(8)
        let weeks = 10 + random.below(30)
        let last = start + 7 * weeks
        var component = base
        component.times =
            zoned(SampleTimeZones.paris, start, hour) + [
                "RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=\(last.at(21, 59))Z;BYDAY=MO,TH",
                "EXDATE;TZID=\(SampleTimeZones.paris):\((start + 14).at(hour))",
                "EXDATE;TZID=\(SampleTimeZones.paris):\((start + 21).at(hour))",
            ]
        let moved = override(of: component, SampleTimeZones.paris, instance: start + 7, hour: hour, to: hour + 1)
        let movedAgain = override(of: component, SampleTimeZones.paris, instance: start + 10, hour: hour, to: hour + 2)
        return SampleEvent(
            uid: component.uid, main: component.lines(stamp: export.stamp), overrides: [moved, movedAgain],
            zones: [SampleTimeZones.paris])
    }

    private func monthly(
        _ base: SampleEventComponent, _ day: SampleDay, _ random: inout SampleRandom
    ) -> SampleEvent {
        let (year, month, _) = day.date
        let start = SampleDay(year: year, month: month, day: 8).next(weekday: 1)
        var component = base
        // Editing "this and following" events starts a series whose UID carries the day of the split.
        component.uid = random.identifier(26) + "_R\(start.at(16))@google.com"
        component.times = zoned(SampleTimeZones.paris, start, 18) + ["RRULE:FREQ=MONTHLY;COUNT=12;BYDAY=2TU"]
        return SampleEvent(
            uid: component.uid, main: component.lines(stamp: export.stamp), zones: [SampleTimeZones.paris])
    }

    private func daily(_ base: SampleEventComponent, _ day: SampleDay) -> SampleEvent {
        var component = base
        component.times = zoned(SampleTimeZones.newYork, day, 9) + ["RRULE:FREQ=DAILY;COUNT=5"]
        let moved = override(of: component, SampleTimeZones.newYork, instance: day + 3, hour: 9, to: 15)
        return SampleEvent(
            uid: component.uid, main: component.lines(stamp: export.stamp), overrides: [moved],
            zones: [SampleTimeZones.newYork])
    }

    private func yearly(_ base: SampleEventComponent, _ day: SampleDay) -> SampleEvent {
        var component = base
        component.times = [
            "DTSTART;VALUE=DATE:\(day.basic)", "DTEND;VALUE=DATE:\((day + 1).basic)", "RRULE:FREQ=YEARLY",
        ]
        component.transparent = true
        return single(component)
    }

    private func birthday(_ index: Int, _ uid: String, _ day: SampleDay) -> SampleEvent {
        let name = words.person(index)
        let person = "\(name.first) \(name.last)"
        var component = SampleEventComponent(
            uid: uid,
            times: ["DTSTART;VALUE=DATE:\(day.basic)", "DTEND;VALUE=DATE:\((day + 1).basic)"],
            summary: "\(words.birthdayOf) \(person)")
        if export.quirks, index % 6 == 0 {
            // A DATE with a Z, as the birthday calendars of Google have it.
            component.times.append("RDATE:\(day.basic)Z")
        } else {
            component.times.append("RRULE:FREQ=YEARLY")
        }
        component.people = [
            "X-GOOGLE-CALENDAR-CONTENT-DISPLAY:chip",
            "X-GOOGLE-CALENDAR-CONTENT-ICON:https://calendar.google.com/googlecalendar/images/cake.gif",
            "X-GOOGLE-CALENDAR-CONTENT-TITLE:\(SampleContentLines.escaped(component.summary))",
        ]
        component.transparent = true
        return single(component)
    }

    private func holiday(_ index: Int, _ uid: String) -> SampleEvent {
        let names = words.holidays
        let day = SampleDay(year: 2016 + index / names.count, month: 1 + (index % names.count) * 2, day: 1)
        var component = SampleEventComponent(
            uid: uid, times: ["DTSTART;VALUE=DATE:\(day.basic)", "DTEND;VALUE=DATE:\((day + 1).basic)"],
            summary: names[index % names.count])
        component.transparent = true
        return single(component)
    }

    func zoned(_ zone: String, _ day: SampleDay, _ hour: Int) -> [String] {
        ["DTSTART;TZID=\(zone):\(day.at(hour))", "DTEND;TZID=\(zone):\(day.at(hour + 1, 30))"]
    }

    func override(
        of main: SampleEventComponent, _ zone: String, instance: SampleDay, hour: Int, to newHour: Int
    ) -> [String] {
        var component = main
        component.times = zoned(zone, instance, newHour)
        component.recurrenceID = ";TZID=\(zone):\(instance.at(hour))"
        component.sequence += 1
        component.summary += " (!)"
        return component.lines(stamp: export.stamp)
    }
}
