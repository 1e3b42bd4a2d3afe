internal import GPX
internal import JSON
internal import Timestamps

/// Reads the four shapes of location history, event after event:
/// `locations` of `Records.json`; `timelineObjects` of `2019_MAY.json`; `semanticSegments` and `rawSignals` of an Android
/// phone; the array of an iPhone (https://locationhistoryformat.com documents the first two).
struct LocationFile {
    /// Which of them it is.
    enum Kind { case records, visits, phone }

    /// The most bytes of one visit or trip.
    private static let limit = 4 << 20

    private var source: JSONSource
    private var list: List?
    private var isBegun = false
    private var waiting: [LocationEvent] = []
    /// Which it is, as soon as something was read.
    private(set) var kind = Kind.records
    /// How many parts could not be understood.
    private(set) var unread = 0

    /// The array that is being read.
    private enum List { case records, timelineObjects, segments, signals }

    init(_ source: JSONSource) { self.source = source }

    /// The next event; `nil` at the end.
    ///
    /// - Throws: `JSONProblem`, `ContentError`.
    mutating func next() throws -> LocationEvent? {
        while waiting.isEmpty {
            guard let list else {
                guard try findList() else { return nil }
                continue
            }
            if list == .records {
                try readRecord()
            } else {
                try readElement(of: list)
            }
        }
        return waiting.removeFirst()
    }

    /// Goes on to the next array of events.
    private mutating func findList() throws -> Bool {
        while true {
            switch try source.next() {
            case .beginArray where !isBegun:
                isBegun = true
                (list, kind) = (.segments, .phone)
                return true
            case .beginObject where !isBegun: isBegun = true
            case .key:
                guard let found = named() else {
                    try source.skip()
                    continue
                }
                guard try source.next() == .beginArray else { continue }
                list = found
                kind = found == .records ? .records : found == .timelineObjects ? .visits : .phone
                return true
            case .end: return false
            default: continue
            }
        }
    }

    private func named() -> List? {
        if source.isText("locations") { return .records }
        if source.isText("timelineObjects") { return .timelineObjects }
        if source.isText("semanticSegments") { return .segments }
        return source.isText("rawSignals") ? .signals : nil
    }

    // MARK: Records

    /// Reads one object of `locations`, of which there are millions, without making more of it than is wanted.
    private mutating func readRecord() throws {
        switch try source.next() {
        case .endArray:
            list = nil
            return
        case .beginObject: break
        case .beginArray:
            unread += 1
            try source.skip()
            return
        default:
            unread += 1
            return
        }
        var latitude: Int64?
        var longitude: Int64?
        var altitude: Int64?
        var time: Int64?
        while try source.next() == .key {
            if source.isText("latitudeE7") {
                latitude = try integer()
            } else if source.isText("longitudeE7") {
                longitude = try integer()
            } else if source.isText("altitude") {
                altitude = try integer()
            } else if source.isText("timestamp") {
                if case .string = try scalar() { time = InternetTime.seconds(source.text()) }
            } else if source.isText("timestampMs") {
                time = try integer().map { $0 / 1000 }
            } else {
                try source.skip()
            }
        }
        // A record may hold only a scan of the air around a phone.
        guard let latitude, let longitude else { return }
        let point = GPXPoint(
            latitudeE7: E7.signed(latitude), longitudeE7: E7.signed(longitude), elevation: altitude, time: time)
        guard let point, let time else {
            unread += 1
            return
        }
        waiting.append(LocationEvent(.point(point), at: time))
    }

    /// The next token, if it is a value of one token; else passes over it.
    private mutating func scalar() throws -> JSONToken {
        let token = try source.next()
        if token == .beginObject || token == .beginArray { try source.skip() }
        return token
    }

    /// A number, also one written as a text or with a fraction.
    private mutating func integer() throws -> Int64? {
        switch try scalar() {
        case .number: source.integer ?? source.double.flatMap { abs($0) < 1e15 ? Int64($0.rounded()) : nil }
        case .string: Int64(source.text())
        default: nil
        }
    }

    // MARK: Visits and trips

    private mutating func readElement(of list: List) throws {
        switch try source.value(limit: Self.limit) {
        case .end: self.list = nil
        case .tooLarge, .needsBytes: unread += 1
        case .value(let value):
            switch list {
            case .timelineObjects: waiting = TimelineObject.events(of: value)
            case .segments: waiting = TimelineSegment.events(of: value)
            case .signals, .records: waiting = TimelineSegment.position(of: value)
            }
            let isNothing = waiting.isEmpty && !TimelineSegment.isWithoutPlace(value)
            if isNothing { unread += 1 }
        }
    }
}
