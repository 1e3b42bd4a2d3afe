internal import Timestamps

/// The dates of Google Chat, English in every language: `Wednesday, January 4, 2023 at 10:59:50 AM UTC` and
/// `Tuesday, 7 February 2021 at 17:13:43 UTC`.
enum ChatDate {
    /// Seconds since 1970; `nil` for anything else. A narrow space may stand before AM and PM.
    static func seconds(_ text: String) -> Int64? {
        var month: Int64?
        var day: Int64?
        var year: Int64?
        var clock: [Int64] = []
        var half = ""
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            if word.contains(":") {
                clock = word.split(separator: ":").compactMap { Int64($0) }
            } else if let number = Int64(word) {
                if number > 31 { year = number } else { day = number }
            } else if let found = months.firstIndex(of: String(word.prefix(3)).lowercased()), word.count > 2 {
                month = Int64(found) + 1
            } else if ["am", "pm"].contains(word.lowercased()) {
                half = word.lowercased()
            }
        }
        guard let year, let month, let day, clock.count >= 2, clock.allSatisfy({ (0..<61).contains($0) }),
            let days = InternetTime.days(year: year, month: month, day: day)
        else { return nil }
        var hour = clock[0]
        if half == "pm", hour < 12 { hour += 12 }
        if half == "am", hour == 12 { hour = 0 }
        guard hour < 24 else { return nil }
        return days * 86_400 + hour * 3600 + clock[1] * 60 + (clock.count > 2 ? clock[2] : 0)
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
}
