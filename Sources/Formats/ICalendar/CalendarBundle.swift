internal import ContentLines

/// Calendar objects put together into one calendar, for a server that takes a whole calendar at once.
public struct CalendarBundle: Sendable {
    private var zones: [Octets: [UInt8]] = [:]
    private var identifiers: Set<Octets> = []
    private var zoneBytes: [UInt8] = []
    private var componentBytes: [UInt8] = []

    /// Starts empty.
    public init() {}

    /// Adds an object.
    ///
    /// - Returns: `false` for one that would not come out of the bundle as it went in: its calendar has properties of
    ///   its own, its UID is in the bundle already, or it has another definition of a time zone that is. The bundle
    ///   then is as before.
    public mutating func add(_ bytes: [UInt8], uid: String) -> Bool {
        var newZones: [(name: Octets, bytes: [UInt8])] = []
        var components: [UInt8] = []
        var depth = 0
        var start = 0
        var zone: Octets?
        for line in ContentLineReader(bytes) where line.kind != .blank {
            if line.hasName("BEGIN") {
                if depth == 1 { (start, zone) = (line.copyRange.lowerBound, nil) }
                depth += 1
            } else if line.hasName("END") {
                depth -= 1
                guard depth == 1 else { continue }
                let component = bytes[start..<line.range.upperBound]
                if line.componentName.elementsEqual("VTIMEZONE".utf8) {
                    guard let zone else { return false }
                    newZones.append((zone, Array(component)))
                } else {
                    PatchedRange.append(component, to: &components)
                }
            } else if depth == 1 {
                guard Self.isOrdinary(line) else { return false }
            } else if depth == 2, line.hasName("TZID") {
                zone = Octets(line.value)
            }
        }
        let areKnown = newZones.allSatisfy { zones[$0.name] == nil || zones[$0.name] == $0.bytes }
        guard depth == 0, areKnown, identifiers.insert(Octets(Array(uid.utf8))).inserted else { return false }
        for (name, bytes) in newZones where zones[name] == nil {
            zones[name] = bytes
            PatchedRange.append(bytes[...], to: &zoneBytes)
        }
        PatchedRange.append(components[...], to: &componentBytes)
        return true
    }

    /// What every calendar has, or what belongs to the collection and not to the object.
    private static func isOrdinary(_ line: ContentLine) -> Bool {
        line.hasName("VERSION") || line.hasName("PRODID") || line.hasName("CALSCALE") || line.hasName("METHOD")
            || line.hasNamePrefix("X-WR-")
    }

    /// How many bytes the objects in it have.
    public var byteCount: Int { zoneBytes.count + componentBytes.count }

    /// The calendar.
    ///
    /// - Parameter name: what it is called (`X-WR-CALNAME`).
    public func bytes(named name: String) -> [UInt8] {
        var result = Array("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//degoogle//ICalendar//EN\r\n".utf8)
        if !name.isEmpty { result += ContentLineBuilder("X-WR-CALNAME").line(text: name) }
        PatchedRange.append(zoneBytes[...], to: &result)
        PatchedRange.append(componentBytes[...], to: &result)
        PatchedRange.append(Array("END:VCALENDAR\r\n".utf8)[...], to: &result)
        return result
    }
}
