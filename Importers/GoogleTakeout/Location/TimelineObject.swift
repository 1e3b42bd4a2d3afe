internal import GPX
internal import JSON
internal import Timestamps

/// What `timelineObjects` of the location history hold: visits of places, and trips between them.
enum TimelineObject {
    static func events(of value: JSONValue) -> [LocationEvent] {
        if let visit = value["placeVisit"] { return visits(visit) }
        if let segment = value["activitySegment"] { return trip(segment).map { [$0] } ?? [] }
        return []
    }

    private static func visits(_ visit: JSONValue) -> [LocationEvent] {
        var events: [LocationEvent] = []
        let start = time(visit["duration"], "start")
        if let start, let location = visit["location"], let point = point(location, "latitudeE7", "longitudeE7", start)
        {
            let name = location["name"]?.string ?? location["semanticType"]?.string ?? ""
            let until = time(visit["duration"], "end").map { "until \(UTCTime.text(of: $0))" } ?? ""
            let note = [location["address"]?.string ?? "", until].filter { !$0.isEmpty }.joined(separator: "\n")
            events.append(LocationEvent(.visit(GPXPlace(point, name: name, note: note)), at: start))
        }
        // Places inside a place, such as the shops of a mall; they hold none themselves.
        for child in visit["childVisits"]?.elements ?? [] where child["childVisits"] == nil { events += visits(child) }
        return events
    }

    private static func trip(_ segment: JSONValue) -> LocationEvent? {
        guard let start = time(segment["duration"], "start") else { return nil }
        let end = time(segment["duration"], "end")
        var points: [GPXPoint] = []
        if let location = segment["startLocation"], let point = point(location, "latitudeE7", "longitudeE7", start) {
            points.append(point)
        }
        let raw = segment["simplifiedRawPath"]?["points"]?.elements ?? []
        let way = segment["waypointPath"]?["waypoints"]?.elements ?? []
        for place in raw.isEmpty ? way : raw {
            let time = moment(place["timestamp"]) ?? milliseconds(place["timestampMs"])
            if let point = point(place, "latE7", "lngE7", time) { points.append(point) }
        }
        if let location = segment["endLocation"], let point = point(location, "latitudeE7", "longitudeE7", end) {
            points.append(point)
        }
        guard !points.isEmpty else { return nil }
        let name = words(segment["activityType"]?.string ?? "trip")
        return LocationEvent(.trip(name: "\(name) \(UTCTime.day(of: start))", points), at: start)
    }

    /// `IN_PASSENGER_VEHICLE` in words.
    static func words(_ type: String) -> String { type.lowercased().replacing("_", with: " ") }

    private static func point(
        _ value: JSONValue, _ latitude: String, _ longitude: String, _ time: Int64?
    ) -> GPXPoint? {
        guard let latitude = value[latitude]?.integer, let longitude = value[longitude]?.integer else { return nil }
        return GPXPoint(latitudeE7: E7.signed(latitude), longitudeE7: E7.signed(longitude), time: time)
    }

    private static func time(_ duration: JSONValue?, _ end: String) -> Int64? {
        moment(duration?["\(end)Timestamp"]) ?? milliseconds(duration?["\(end)TimestampMs"])
    }

    private static func moment(_ value: JSONValue?) -> Int64? { value?.string.flatMap(InternetTime.seconds) }

    private static func milliseconds(_ value: JSONValue?) -> Int64? {
        (value?.integer ?? value?.string.flatMap { Int64($0) }).map { $0 / 1000 }
    }
}
