/// Times as Apple writes them into its lists.
enum AppleDate {
    /// `MM-DD-YYYY HH:MM:SS` of the list of notes (UTC), also with `/`; seconds since 1970.
    static func ofNote(_ text: String) -> Int64? {
        let words = text.split(separator: " ")
        guard words.count == 2 else { return nil }
        let date = numbers(words[0], separators: "-/")
        let time = numbers(words[1], separators: ":")
        guard date.count == 3, time.count >= 2 else { return nil }
        return seconds(
            year: date[2], month: date[0], day: date[1], hour: time[0], minute: time[1],
            second: time.count > 2 ? time[2] : 0)
    }

    /// `Saturday June 4,2022 12:11 PM GMT` of the list of photos; seconds since 1970.
    static func ofPhoto(_ text: String) -> Int64? {
        // Some exports have a narrow no-break space before AM and PM.
        let words = text.split { $0 == " " || $0 == "," || $0 == "\u{202F}" || $0 == "\u{A0}" }
        guard words.count >= 6, let month = months[words[1].lowercased()], let day = Int64(words[2]),
            let year = Int64(words[3])
        else { return nil }
        let time = numbers(words[4], separators: ":")
        guard time.count == 2, (1...12).contains(time[0]) else { return nil }
        let isAfternoon = words[5].lowercased() == "pm"
        guard isAfternoon || words[5].lowercased() == "am" else { return nil }
        return seconds(
            year: year, month: month, day: day, hour: time[0] % 12 + (isAfternoon ? 12 : 0), minute: time[1], second: 0)
    }

    private static let months: [String: Int64] = [
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9, "october": 10, "november": 11, "december": 12,
    ]

    private static func numbers(_ text: Substring, separators: String) -> [Int64] {
        let parts = text.split(omittingEmptySubsequences: false) { separators.contains($0) }
        let numbers = parts.compactMap { Int64($0) }
        return numbers.count == parts.count ? numbers : []
    }

    private static func seconds(
        year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64
    ) -> Int64? {
        guard (1900...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0..<24).contains(hour),
            (0..<60).contains(minute), (0..<61).contains(second)
        else { return nil }
        // Days of the Gregorian calendar, counted in years that begin in March so that the leap day is the last.
        let shifted = month > 2 ? year : year - 1
        let days =
            shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day - 1
            - 719_468
        return days * 86_400 + hour * 3600 + minute * 60 + second
    }
}
