extension SampleExport {
    var chromeContent: SampleProductContent {
        var bookmarks = """
            <!DOCTYPE NETSCAPE-Bookmark-file-1>
            <META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
            <TITLE>Bookmarks</TITLE>
            <H1>Bookmarks</H1>
            <DL><p>
                <DT><H3 ADD_DATE="1500000000" PERSONAL_TOOLBAR_FOLDER="true">\(SampleMarkup.escaped(words.bookmarks))</H3>
                <DL><p>

            """
        var visits: [String] = []
        for index in 0..<entriesPerProduct {
            let name = words.organisations[index % words.organisations.count]
            let address = "https://www.example.org/\(index)"
            bookmarks += "        <DT><A HREF=\"\(address)\" ADD_DATE=\"\(1_500_000_000 + 86400 * index)\">"
            bookmarks += "\(SampleMarkup.escaped(name))</A>\n"
            visits.append(
                "{\"title\":\(SampleMarkup.json(name)),\"url\":\"\(address)\",\"page_transition\":\"LINK\","
                    + "\"time_usec\":\(1_700_000_000 + 3600 * index)000000,\"client_id\":\"c\"}")
        }
        bookmarks += "    </DL><p>\n</DL><p>\n"
        let list =
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"https://www.example.org/read\" "
            + "ADD_DATE=\"1700000000\">\(SampleMarkup.escaped(words.summaries[0]))</A>\n</DL><p>\n"
        let entries = [
            SampleEntry(path(.chrome, "\(chromeNames.bookmarks).html"), text: bookmarks, .imported),
            SampleEntry(path(.chrome, "\(chromeNames.readingList).html"), text: list, .kept),
            kept(.chrome, "History.json", "{\"Browser History\":[\(visits.joined(separator: ","))]}\n"),
        ]
        // The bookmarks stay beside the file that is made of both.
        return SampleProductContent(entries, [.file: 2])
    }

    var youTubeContent: SampleProductContent {
        var subscriptions = "Channel Id,Channel Url,Channel Title\n"
        var playlist = "Video ID,Playlist Video Creation Timestamp\n"
        for index in 0..<entriesPerProduct {
            var random = SampleRandom(seed, "channel", index)
            let channel = "UC" + random.identifier(22)
            let title = words.organisations[index % words.organisations.count]
            subscriptions += "\(channel),http://www.youtube.com/channel/\(channel),\"\(title)\"\n"
            playlist += "\(random.identifier(11)),2025-03-0\(1 + index % 9)T10:00:00+00:00\n"
        }
        let name = language == .english ? "subscriptions" : language == .french ? "abonnements" : "Abos"
        let isEmpty = entriesPerProduct == 0
        let entries = [
            SampleEntry(path(.youTube, "\(name)/\(name).csv"), text: subscriptions, isEmpty ? .kept : .imported),
            kept(.youTube, "playlists/Watch later-videos.csv", playlist),
        ]
        return SampleProductContent(entries, isEmpty ? [:] : [.file: 2])
    }

    private var chromeNames: (bookmarks: String, readingList: String) {
        switch language {
        case .english: ("Bookmarks", "ReadingList")
        case .french: ("Favoris", "Liste de lecture")
        case .german: ("Lesezeichen", "Leseliste")
        }
    }
}
