/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
struct SampleDay {
    var number: Int

    init(_ number: Int) {
        self.number = number
    }

    init(year: Int, month: Int, day: Int) {
        // Years that start in March put the leap day last, which makes the days before a month a straight line.
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        number =
            365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (153 * monthFromMarch + 2) / 5 + day - 1
            - 719_468
    }

    /// 0 for Monday to 6 for Sunday.
    var weekday: Int { (number + 3) % 7 }

    var date: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// `yyyymmdd`, the DATE of RFC 5545 section 3.3.4.
    var basic: String {
        let (year, month, day) = date
        return "\(year)\(Self.padded(month))\(Self.padded(day))"
    }

    /// `yyyy-mm-dd`.
    var extended: String {
        let (year, month, day) = date
        return "\(year)-\(Self.padded(month))-\(Self.padded(day))"
    }

    /// `yyyymmddThhmmss`, the form of DATE-TIME in RFC 5545 section 3.3.5 that names no zone.
    func at(_ hour: Int, _ minute: Int = 0) -> String {
        "\(basic)T\(Self.padded(hour))\(Self.padded(minute))00"
    }

    static func + (day: SampleDay, days: Int) -> SampleDay {
        SampleDay(day.number + days)
    }

    /// The day of the week `weekday` that is `day` or the first after it.
    func next(weekday wanted: Int) -> SampleDay {
        self + (wanted - weekday + 7) % 7
    }

    static func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
