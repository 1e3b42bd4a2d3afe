internal import GPX
internal import JSON
internal import Timestamps

/// What a phone exports of its timeline.
enum TimelineSegment {
    /// A visit, a trip, or the points between two moments.
    static func events(of value: JSONValue) -> [LocationEvent] {
        guard let start = value["startTime"]?.string.flatMap(InternetTime.seconds) else { return [] }
        let end = value["endTime"]?.string.flatMap(InternetTime.seconds)
        if let visit = value["visit"] {
            let place = visit["topCandidate"]
            guard let point = point(place?["placeLocation"], start) else { return [] }
            let until = end.map { "until \(UTCTime.text(of: $0))" } ?? ""
            let name = TimelineObject.words(place?["semanticType"]?.string ?? "")
            return [LocationEvent(.visit(GPXPlace(point, name: name, note: until)), at: start)]
        }
        if let activity = value["activity"] {
            let points = [point(activity["start"], start), point(activity["end"], end)].compactMap { $0 }
            let type = TimelineObject.words(activity["topCandidate"]?["type"]?.string ?? "trip")
            return points.isEmpty
                ? [] : [LocationEvent(.trip(name: "\(type) \(UTCTime.day(of: start))", points), at: start)]
        }
        let points = (value["timelinePath"]?.elements ?? []).compactMap { place -> GPXPoint? in
            let offset = place["durationMinutesOffsetFromStartTime"]
            let minutes = offset?.integer ?? offset?.string.flatMap { Int64($0) }
            let time = place["time"]?.string.flatMap(InternetTime.seconds)
            let later = minutes.flatMap { (-1_000_000...1_000_000).contains($0) ? start + $0 * 60 : nil }
            return point(place["point"], time ?? later ?? start)
        }
        return points.isEmpty ? [] : [LocationEvent(.trip(name: UTCTime.day(of: start), points), at: start)]
    }

    /// The position in one of `rawSignals`.
    static func position(of value: JSONValue) -> [LocationEvent] {
        guard let position = value["position"], let time = position["timestamp"]?.string.flatMap(InternetTime.seconds),
            let point = point(position["LatLng"] ?? position["latLng"], time)
        else { return [] }
        return [LocationEvent(.point(point), at: time)]
    }

    /// Whether something has no place by its nature: scans of the air, guesses at what a person did, remembered trips.
    static func isWithoutPlace(_ value: JSONValue) -> Bool {
        ["wifiScan", "activityRecord", "timelineMemory"].contains { value[$0] != nil }
    }

    private static func point(_ value: JSONValue?, _ time: Int64?) -> GPXPoint? {
        guard let text = value?.string ?? value?["latLng"]?.string else { return nil }
        return E7.point(text, time: time)
    }
}
