/// The Retry-After field (RFC 9110 section 10.2.3): seconds, or a date in any of the three forms of section 5.6.7.
public enum RetryAfter {
    /// How long to wait.
    ///
    /// - Parameter now: seconds since 1970.
    /// - Returns: seconds, 0 for a date that has passed; `nil` for what is neither form.
    public static func seconds(_ value: String, now: Int64) -> Int64? {
        let text = value.trimmingSpaces
        if !text.isEmpty, text.utf8.allSatisfy(isDigit) { return Int64(text) ?? Int64.max }
        guard let date = HTTPDate.parse(text, now: now) else { return nil }
        return max(0, date - now)
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var text = self[...]
        while let first = text.utf8.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
        while let last = text.utf8.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
        return String(text)
    }
}
