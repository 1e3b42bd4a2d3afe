/// Moments in UTC, in the Gregorian calendar.
public enum UTCTime {
    /// `2021-08-26T12:50:12Z` (RFC 3339).
    ///
    /// - Parameter seconds: since 1970.
    public static func text(of seconds: Int64) -> String {
        "\(day(of: seconds))T\(clock(of: seconds)):\(part(seconds, 1, 60))Z"
    }

    /// `2021-08-26`.
    ///
    /// - Parameter seconds: since 1970.
    public static func day(of seconds: Int64) -> String {
        let (year, month, day) = date(of: seconds)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// `12:50`.
    ///
    /// - Parameter seconds: since 1970.
    public static func clock(of seconds: Int64) -> String { "\(part(seconds, 3600, 24)):\(part(seconds, 60, 60))" }

    /// Year, month and day of the month.
    ///
    /// - Parameter seconds: since 1970.
    public static func date(of seconds: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // Days are counted from 1 March of year 0, so that a leap day ends its year; 400 years have 146,097 days.
        let days = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let day = days - era * 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let calendarMonth = month < 10 ? month + 3 : month - 9
        return (era * 400 + year + (calendarMonth <= 2 ? 1 : 0), calendarMonth, dayOfYear - (153 * month + 2) / 5 + 1)
    }

    private static func part(_ seconds: Int64, _ unit: Int64, _ count: Int64) -> String {
        let ofDay = (seconds % 86_400 + 86_400) % 86_400
        return padded(ofDay / unit % count, 2)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
