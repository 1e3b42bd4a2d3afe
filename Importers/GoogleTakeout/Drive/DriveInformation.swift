internal import FoundationEssentials

/// The sidecar `NAME-info.json` that an administrator's export puts beside each file of Drive.
struct DriveInformation {
    /// When the content was last changed, seconds since 1970.
    let contentModified: Int64?
    /// Whether somebody besides the owner may see the file.
    let isShared: Bool

    /// Reads a sidecar; `nil` for a file of a person that only has such a name.
    init?(_ bytes: [UInt8]) {
        // Whatever the decoder has against the bytes: they are then no sidecar, and stay a file.
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(bytes)) else { return nil }
        guard fields.title != nil, fields.content_last_modified != nil || fields.permissions != nil else { return nil }
        contentModified = fields.content_last_modified.flatMap(Instant.seconds)
        isShared = (fields.permissions?.count ?? 0) > 1
    }

    /// The keys as Google writes them.
    private struct Fields: Decodable {
        let title: String?
        let content_last_modified: String?
        let permissions: [Permission]?

        struct Permission: Decodable {}
    }
}

/// Times as RFC 3339 writes them.
enum Instant {
    /// `2019-05-31T10:00:00Z`, with or without a fraction, as seconds since 1970; `nil` for anything else.
    static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            var value: Int64 = 0
            for byte in bytes[range] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        return daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// Days of the Gregorian calendar, counted in years that begin in March so that the leap day is the last.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let leapDays = shifted / 4 - shifted / 100 + shifted / 400
        return shifted * 365 + leapDays + (153 * monthFromMarch + 2) / 5 + day - 1 - 719_468
    }
}
