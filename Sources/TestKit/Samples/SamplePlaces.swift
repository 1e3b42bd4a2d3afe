extension SampleExport {
    var mapContent: SampleProductContent {
        let places = (0..<entriesPerProduct).map { index in
            "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-1.6\(index % 10),48.1]},"
                + "\"properties\":{\"date\":\"2024-05-06T07:08:09Z\",\"location\":{\"name\":"
                + "\(SampleMarkup.json(words.places[index % words.places.count]))}}}"
        }
        let collection = "{\"type\":\"FeatureCollection\",\"features\":[\(places.joined(separator: ","))]}\n"
        let isEmpty = entriesPerProduct == 0
        let entry = SampleEntry(path(.maps, "Saved Places.json"), text: collection, isEmpty ? .kept : .imported)
        return SampleProductContent([entry], isEmpty ? [:] : [.file: 2])
    }

    /// A list of which the first place is known by its position, and the others by numbers of Google.
    var savedContent: SampleProductContent {
        var table = "Title,Note,URL,Comment\n"
        for index in 0..<entriesPerProduct {
            let address =
                index == 0
                ? "https://www.google.com/maps/search/48.11,-1.68"
                : "https://www.google.com/maps/place/x/data=!1s0x\(index)"
            table += "\"\(words.places[index % words.places.count])\",,\"\(address)\",\n"
        }
        let isEmpty = entriesPerProduct == 0
        let entry = SampleEntry(path(.saved, "\(words.driveFolders[0]).csv"), text: table, isEmpty ? .kept : .imported)
        return SampleProductContent([entry], isEmpty ? [:] : [.file: 2])
    }

    /// Points a fortnight apart, and a month with a visit and a trip.
    var locationContent: SampleProductContent {
        let days = (0..<entriesPerProduct).map { SampleDay(year: 2019, month: 5, day: 20) + 14 * $0 }
        let records = days.enumerated().map { index, day in
            "{\"latitudeE7\":48110000\(index % 10),\"longitudeE7\":4278197296,\"accuracy\":20,\"altitude\":35,"
                + "\"activity\":[{\"activity\":[{\"type\":\"STILL\",\"confidence\":100}]}],"
                + "\"timestamp\":\"\(day.extended)T08:15:30.123Z\"}"
        }
        let visit =
            "{\"placeVisit\":{\"location\":{\"latitudeE7\":481100000,\"longitudeE7\":-16800000,\"name\":"
            + "\(SampleMarkup.json(words.places[0]))},\"duration\":{\"startTimestamp\":\"2019-05-20T10:00:00Z\","
            + "\"endTimestamp\":\"2019-05-20T11:00:00Z\"}}}"
        let trip =
            "{\"activitySegment\":{\"activityType\":\"CYCLING\",\"duration\":{\"startTimestampMs\":\"1558350000000\","
            + "\"endTimestampMs\":\"1558353600000\"},\"startLocation\":{\"latitudeE7\":481100000,"
            + "\"longitudeE7\":-16800000},\"endLocation\":{\"latitudeE7\":481200000,\"longitudeE7\":-16900000}}}"
        let isEmpty = entriesPerProduct == 0
        let outcome: SampleOutcome = isEmpty ? .kept : .imported
        let entries = [
            SampleEntry(
                path(.location, "Records.json"), text: "{\"locations\":[\(records.joined(separator: ","))]}\n", outcome),
            SampleEntry(
                path(.location, "Semantic Location History/2019/2019_MAY.json"),
                text: "{\"timelineObjects\":[\(isEmpty ? "" : visit + "," + trip)]}\n", outcome),
            kept(.location, "Settings.json", "{\"deviceSettings\":[]}\n"),
        ]
        let months = Set(days.map { $0.extended.prefix(7) }).count
        return SampleProductContent(entries, isEmpty ? [:] : [.file: months + 1])
    }
}
