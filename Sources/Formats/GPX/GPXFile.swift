internal import Timestamps
internal import XML

/// A place, as a waypoint of GPX 1.1 (https://www.topografix.com/GPX/1/1/).
public struct GPXPlace: Hashable, Sendable {
    /// Where it is.
    public let point: GPXPoint
    /// What it is called.
    public let name: String
    /// What there is to say about it.
    public let note: String
    /// The address of a page about it.
    public let link: String

    /// Describes a place.
    public init(_ point: GPXPoint, name: String, note: String = "", link: String = "") {
        self.point = point
        self.name = name
        self.note = note
        self.link = link
    }
}

/// A position on earth (WGS 84), and when somebody was there.
public struct GPXPoint: Hashable, Sendable {
    /// Degrees north, in ten-millionths: -90 to 90 degrees.
    public let latitudeE7: Int64
    /// Degrees east, in ten-millionths: -180 to 180 degrees.
    public let longitudeE7: Int64
    /// Metres above the sea.
    public let elevation: Int64?
    /// Seconds since 1970.
    public let time: Int64?

    /// Describes a position; `nil` for one that is nowhere on earth.
    public init?(latitudeE7: Int64, longitudeE7: Int64, elevation: Int64? = nil, time: Int64? = nil) {
        guard (-900_000_000...900_000_000).contains(latitudeE7), (-1_800_000_000...1_800_000_000).contains(longitudeE7)
        else { return nil }
        self.latitudeE7 = latitudeE7
        self.longitudeE7 = longitudeE7
        self.elevation = elevation
        self.time = time
    }
}

/// Writes GPX 1.1, point after point, so that a track need not be held as anything but its text. Places come before
/// tracks in a file (the order of the schema), so they are kept apart until the end.
public struct GPXFile: Sendable {
    private let name: String
    private var places = ""
    private var tracks = ""
    private var hasOpenTrack = false
    /// How many points and places there are.
    public private(set) var count = 0
    /// How many bytes the text has so far.
    public var byteCount: Int { places.utf8.count + tracks.utf8.count }

    /// Starts a file.
    ///
    /// - Parameter name: what it is called.
    public init(name: String) { self.name = name }

    /// Adds a place.
    public mutating func add(_ place: GPXPlace) {
        places += "  <wpt \(Self.position(place.point))>"
        Self.write(place.point, into: &places)
        if !place.name.isEmpty { places += "<name>\(XMLText.escaped(place.name))</name>" }
        if !place.note.isEmpty { places += "<desc>\(XMLText.escaped(place.note))</desc>" }
        if !place.link.isEmpty { places += "<link href=\"\(XMLText.escaped(place.link))\"/>" }
        places += "</wpt>\n"
        count += 1
    }

    /// Begins a track; the points that follow belong to it.
    public mutating func beginTrack(name: String) {
        endTrack()
        tracks += "  <trk><name>\(XMLText.escaped(name))</name><trkseg>\n"
        hasOpenTrack = true
    }

    /// Begins another segment of the track: between the last point and the next nobody knows where it went.
    public mutating func beginSegment() { if hasOpenTrack { tracks += "  </trkseg><trkseg>\n" } }

    /// Adds a point to the track, and begins one where none is.
    public mutating func add(_ point: GPXPoint) {
        if !hasOpenTrack { beginTrack(name: name) }
        tracks += "    <trkpt \(Self.position(point))>"
        Self.write(point, into: &tracks)
        tracks += "</trkpt>\n"
        count += 1
    }

    private mutating func endTrack() {
        if hasOpenTrack { tracks += "  </trkseg></trk>\n" }
        hasOpenTrack = false
    }

    /// The file.
    ///
    /// - Parameter creator: what wrote it.
    public consuming func bytes(creator: String) -> [UInt8] {
        endTrack()
        let head = """
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="\(XMLText.escaped(creator))" xmlns="http://www.topografix.com/GPX/1/1">
              <metadata><name>\(XMLText.escaped(name))</name></metadata>

            """
        return Array(head.utf8) + Array(places.utf8) + Array(tracks.utf8) + Array("</gpx>\n".utf8)
    }

    private static func position(_ point: GPXPoint) -> String {
        "lat=\"\(degrees(point.latitudeE7))\" lon=\"\(degrees(point.longitudeE7))\""
    }

    private static func write(_ point: GPXPoint, into text: inout String) {
        if let elevation = point.elevation { text += "<ele>\(elevation)</ele>" }
        if let time = point.time { text += "<time>\(UTCTime.text(of: time))</time>" }
    }

    /// Ten-millionths as a decimal number, without a rounding that depends on anything.
    static func degrees(_ value: Int64) -> String {
        let fraction = String(value.magnitude % 10_000_000)
        let digits = String(repeating: "0", count: 7 - fraction.utf8.count) + fraction
        return "\(value < 0 ? "-" : "")\(value.magnitude / 10_000_000).\(digits)"
    }
}
