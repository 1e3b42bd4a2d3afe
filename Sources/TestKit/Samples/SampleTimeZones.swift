/// VTIMEZONE components with the rules in force since 1996 (Paris) and 2007 (New York), written as Google writes them.
enum SampleTimeZones {
    static let paris = "Europe/Paris"
    static let newYork = "America/New_York"

    static func component(_ identifier: String) -> [String] {
        let (daylight, standard) = identifier == paris ? parisRules : newYorkRules
        return ["BEGIN:VTIMEZONE", "TZID:\(identifier)", "X-LIC-LOCATION:\(identifier)"]
            + daylight + standard + ["END:VTIMEZONE"]
    }

    private static let parisRules = (
        rule("DAYLIGHT", "+0100", "+0200", "GMT+2", "19700329T020000", "BYMONTH=3;BYDAY=-1SU"),
        rule("STANDARD", "+0200", "+0100", "GMT+1", "19701025T030000", "BYMONTH=10;BYDAY=-1SU")
    )

    private static let newYorkRules = (
        rule("DAYLIGHT", "-0500", "-0400", "EDT", "19700308T020000", "BYMONTH=3;BYDAY=2SU"),
        rule("STANDARD", "-0400", "-0500", "EST", "19701101T020000", "BYMONTH=11;BYDAY=1SU")
    )

    private static func rule(
        _ name: String, _ from: String, _ to: String, _ abbreviation: String, _ start: String, _ days: String
    ) -> [String] {
        [
            "BEGIN:\(name)", "TZOFFSETFROM:\(from)", "TZOFFSETTO:\(to)", "TZNAME:\(abbreviation)", "DTSTART:\(start)",
            "RRULE:FREQ=YEARLY;\(days)", "END:\(name)",
        ]
    }
}
