internal import ContentLines

/// The names of the components that are open: the VCALENDAR first, then the component below it, and so on.
struct OpenComponents {
    private var names: [[UInt8]] = []
    /// How many of a name are open: tells in constant time whether an END closes anything.
    private var counts: [Octets: Int] = [:]

    var count: Int { names.count }
    var isEmpty: Bool { names.isEmpty }
    var innermost: [UInt8]? { names.last }
    /// The component directly below the VCALENDAR.
    var belowCalendar: [UInt8]? { names.count >= 2 ? names[1] : nil }

    mutating func push(_ name: [UInt8]) {
        names.append(name)
        counts[Octets(name), default: 0] += 1
    }

    mutating func pop() {
        if let name = names.popLast() { counts[Octets(name), default: 0] -= 1 }
    }

    func contains(_ name: [UInt8]) -> Bool { counts[Octets(name), default: 0] > 0 }

    /// How many are open up to and with the innermost one of that name.
    func depth(of name: [UInt8]) -> Int {
        (names.lastIndex(of: name) ?? -1) + 1
    }

    /// Whether the component stands below a VCALENDAR and contains no other one of these, RFC 5545 section 3.6.
    static func isWellKnown(_ name: [UInt8]) -> Bool { wellKnown.contains(Octets(name)) }

    private static let wellKnown = Set(
        ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"].map { Octets(Array($0.utf8)) })
}
