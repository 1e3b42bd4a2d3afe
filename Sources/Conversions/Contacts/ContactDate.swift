/// A day of a contact list: a birthday, with or without its year.
struct ContactDate: Equatable {
    let year: Int?
    let month: Int
    let day: Int

    /// Which of two numbers is the day, where a date begins with neither a year nor a number above 12.
    enum Order { case monthFirst, dayFirst }

    init?(year: Int?, month: Int, day: Int) {
        guard (1...12).contains(month), (1...31).contains(day), year.map({ (1000...9999).contains($0) }) ?? true else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `1990-03-05`, `19900305`, `--03-05`, `3/5/1990`, `5.3.1990`; nil for anything else, also for years of two
    /// digits, which may be of either century.
    init?(_ text: String, _ order: Order) {
        guard let numbers = Self.numbers(text) else { return nil }
        switch numbers {
        case .year(let year, let month, let day): self.init(year: year, month: month, day: day)
        case .yearLast(let first, let second, let year, let isDotted):
            let isDayFirst = first > 12 || second <= 12 && (isDotted || order == .dayFirst)
            self.init(year: year, month: isDayFirst ? second : first, day: isDayFirst ? first : second)
        }
    }

    /// Whether a program wrote a date where there is none: `0/0/00`.
    static func isEmpty(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == 0x30 || $0 == 0x2F || $0 == 0x2E || $0 == 0x2D || $0 == 0x20 }
    }

    /// The order the dates of a file show, the first that is unmistakable; nil if none is.
    static func order(in texts: some Sequence<String>) -> Order? {
        for text in texts {
            guard case .yearLast(let first, let second, _, let isDotted) = numbers(text), !isDotted else { continue }
            if first > 12, second <= 12 { return .dayFirst }
            if second > 12, first <= 12 { return .monthFirst }
        }
        return nil
    }

    /// As BDAY of vCard 3.0 has it; without year in the way of Apple, whose parameter the other programs read too.
    var value: String { "\(Self.digits(year ?? 1604, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))" }

    private enum Numbers {
        case year(Int?, Int, Int)
        case yearLast(Int, Int, Int, isDotted: Bool)
    }

    private static func numbers(_ text: String) -> Numbers? {
        let text = text.trimmed
        if text.hasPrefix("--") {
            let rest = text.dropFirst(2).filter { $0 != "-" }
            guard rest.utf8.count == 4, let month = Int(rest.prefix(2)), let day = Int(rest.suffix(2)) else {
                return nil
            }
            return .year(nil, month, day)
        }
        if text.utf8.count == 8, let number = Int(text) {
            return .year(number / 10_000, number / 100 % 100, number % 100)
        }
        guard let separator = text.first(where: { !$0.isNumber }), "/.-".contains(separator) else { return nil }
        // A time behind the date says nothing about a day.
        let date = text.prefix { $0 != " " && $0 != "T" }
        let parts = date.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3, let first = Int(parts[0]), let second = Int(parts[1]), let third = Int(parts[2]) else {
            return nil
        }
        if parts[0].utf8.count == 4 { return .year(first, second, third) }
        guard parts[2].utf8.count == 4 else { return nil }
        return .yearLast(first, second, third, isDotted: separator == ".")
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}
