/// Moments as programs write them in JSON and XML.
public enum InternetTime {
    /// A moment of RFC 3339, `2019-05-31T10:00:00.123+02:00`, also with a space for the `T`, without seconds, and with
    /// `+0200` or `+02`; without a zone it is UTC.
    ///
    /// - Returns: seconds since 1970, without the fraction; `nil` for anything else.
    public static func seconds(_ text: String) -> Int64? {
        var bytes = Array(text.utf8)[...]
        guard let year = number(&bytes, 4), skip(&bytes, "-"), let month = number(&bytes, 2), skip(&bytes, "-"),
            let day = number(&bytes, 2), skip(&bytes, "T") || skip(&bytes, "t") || skip(&bytes, " "),
            let hour = number(&bytes, 2), skip(&bytes, ":"), let minute = number(&bytes, 2),
            let days = days(year: year, month: month, day: day), hour < 24, minute < 60
        else { return nil }
        var second: Int64 = 0
        if skip(&bytes, ":") {
            guard let written = number(&bytes, 2), written < 61 else { return nil }
            second = written
        }
        if skip(&bytes, ".") || skip(&bytes, ",") { bytes = bytes.drop { (0x30...0x39).contains($0) } }
        guard let offset = offset(bytes) else { return nil }
        return days * 86_400 + hour * 3600 + minute * 60 + second - offset
    }

    /// The days from 1970-01-01 to a day of the Gregorian calendar; `nil` for a day there is not.
    public static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        guard day <= length else { return nil }
        // Years that begin in March have their leap day at the end.
        let shifted = month > 2 ? year : year - 1
        let leapDays = shifted / 4 - shifted / 100 + shifted / 400
        return shifted * 365 + leapDays + (153 * ((month + 9) % 12) + 2) / 5 + day - 1 - 719_468
    }

    /// Seconds east of UTC.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        var bytes = text
        if bytes.isEmpty || skip(&bytes, "Z") || skip(&bytes, "z") { return bytes.isEmpty ? 0 : nil }
        let isWest = bytes.first == UInt8(ascii: "-")
        guard skip(&bytes, "+") || skip(&bytes, "-"), let hours = number(&bytes, 2), hours < 24 else { return nil }
        _ = skip(&bytes, ":")
        let minutes = bytes.isEmpty ? 0 : number(&bytes, 2)
        guard let minutes, minutes < 60, bytes.isEmpty else { return nil }
        return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }

    private static func skip(_ bytes: inout ArraySlice<UInt8>, _ character: Character) -> Bool {
        guard bytes.first == character.asciiValue else { return false }
        bytes.removeFirst()
        return true
    }

    private static func number(_ bytes: inout ArraySlice<UInt8>, _ digits: Int) -> Int64? {
        let head = bytes.prefix(digits)
        guard head.count == digits, head.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        bytes = bytes.dropFirst(digits)
        return head.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
}
