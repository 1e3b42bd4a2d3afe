extension ProviderSample {
    /// An export of Microsoft as a person holds it: a calendar and contacts of Outlook, lists of To Do, the privacy
    /// dashboard.
    ///
    /// - Parameter isFrench: whether it is that of a French account: names of files, columns and lists.
    public static func microsoft(isFrench: Bool = false) -> ProviderSample {
        let list = SampleContactList.all.first { $0.description == (isFrench ? "outlook-fr" : "outlook-en") }
        let calendar = isFrench ? "Calendrier" : "Calendar"
        let tasks = isFrench ? "Tâches" : "Tasks"
        return ProviderSample(
            "outlook-export",
            [
                SampleEntry("Outlook/\(calendar).ics", .bytes(outlookCalendar(calendar)), .imported),
                SampleEntry("Outlook/Contacts.csv", .bytes(list?.bytes ?? []), .imported),
                SampleEntry("Microsoft To Do/\(tasks).json", text: toDo(tasks), .imported),
                SampleEntry("BrowsingHistory.json", text: "[]", .kept),
                SampleEntry("SearchRequestsAndQuery.csv", text: "DateTime,SearchTerms\n2024-01-01,vélo\n", .kept),
                SampleEntry("Outlook/empty.csv", text: "", .kept),
                SampleEntry("Outlook/broken.ics", text: "no calendar", .kept),
            ])
    }

    /// A calendar with names of time zones that Windows has, one of them defined in it.
    private static func outlookCalendar(_ name: String) -> [UInt8] {
        let zone = [
            "BEGIN:VTIMEZONE", "TZID:W. Europe Standard Time", "BEGIN:STANDARD", "DTSTART:16010101T030000",
            "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
            "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE",
        ]
        var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN"]
        lines += ["X-WR-CALNAME:\(name)"] + zone
        for number in 0..<12 {
            let day = number < 9 ? "0\(number + 1)" : "\(number + 1)"
            lines += [
                "BEGIN:VEVENT", "UID:040000008200E00074C5B7101A82E008\(day)", "DTSTAMP:20240101T000000Z",
                "DTSTART;TZID=\"W. Europe Standard Time\":202405\(day)T100000",
                "DTEND;TZID=W. Europe Standard Time:202405\(day)T110000", "SUMMARY:Réunion n° \(number)", "END:VEVENT",
            ]
        }
        return Array((lines + ["END:VCALENDAR", ""]).joined(separator: "\r\n").utf8)
    }

    private static func toDo(_ name: String) -> String {
        """
        {"value": [{"displayName": "\(name)", "tasks": [
          {"id": "a1", "title": "Payer le loyer", "status": "notStarted", "importance": "high",
           "body": {"content": "Virement, avant midi", "contentType": "text"},
           "createdDateTime": "2024-04-01T08:00:00.0000000Z", "lastModifiedDateTime": "2024-04-02T08:00:00Z",
           "dueDateTime": {"dateTime": "2024-05-05T00:00:00.0000000", "timeZone": "UTC"},
           "recurrence": {"pattern": {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 5},
                          "range": {"type": "noEnd"}},
           "checklistItems": [{"id": "s1", "displayName": "IBAN", "isChecked": true}]},
          {"id": "a2", "title": "Jardin", "status": "completed",
           "completedDateTime": {"dateTime": "2024-04-03T00:00:00.0000000", "timeZone": "UTC"},
           "createdDateTime": "2024-04-01T09:00:00Z"}]}]}
        """
    }
}
