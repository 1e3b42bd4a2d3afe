internal import CSV
internal import Importing
internal import Items
internal import JSON
internal import OPML

/// Finds the channels a person has subscribed to, by what a file holds: names and headers are in every language. What
/// else YouTube has stays a file.
struct YouTubeImporter {
    /// A list of channels is far smaller; comments and chats are larger and are none.
    private static let limit: UInt64 = 8 << 20

    private let reading: TakeoutReading

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Whether an entry has to be read; an entry that has not is settled.
    func wants(_ entry: TakeoutEntry) async throws -> Bool {
        // `subscriptions/subscriptions.csv`: the file is called as its folder, in all languages.
        let parts = entry.pathInProduct.split(separator: "/")
        let name = parts.last.map { String($0.prefix { $0 != "." }) } ?? ""
        let isList = parts.count == 2 && ComparableName.of(parts[0]) == ComparableName.of(name)
        let isSmall = entry.entry.byteCount ?? 0 <= Self.limit
        return try await reading.wantsConvertible(entry, if: isList && isSmall)
    }

    /// Takes the bytes of an entry.
    func take(_ bytes: [UInt8], of entry: TakeoutEntry) async throws {
        let isJSON = FileEnding.of(entry.path) == .information
        let feeds = isJSON ? YouTubeSubscriptions.json(bytes) : YouTubeSubscriptions.csv(bytes)
        guard !feeds.isEmpty else {
            try await reading.keep(entry)
            return
        }
        reading.sink.record(.imported, of: entry.entry.reference)
        reading.found(.youTube)
        let file = OPMLFile.write(feeds, title: "YouTube")
        try await reading.sink.take(
            Item(
                fileAt: "YouTube/subscriptions.opml", from: entry.entry.reference, bytes: file,
                title: "YouTube subscriptions"))
        try await reading.keepBeside(entry, isNoted: false)
    }
}

/// The channels of a list of subscriptions, as feeds.
enum YouTubeSubscriptions {
    /// Reads the CSV: a channel's id, its address, its name, in that order under headers of any language.
    static func csv(_ bytes: [UInt8]) -> [OPMLFile.Feed] {
        CSVReader.records(of: bytes).compactMap { record in
            guard record.count >= 1, isChannel(record[0]) else { return nil }
            let title = record.count > 2 ? record[2] : ""
            return feed(record[0], title, page: record.count > 1 ? record[1] : "")
        }
    }

    /// Reads the JSON of exports before 2020.
    static func json(_ bytes: [UInt8]) -> [OPMLFile.Feed] {
        let value: JSONValue
        do throws(JSONProblem) { value = try JSONValue.parse(bytes) } catch { return [] }
        return value.elements.compactMap { subscription in
            let snippet = subscription["snippet"]
            guard let id = snippet?["resourceId"]?["channelId"]?.string, isChannel(id) else { return nil }
            return feed(id, snippet?["title"]?.string ?? "", page: "")
        }
    }

    private static func feed(_ id: String, _ title: String, page: String) -> OPMLFile.Feed {
        OPMLFile.Feed(
            title: title.isEmpty ? id : title,
            address: "https://www.youtube.com/feeds/videos.xml?channel_id=\(id)",
            page: page.isEmpty ? "https://www.youtube.com/channel/\(id)" : page)
    }

    /// `UC` and 22 characters of base64url.
    private static func isChannel(_ text: String) -> Bool {
        text.utf8.count == 24 && text.hasPrefix("UC")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
