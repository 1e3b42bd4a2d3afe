public import ContentLines

/// A calendar object resource, RFC 4791 section 4.1: the components of one UID and one type with all their overrides,
/// and the time zones that they refer to.
///
/// All properties of the VCALENDAR it comes from are kept but METHOD, which section 4.1 forbids: also those that
/// describe the whole calendar, such as X-WR-CALNAME, because no reader minds them and nothing else keeps them.
/// A resource holds ranges of the source buffer, not bytes; its own bytes are made on demand.
public struct CalendarObjectResource: Sendable {
    /// The type of the components.
    public enum Kind: Sendable, Hashable {
        /// VEVENT
        case event
        /// VTODO
        case todo
        /// VJOURNAL
        case journal
        /// VFREEBUSY
        case freeBusy
        /// Any other name, in upper case: VAVAILABILITY, VPOLL, X-...
        case other(String)

        init(_ name: String) {
            self =
                switch name {
                case "VEVENT": .event
                case "VTODO": .todo
                case "VJOURNAL": .journal
                case "VFREEBUSY": .freeBusy
                default: .other(name)
                }
        }
    }

    /// The UID, from the file or made from the content (`missingUID` or `reusedUID` is among the problems then).
    public let uid: String
    /// The name of the components in upper case, `VEVENT` for instance.
    public let componentName: String
    /// Which of the split's calendars the first component is in.
    public let calendarIndex: Int
    /// Whether a component without RECURRENCE-ID is there.
    public let hasMaster: Bool
    /// How many components with RECURRENCE-ID are there.
    public let overrideCount: Int
    /// The time zones that the components refer to, in the order of the file.
    public let timeZones: [String]
    /// Those of them that the file does not define.
    public let missingTimeZones: [String]
    /// Everything that was found or mended in this resource, in the order of the file.
    public let problems: [CalendarProblem]

    let source: [UInt8]
    let frame: CalendarFrame
    let zoneParts: [PatchedRange]
    let parts: [PatchedRange]
    /// The component that speaks for the resource: the master or the first override.
    let leadingPart: PatchedRange

    /// The type of the components.
    public var kind: Kind { Kind(componentName) }

    /// The ranges in the source buffer of components that were left out for another one of the same UID and
    /// RECURRENCE-ID.
    public var dropped: [Range<Int>] {
        problems.filter { $0.code == .identicalComponent || $0.code == .supersededComponent }.map(\.range)
    }

    /// The resource as a file. Lines of the source are copied as they are, with their folds and line ends; lines that
    /// had to be made end in CRLF.
    public var bytes: [UInt8] {
        var output: [UInt8] = []
        write(into: &output)
        return output
    }

    /// Appends the resource to `output`, which must be empty or end with a line end.
    public func write(into output: inout [UInt8]) {
        frame.writeOpening(from: source, into: &output)
        for part in zoneParts {
            part.write(from: source, into: &output)
        }
        for part in parts {
            part.write(from: source, into: &output)
        }
        frame.writeClosing(from: source, into: &output)
    }

    /// The resource in a form that is equal for resources of equal meaning; see `ComparisonRules`.
    public var comparisonBytes: [UInt8] {
        ComparisonRules.comparisonBytes(of: bytes)
    }

    /// The properties a plan or report shows, read from the master or, without one, from the first override.
    public var details: CalendarObjectDetails {
        var bytes: [UInt8] = []
        leadingPart.write(from: source, into: &bytes)
        return CalendarObjectDetails(component: bytes)
    }
}

/// The lines of a VCALENDAR around its components, shared by the resources made of them.
final class CalendarFrame: Sendable {
    private let lines: [Range<Int>]
    private let closing: Range<Int>?
    private let isMade: Bool

    /// - Parameter isMade: whether the VCALENDAR has no lines of its own and must be made up.
    init(lines: [Range<Int>], closing: Range<Int>?, isMade: Bool) {
        self.lines = lines
        self.closing = closing
        self.isMade = isMade
    }

    func writeOpening(from source: [UInt8], into output: inout [UInt8]) {
        if isMade {
            output += Array("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//degoogle//ICalendar//EN\r\n".utf8)
        }
        for line in lines {
            PatchedRange.append(source[line], to: &output)
        }
    }

    func writeClosing(from source: [UInt8], into output: inout [UInt8]) {
        PatchedRange.append(closing.map { source[$0] } ?? Array("END:VCALENDAR\r\n".utf8)[...], to: &output)
    }

    /// The property lines in canonical form and sorted, to tell whether two calendars have the same ones.
    func canonicalLines(in source: [UInt8]) -> [UInt8] {
        let canonical = lines.flatMap { range in ContentLineReader(source, in: range).map { $0.canonical() } }
        return Array(canonical.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [ASCII.lineFeed]))
    }
}
