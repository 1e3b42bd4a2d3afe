internal import CSV
internal import GPX
internal import JSON
internal import Timestamps

/// Reads places a person has saved.
enum SavedPlaces {
    /// The points of a GeoJSON FeatureCollection (RFC 7946): saved and labelled places, reviews. `nil` for what is
    /// none. A place at 0, 0 is one whose position Google does not tell.
    static func geoJSON(_ bytes: [UInt8]) -> (places: [GPXPlace], withoutPosition: Int)? {
        let value: JSONValue
        do throws(JSONProblem) { value = try JSONValue.parse(bytes) } catch { return nil }
        guard value["type"]?.string == "FeatureCollection", let features = value["features"] else { return nil }
        var places: [GPXPlace] = []
        var withoutPosition = 0
        for feature in features.elements {
            let pair = feature["geometry"]?["coordinates"]?.elements ?? []
            let properties = feature["properties"]
            let time = (properties?["date"] ?? properties?["Published"])?.string.flatMap(InternetTime.seconds)
            guard pair.count >= 2, let longitude = E7.degrees(pair[0].double),
                let latitude = E7.degrees(pair[1].double),
                latitude != 0 || longitude != 0,
                let point = GPXPoint(latitudeE7: latitude, longitudeE7: longitude, time: time)
            else {
                withoutPosition += 1
                continue
            }
            places.append(place(point, properties ?? .null))
        }
        return (places, withoutPosition)
    }

    private static func place(_ point: GPXPoint, _ properties: JSONValue) -> GPXPlace {
        let location = properties["location"] ?? properties["Location"] ?? .null
        func text(_ value: JSONValue, _ names: String...) -> String {
            names.lazy.compactMap { value[$0]?.string }.first { !$0.isEmpty } ?? ""
        }
        let name = [
            text(properties, "name", "Title", "title"), text(location, "name", "Business Name", "business_name"),
            text(properties, "address"), text(location, "address", "Address"),
        ].first { !$0.isEmpty }
        let address = text(location, "address", "Address")
        let review = text(properties, "review_text_published", "review_text", "Review Comment", "Comment")
        let stars = properties["five_star_rating_published"] ?? properties["Star Rating"]
        let rating = stars?.integer.map { "\($0)/5" } ?? ""
        let note = [address == name ? "" : address, rating, review].filter { !$0.isEmpty }.joined(separator: "\n")
        return GPXPlace(
            point, name: name ?? "", note: note, link: text(properties, "google_maps_url", "Google Maps URL"))
    }

    /// The places of a saved list (`Title,Note,URL,...`) whose address says where they are. The others are known to
    /// Google by a number only.
    static func csv(_ bytes: [UInt8]) -> [GPXPlace] {
        CSVReader.records(of: bytes).compactMap { record in
            let fields = record.fields
            guard let link = fields.first(where: { $0.hasPrefix("https://") || $0.hasPrefix("http://") }),
                let point = position(in: link)
            else { return nil }
            let words = fields.filter { $0 != link && !$0.isEmpty }
            return GPXPlace(
                point, name: words.first ?? "", note: words.dropFirst().joined(separator: "\n"), link: link)
        }
    }

    /// The position in an address of Google Maps: `/search/48.85,2.35`, `@48.85,2.35,17z`, `?q=48.85,2.35`.
    private static func position(in link: String) -> GPXPoint? {
        guard link.contains("google.") else { return nil }
        let plain = link.replacing("%2C", with: ",")
        for part in plain.split(whereSeparator: { "/@?&=".contains($0) }) {
            let numbers = part.split(separator: ",", maxSplits: 2)
            guard numbers.count >= 2, numbers[0].contains("."), let latitude = E7.degrees(Double(numbers[0])),
                let longitude = E7.degrees(Double(numbers[1]))
            else { continue }
            if let point = GPXPoint(latitudeE7: latitude, longitudeE7: longitude) { return point }
        }
        return nil
    }
}

/// Degrees as whole ten-millionths, as Google writes them.
enum E7 {
    /// Ten-millionths of degrees; `nil` for what is no number on earth.
    static func degrees(_ value: Double?) -> Int64? {
        guard let value, value.isFinite, abs(value) <= 360 else { return nil }
        return Int64((value * 10_000_000).rounded())
    }

    /// A value that some exports write as the 32 bits of a signed one.
    static func signed(_ value: Int64) -> Int64 { value > 1_800_000_000 ? value - 4_294_967_296 : value }

    /// `48.8566°, 2.3522°` of Android, `geo:48.8566,2.3522` of iOS.
    static func point(_ text: String, time: Int64?) -> GPXPoint? {
        let plain = text.hasPrefix("geo:") ? text.dropFirst(4) : text[...]
        let parts = plain.split(separator: ",").map { part in
            Double(
                String(
                    String.UnicodeScalarView(part.unicodeScalars.filter { $0 != "°" && $0 != " " && $0 != "\u{A0}" })))
        }
        guard parts.count == 2, let latitude = degrees(parts[0]), let longitude = degrees(parts[1]) else { return nil }
        return GPXPoint(latitudeE7: latitude, longitudeE7: longitude, time: time)
    }
}
