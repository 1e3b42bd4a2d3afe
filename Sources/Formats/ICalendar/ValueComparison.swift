internal import ContentLines

/// How values are written so that equal ones are equal bytes: the rules of `ComparisonRules` below the level of lines.
enum ValueComparison {
    /// The canonical lines of a property: one, or one for each value of a list of dates, because servers join and
    /// split such lists.
    static func lines(of line: ContentLine) -> [[UInt8]] {
        guard line.kind == .property else { return [line.canonical()] }
        let head = { line.canonicalHead { isMeaningless($0, $1, of: line) } }
        if line.hasGroup { return [head() + line.value] }
        if line.hasName("RRULE") || line.hasName("EXRULE") { return [head() + rule(line.value)] }
        if line.hasName("DURATION") || line.hasName("TRIGGER") { return [head() + duration(line.value)] }
        if line.isText { return [head() + TextValue.canonical(line.value)] }
        if line.hasName("EXDATE") || line.hasName("RDATE") {
            return ASCII.trimmed(line.value).split(separator: ASCII.comma).map { value in
                // Google writes the birthdays of contacts as dates in UTC, which RFC 5545 does not have.
                let isDate = value.count == 9 && value.last.map(ASCII.upper) == 0x5A
                return isDate
                    ? line.canonicalHead { name, _ in name.elementsEqual("VALUE".utf8) }.dropLast()
                        + Array(";VALUE=\"DATE\":".utf8) + value.dropLast()
                    : head() + value
            }
        }
        return [head() + line.value]
    }

    // MARK: Parameters

    private static func isMeaningless(_ name: [UInt8], _ values: [[UInt8]], of line: ContentLine) -> Bool {
        if ComparisonRules.ignoredParameters.contains(where: { isPrefix($0.prefix, of: name) }) { return true }
        guard name.elementsEqual("VALUE".utf8), values.count == 1 else { return false }
        let type = values[0]
        if line.hasNamePrefix("X-") { return false }
        // The default of TRIGGER (RFC 5545 section 3.8.6.3); DATE-TIME is it wherever it is allowed.
        if line.hasName("TRIGGER") { return type.elementsEqual("DURATION".utf8) }
        if line.hasName("ATTACH") || line.hasName("URL") { return type.elementsEqual("URI".utf8) }
        return type.elementsEqual("DATE-TIME".utf8)
    }

    private static func isPrefix(_ prefix: StaticString, of name: [UInt8]) -> Bool {
        prefix.withUTF8Buffer { name.starts(with: $0) }
    }

    // MARK: Values

    /// A recurrence rule (RFC 5545 section 3.3.10), whose parts and lists have no order.
    private static func rule(_ value: [UInt8]) -> [UInt8] {
        let parts = ASCII.uppercased(value).split(separator: ASCII.semicolon).map { part -> [UInt8] in
            guard let equals = part.firstIndex(of: ASCII.equals) else { return Array(part) }
            let values = part[(equals + 1)...].split(separator: ASCII.comma).map { Array($0) }
            return Array(part[...equals])
                + Array(values.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [ASCII.comma]))
        }
        return Array(
            parts.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [ASCII.semicolon]))
    }

    /// A duration (RFC 5545 section 3.3.6) as days, which a change of clocks does not touch, and seconds. What is none
    /// stays as it is.
    private static func duration(_ value: [UInt8]) -> [UInt8] {
        var bytes = ASCII.uppercased(ASCII.trimmed(value))[...]
        var sign = ""
        if let first = bytes.first, first == 0x2B || first == 0x2D {
            if first == 0x2D { sign = "-" }
            bytes = bytes.dropFirst()
        }
        guard bytes.first == UInt8(ascii: "P"), bytes.count > 1 else { return value }
        var days = 0
        var seconds = 0
        var number: Int?
        for byte in bytes.dropFirst() {
            if byte &- 0x30 < 10 {
                let (tens, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
                guard !overflow, tens < 1 << 40 else { return value }
                number = tens + Int(byte - 0x30)
                continue
            }
            if byte == UInt8(ascii: "T"), number == nil { continue }
            guard let count = number else { return value }
            number = nil
            switch byte {
            case UInt8(ascii: "W"): days += 7 * count
            case UInt8(ascii: "D"): days += count
            case UInt8(ascii: "H"): seconds += 3600 * count
            case UInt8(ascii: "M"): seconds += 60 * count
            case UInt8(ascii: "S"): seconds += count
            default: return value
            }
        }
        guard number == nil else { return value }
        if days == 0, seconds == 0 { sign = "" }
        return Array("\(sign)P\(days)DT\(seconds)S".utf8)
    }
}

extension ContentLine {
    /// Whether the value is one TEXT (RFC 5545 section 3.3.11) whose escapes mean nothing by themselves.
    fileprivate var isText: Bool { isFreeText || hasName("CONTACT") }
}
