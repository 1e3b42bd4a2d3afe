import Bookmarks
import FoundationEssentials
import GoogleTakeout
import Items
import Planning
import TestKit
import Testing

/// Products that become files of open formats: bookmarks, feeds, places, tracks, conversations.
@Suite struct TakeoutFilesTests {
    private func takeout(_ files: [String: String]) async throws -> ImportRecording {
        let found = try await imported(
            Dictionary(uniqueKeysWithValues: files.map { ("Takeout/\($0)", $1) }), with: [TakeoutImporter()])
        try found.ledger.close()
        return found
    }

    private func bytes(_ found: ImportRecording, _ path: String) throws -> [UInt8] {
        guard case .bytes(let bytes) = try #require(found.item(.file, identity: path), "\(found.paths)").content else {
            return []
        }
        return bytes
    }

    private func text(_ found: ImportRecording, _ path: String) throws -> String {
        String(decoding: try bytes(found, path), as: UTF8.self)
    }

    // MARK: Chrome and YouTube

    @Test func bookmarksAndReadingListBecomeOneFile() async throws {
        let head = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n"
        let found = try await takeout([
            "Chrome/Lesezeichen.html": head + "<DL><DT><A HREF=\"https://a.example\">A</A></DL>",
            "Chrome/Leseliste.html": head + "<DL><DT><A HREF=\"https://b.example\">B</A></DL>",
            "Chrome/Verlauf.json": "{}", "Chrome/Other.html": "<html></html>",
        ])
        let nodes = try #require(BookmarkFile.read(try bytes(found, "Chrome/Bookmarks.html")))
        #expect(
            nodes == [
                .page(Bookmark(address: "https://a.example", title: "A")),
                .folder(
                    BookmarkFolder(
                        title: "Reading list", nodes: [.page(Bookmark(address: "https://b.example", title: "B"))])),
            ])
        #expect(
            found.paths == [
                "Chrome/Bookmarks.html", "Google Takeout/Chrome/Leseliste.html",
                "Google Takeout/Chrome/Lesezeichen.html",
                "Google Takeout/Chrome/Other.html", "Google Takeout/Chrome/Verlauf.json",
            ])
        #expect(found.outcomes == [1, 0, 3, 0])
    }

    @Test func bookmarksOfAProfileAreRead() async throws {
        let profile = #"""
            {"roots":{"bookmark_bar":{"children":[{"date_added":"13244473600000000","name":"A","type":"url",
            "url":"https://a.example"}],"name":"Bar","type":"folder"},"sync_transaction_version":"1"}}
            """#
        let found = try await takeout(["Chrome/Bookmarks.json": profile])
        let nodes = try #require(BookmarkFile.read(try bytes(found, "Chrome/Bookmarks.html")))
        let page = Bookmark(address: "https://a.example", title: "A", added: 1_600_000_000)
        #expect(nodes == [.folder(BookmarkFolder(title: "Bar", isToolbar: true, nodes: [.page(page)]))])
    }

    @Test(arguments: ["subscriptions/subscriptions.csv", "abonnements/abonnements.csv", "Abos/Abos.csv"])
    func subscriptionsBecomeFeeds(_ path: String) async throws {
        let id = "UCabcdefghijklmnopqrst_-"
        let found = try await takeout([
            "YouTube et YouTube Music/\(path)":
                "ID des chaînes,URL,Titre\n\(id),http://www.youtube.com/channel/\(id),\"A, & B\"\nx,y,z\n",
            "YouTube et YouTube Music/playlists/a-videos.csv": "Video ID\nabc\n",
        ])
        let opml = try text(found, "YouTube/subscriptions.opml")
        #expect(opml.contains("xmlUrl=\"https://www.youtube.com/feeds/videos.xml?channel_id=\(id)\""))
        #expect(opml.contains("title=\"A, &amp; B\"") && opml.components(separatedBy: "type=\"rss\"").count == 2)
        #expect(found.paths.count == 3 && found.ledger.totals.kept == 1)
    }

    // MARK: Places

    @Test func savedPlacesBecomeWaypoints() async throws {
        let places = #"""
            {"type":"FeatureCollection","features":[
            {"geometry":{"coordinates":[-1.68,48.11],"type":"Point"},"properties":{"date":"2024-05-06T07:08:09Z",
            "google_maps_url":"http://maps.google.com/?cid=1","location":{"address":"1 rue","name":"Café"}},"type":"Feature"},
            {"geometry":{"coordinates":[0,0],"type":"Point"},"properties":{"Title":"Nowhere"},"type":"Feature"}]}
            """#
        let found = try await takeout(["Maps (vos adresses)/Saved Places.json": places])
        let gpx = try text(found, "Maps/Saved Places.gpx")
        #expect(
            gpx.contains(
                "<wpt lat=\"48.1100000\" lon=\"-1.6800000\"><time>2024-05-06T07:08:09Z</time><name>Café</name>"
                    + "<desc>1 rue</desc><link href=\"http://maps.google.com/?cid=1\"/></wpt>"))
        #expect(!gpx.contains("Nowhere") && found.count("places-without-position") == 1)
        #expect(found.paths.contains("Google Takeout/Maps (vos adresses)/Saved Places.json"))
    }

    @Test func aListBecomesWaypointsWhereItsAddressesSayWhere() async throws {
        let list = """
            Title,Note,URL,Comment
            Dropped pin,lunch,"https://www.google.com/maps/search/48.11,-1.68",
            Café,,https://www.google.com/maps/place/Caf/data=!4m2!3m1!1s0x1:0x2,

            """
        let found = try await takeout(["Enregistrés/Envies.csv": list, "Enregistrés/Leer.csv": "Title,Note,URL\n"])
        let gpx = try text(found, "Maps/Envies.gpx")
        #expect(gpx.contains("<name>Dropped pin</name><desc>lunch</desc>") && !gpx.contains("Café"))
        #expect(found.paths.contains("Google Takeout/Enregistrés/Leer.csv"))
    }

    // MARK: Tracks

    @Test func recordsBecomeAFileForEachMonth() async throws {
        let records = #"""
            {"locations":[
            {"latitudeE7":481100000,"longitudeE7":4278197296,"altitude":35.4,"timestamp":"2019-05-31T23:59:00.5Z","source":"WIFI"},
            {"latitudeE7":481100001,"longitudeE7":-16770000,"timestamp":"2019-06-01T00:01:00Z","activity":[{"a":[1]}]},
            {"latitudeE7":481100002,"longitudeE7":-16770000,"timestampMs":"1559355000000"},
            {"timestamp":"2019-06-01T00:02:00Z","wifiScan":{"x":[]}},
            {"latitudeE7":9990000000,"longitudeE7":0,"timestamp":"2019-06-01T00:02:00Z"}, 7],"other":[{"a":1}]}
            """#
        let found = try await takeout([
            "Historique des positions/Records.json": records, "Historique des positions/Settings.json": "{}",
        ])
        let may = try text(found, "Location History/2019/2019-05.gpx")
        #expect(
            may.contains(
                "<trkpt lat=\"48.1100000\" lon=\"-1.6770000\"><ele>35</ele><time>2019-05-31T23:59:00Z</time></trkpt>"))
        let june = try text(found, "Location History/2019/2019-06.gpx")
        #expect(june.components(separatedBy: "<trkpt").count == 3 && june.contains("</trkseg><trkseg>"))
        #expect(found.count("location-not-whole") == 1)
        #expect(found.outcomes == [1, 0, 1, 0])
    }

    @Test func visitsAndTripsHaveTheirNames() async throws {
        let month = #"""
            {"timelineObjects":[{"placeVisit":{"location":{"latitudeE7":481100000,"longitudeE7":-16800000,"name":"Home",
            "address":"1 rue"},"duration":{"startTimestamp":"2019-05-20T10:00:00Z","endTimestampMs":"1558350000000"}}},
            {"activitySegment":{"activityType":"IN_BUS","duration":{"startTimestampMs":"1558350000000"},
            "waypointPath":{"waypoints":[{"latE7":481100000,"lngE7":-16800000},{"latE7":481200000,"lngE7":-16800000}]}}}]}
            """#
        let path = "Location History/Semantic Location History/2019/2019_MAY.json"
        let found = try await takeout([path: month])
        let gpx = try text(found, "Location History/2019/2019-05 visits and trips.gpx")
        #expect(gpx.contains("<name>Home</name><desc>1 rue\nuntil 2019-05-20T11:00:00Z</desc>"))
        #expect(gpx.contains("<trk><name>in bus 2019-05-20</name>") && gpx.components(separatedBy: "<trkpt").count == 3)
        #expect(found.count("location-not-whole") == 0)
    }

    static let phones = [
        #"""
        {"semanticSegments":[{"startTime":"2024-04-03T08:00:00.000+02:00","endTime":"2024-04-03T10:00:00.000+02:00",
        "timelinePath":[{"point":"48.8566°, 2.3522°","time":"2024-04-03T08:13:00.000+02:00"}]},
        {"startTime":"2024-04-03T08:00:00.000+02:00","visit":{"topCandidate":{"semanticType":"HOME","placeLocation":
        {"latLng":"48.8566°, 2.3522°"}}}}],"rawSignals":[{"wifiScan":{}}],"userLocationProfile":{}}
        """#,
        "\u{FEFF}" + #"""
            [{"startTime":"2024-04-03T06:00:00Z","timelinePath":[{"point":"geo:48.8566,2.3522",
            "durationMinutesOffsetFromStartTime":"13"}]},{"startTime":"2024-04-03T06:00:00Z","visit":{"topCandidate":
            {"semanticType":"Home","placeLocation":"geo:48.8566,2.3522"}}}]
            """#,
    ]

    @Test(arguments: phones, ["Timeline.json", "Zeitachse.json", "location-history.json"])
    func aPhonesTimelineIsRead(_ text: String, _ name: String) async throws {
        let found = try await imported([name: text], with: [TakeoutImporter()])
        let gpx = try self.text(found, "Timeline/2024/2024-04.gpx")
        #expect(
            gpx.contains("<trkpt lat=\"48.8566000\" lon=\"2.3522000\"><time>2024-04-03T06:13:00Z</time></trkpt>"))
        #expect(
            gpx.contains("<wpt lat=\"48.8566000\" lon=\"2.3522000\"><time>2024-04-03T06:00:00Z</time><name>home</name>")
        )
        #expect(found.count("location-not-whole") == 0)
    }

    @Test(arguments: ["", "{", "{\"locations\":[]}", "[1,2", "{\"x\":1}"])
    func whatHasNoPlacesStaysAFile(_ text: String) async throws {
        let found = try await takeout(["Location History/Records.json": text])
        #expect(found.paths == ["Google Takeout/Location History/Records.json"])
    }

    @Test func aHistoryThatBreaksOffKeepsWhatCameBefore() async throws {
        let start = #"{"locations":[{"latitudeE7":1,"longitudeE7":1,"timestamp":"2019-05-31T23:59:00Z"},{"lat"#
        let found = try await takeout(["Location History/Records.json": start])
        #expect(
            found.paths == ["Google Takeout/Location History/Records.json", "Location History/2019/2019-05.gpx"])
        #expect(found.count("location-not-whole") == 1)
    }

    // MARK: Conversations

    private static let messages = #"""
        {"messages":[{"creator":{"name":"Zoé","email":"zoe@example.org"},"created_date":
        "Tuesday, 7 February 2023 at 17:13:43 UTC","text":"*Salut*\nça va ?","message_id":"1",
        "attached_files":[{"original_name":"a b.jpg","export_name":"File-a b.jpg"}]},
        {"creator":{"name":"Léo"},"created_date":"Wednesday, January 4, 2023 at 12:05:50\u202fAM UTC","text":"x",
        "quoted_message_metadata":{"creator":{"name":"Zoé"},"text":"q"},"message_id":"2",
        "reactions":[{"emoji":{"unicode":"👍"},"reactor_emails":["a","b"]}]},
        {"creator":{"name":"Léo"},"created_date":"Wednesday, January 4, 2023 at 12:05:50\u202fAM UTC","text":"x","message_id":"2"},
        {"creator":{"email":"x@example.org"},"created_date":"Thursday, January 4, 2024 at 10:59:50 PM UTC","message_id":"3"}]}
        """#

    @Test func aConversationIsReadableYearByYear() async throws {
        let info = #"{"members":[{"name":"Zoé","email":"zoe@example.org"},{"name":"Léo","email":"leo@example.org"}]}"#
        let found = try await takeout([
            "Google Chat/Groups/DM 7x/group_info.json": info, "Google Chat/Groups/DM 7x/messages.json": Self.messages,
            "Google Chat/Groups/DM 7x/File-a b.jpg": "j", "Google Chat/Groups/DM 7x/File-other.jpg": "o",
            "Google Chat/Users/User 1/user_info.json": #"{"user":{"name":"Zoé","email":"ZOE@example.org"}}"#,
            "Google Chat/Groups/DM 8/group_info.json": info,
        ])
        #expect(
            try text(found, "Google Chat/Léo (DM 7x)/2023.md") == """
                # Léo

                Zoé, Léo

                ## 2023-02-07

                **Zoé** 17:13

                \\*Salut\\* \u{20}
                ça va ?

                [a b.jpg](files/File-a%20b.jpg)

                ## 2023-01-04

                **Léo** 00:05

                > Zoé: q

                x

                👍 2

                """)
        #expect(try text(found, "Google Chat/Léo (DM 7x)/2024.md").contains("**x@example.org** 22:59"))
        #expect(found.paths.contains("Google Chat/Léo (DM 7x)/files/File-a b.jpg"))
        #expect(found.paths.contains("Google Takeout/Google Chat/Groups/DM 7x/File-other.jpg"))
        #expect(found.outcomes == [2, 1, 3, 0])
    }

    @Test func aRoomHasItsNameAndDamageItsPlace() async throws {
        let found = try await takeout([
            "Google Chat/Groups/Space A/group_info.json": #"{"name":"Club / A"}"#,
            "Google Chat/Groups/Space A/messages.json": #"{"messages":[{"text":"x"},7,{"text":"y"#,
            "Google Chat/Groups/Space B/messages.json": "{", "Google Chat/Groups/Space B/group_info.json": "[",
        ])
        #expect(try text(found, "Google Chat/Club _ A (Space A)/undated.md").contains("# Club / A\n"))
        #expect(found.count("chat-not-whole") == 1 && found.count("not-chat") == 1)
        #expect(found.paths.contains("Google Takeout/Google Chat/Groups/Space A/messages.json"))
        #expect(found.paths.contains("Google Takeout/Google Chat/Groups/Space B/messages.json"))
    }

    // MARK: What is kept

    @Test func keptProductsAreToldWhatTheyAre() async throws {
        let found = try await takeout([
            "Mail/User Settings/Filters.json": "{}", "Mail/All.mbox": "From ", "Foo Bar/x.bin": "x",
            "Fit/a.csv": "a",
        ])
        let told = found.findings.filter { $0.code == "kept-as-files" }
        #expect(told.compactMap(\.entry) == ["Fit", "Foo Bar", "Mail"])
        #expect(told.last?.message.contains("filters") == true && found.count("not-carried") == 0)
    }
}
