internal import ContentLines

/// When two calendar objects mean the same: the rules behind `comparisonBytes`.
///
/// Line ends, folds, the case of names, and the order of parameters, properties and components have no meaning.
public enum ComparisonRules {
    /// Properties that are left out, each with the reason.
    public static let ignoredProperties: [(name: StaticString, reason: String)] = [
        ("DTSTAMP", "the time of writing (RFC 5545 3.8.7.2); exports and servers write it anew each time"),
        ("PRODID", "the program that wrote the object; servers put in their own"),
        ("CREATED", "provider exports of one subscribed calendar differ in it"),
        ("LAST-MODIFIED", "set by the store (RFC 5545 3.8.7.3), not by the person"),
        ("METHOD", "belongs to the message, not to the object; RFC 4791 4.1 forbids it"),
    ]

    /// Beginnings of names that are left out, each with the reason.
    public static let ignoredPrefixes: [(prefix: StaticString, isOnlyInCalendar: Bool, reason: String)] = [
        ("X-VOBJ-", false, "notes of a parser that some servers use"),
        ("X-RADICALE-", false, "notes of a server"),
        ("X-WR-", true, "describes the collection, not the object; servers drop or rewrite it"),
        ("CALSCALE", true, "GREGORIAN is the default (RFC 5545 3.7.1) and the only one there is"),
    ]

    /// Beginnings of names of parameters that are left out, each with the reason.
    public static let ignoredParameters: [(prefix: StaticString, reason: String)] = [
        ("X-VOBJ-", "notes of a parser that some servers use"),
        ("SCHEDULE-", "who writes to attendees and what became of it (RFC 6638 7); set by stores and servers"),
    ]

    /// Names of time zones of the IANA database begin like this. Of a VTIMEZONE with such a name only the name is
    /// compared: it says what is meant (RFC 7808), and servers put in a definition of their own.
    private static let publishedZones: [StaticString] = [
        "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
        "Pacific/", "Etc/",
    ]

    /// The canonical form of a calendar object: equal for objects of equal meaning, the same on every run.
    ///
    /// Components below the 32nd level keep the order of the file, so that the cost stays linear.
    public static func comparisonBytes(of bytes: [UInt8]) -> [UInt8] {
        var stack = [Frame()]
        for line in ContentLineReader(bytes) {
            if line.kind == .blank { continue }
            let opens = line.hasName("BEGIN")
            let closes = line.hasName("END")
            if opens || closes {
                let marker = ASCII.uppercased(line.canonical())
                if opens, stack.count < maximumDepth {
                    stack.append(Frame(opening: marker))
                } else if opens {
                    stack[stack.count - 1].deepen(marker)
                } else if stack[stack.count - 1].depthInside > 0 {
                    stack[stack.count - 1].rise(marker)
                } else if stack.count > 1 {
                    let closed = stack.removeLast()
                    stack[stack.count - 1].components.append(closed.canonical(closing: marker))
                }
            } else if !isIgnored(line, inCalendar: stack.count == 2) {
                stack[stack.count - 1].add(line)
            }
        }
        while stack.count > 1 {
            let closed = stack.removeLast()
            stack[stack.count - 1].components.append(closed.canonical(closing: []))
        }
        return stack[0].canonical(closing: [])
    }

    private static let maximumDepth = 32

    private static func isIgnored(_ line: ContentLine, inCalendar: Bool) -> Bool {
        guard line.kind == .property, !line.hasGroup else { return false }
        return ignoredProperties.contains { line.hasName($0.name) }
            || ignoredPrefixes.contains { (inCalendar || !$0.isOnlyInCalendar) && line.hasNamePrefix($0.prefix) }
    }

    /// A component being read.
    private struct Frame {
        let opening: [UInt8]
        var lines: [[UInt8]] = []
        var components: [[UInt8]] = []
        /// How many components below the deepest level are open.
        var depthInside = 0

        init(opening: [UInt8] = []) { self.opening = opening }

        /// The canonical DTSTART, once it is known.
        private var start: [UInt8]?
        /// Dates that are excepted, as `yyyymmdd`: which times these are depends on DTSTART.
        private var exceptedDates: [[UInt8]] = []

        mutating func add(_ line: ContentLine) {
            for canonical in ValueComparison.lines(of: line) {
                if depthInside == 0, canonical.starts(with: Self.exceptedDate) {
                    exceptedDates.append(Array(canonical.dropFirst(Self.exceptedDate.count)))
                } else {
                    if line.hasName("DTSTART"), start == nil, depthInside == 0 { start = canonical }
                    add(canonical)
                }
            }
        }

        private mutating func add(_ line: [UInt8]) {
            if depthInside > 0 {
                components[components.count - 1] += line + [ASCII.lineFeed]
            } else {
                lines.append(line)
            }
        }

        private static let exceptedDate = Array("EXDATE;VALUE=\"DATE\":".utf8)

        /// The exceptions. A date excepts the recurrence of that day from an event that has a time, as Google writes
        /// it and Radicale mends it, though RFC 5545 section 3.8.5.1 wants both to be of one type.
        private var exceptions: [[UInt8]] {
            guard let start, let colon = start.lastIndex(of: ASCII.colon), start.count - colon > 9 else {
                return exceptedDates.map { Self.exceptedDate + $0 }
            }
            let head = Array("EXDATE".utf8) + start["DTSTART".utf8.count...colon]
            return exceptedDates.map { head + $0 + start[(colon + 9)...] }
        }

        /// Whether it is a time zone whose name says what it is.
        private var isPublishedZone: Bool {
            guard opening.elementsEqual("BEGIN:VTIMEZONE".utf8) else { return false }
            guard let name = lines.first(where: { $0.starts(with: "TZID:".utf8) })?.dropFirst(5) else { return false }
            return publishedZones.contains { prefix in prefix.withUTF8Buffer { name.starts(with: $0) } }
        }

        mutating func deepen(_ marker: [UInt8]) {
            if depthInside == 0 { components.append([]) }
            depthInside += 1
            add(marker)
        }

        mutating func rise(_ marker: [UInt8]) {
            add(marker)
            depthInside -= 1
        }

        func canonical(closing: [UInt8]) -> [UInt8] {
            var result: [UInt8] = []
            func append(_ line: [UInt8]) {
                guard !line.isEmpty else { return }
                result += line
                result.append(ASCII.lineFeed)
            }
            append(opening)
            if isPublishedZone {
                for line in lines where line.starts(with: "TZID:".utf8) { append(line) }
                append(closing)
                return result
            }
            for line in (lines + exceptions).sorted(by: { $0.lexicographicallyPrecedes($1) }) { append(line) }
            for component in components.sorted(by: { $0.lexicographicallyPrecedes($1) }) { result += component }
            append(closing)
            return result
        }
    }
}
