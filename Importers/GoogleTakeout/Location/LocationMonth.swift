internal import GPX

/// The places and tracks of a month.
struct LocationMonth: GrowingFile {
    private var file: GPXFile
    private var day = ""
    private var last: Int64 = 0

    init(period: String) { file = GPXFile(name: period) }

    var byteCount: Int { file.byteCount }

    consuming func finished() -> [UInt8] { file.bytes(creator: "degoogle") }

    /// Without a point for this long, in seconds, nobody knows where the track went.
    private static let gap: Int64 = 3600

    mutating func add(_ event: LocationEvent) {
        switch event.content {
        case .visit(let place): file.add(place)
        case .trip(let name, let points):
            file.beginTrack(name: name)
            for point in points { file.add(point) }
            day = ""
        case .point(let point):
            let time = point.time ?? last
            if event.day != day {
                file.beginTrack(name: event.day)
                day = event.day
            } else if time - last > Self.gap || time < last {
                file.beginSegment()
            }
            last = time
            file.add(point)
        }
    }
}
