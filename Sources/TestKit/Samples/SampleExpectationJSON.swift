extension SampleExpectation {
    /// The expectation as one JSON document, for tests in other languages; equal expectations give equal bytes.
    public var json: String {
        let calendars = calendars.map { calendar in
            """
            {"path": \(SampleMarkup.json(calendar.path)), "displayName": \(SampleMarkup.json(calendar.displayName)), \
            "events": \(calendar.events), "components": \(calendar.components), \
            "eventsWithoutUID": \(calendar.eventsWithoutUID), "repeatedComponents": \(calendar.repeatedComponents), \
            "overrideOnlyUIDs": [\(calendar.overrideOnlyUIDs.map(SampleMarkup.json).joined(separator: ", "))]}
            """
        }
        let files = files.map { file in
            """
            {"path": \(SampleMarkup.json(file.path)), "size": \(file.size), "crc32": \(file.crc32), \
            "outcome": "\(file.outcome.rawValue)"}
            """
        }
        let outcomes = SampleOutcome.allCases.map { "\"\($0.rawValue)\": \(self.outcomes[$0, default: 0])" }
        let items = SampleItemKind.allCases.map { "\"\($0.rawValue)\": \(self.items[$0, default: 0])" }
        let labels = labels.sorted { $0.key < $1.key }.map { "\(SampleMarkup.json($0.key)): \($0.value)" }
        return """
            {
              "entries": \(entries), "bytes": \(bytes),
              "outcomes": {\(outcomes.joined(separator: ", "))},
              "items": {\(items.joined(separator: ", "))},
              "labels": {\(labels.joined(separator: ", "))},
              "missing": [\(missingPaths.map(SampleMarkup.json).joined(separator: ", "))],
              "calendars": [
                \(calendars.joined(separator: ",\n    "))
              ],
              "files": [
                \(files.joined(separator: ",\n    "))
              ]
            }

            """
    }
}
