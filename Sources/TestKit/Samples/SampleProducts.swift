extension SampleExport {
    /// The sections of every product, in the order they are written.
    var productSections: [SampleSection] {
        var sections = driveSections + calendarSections + contactSections
        for product in SampleProduct.allCases where otherProducts.contains(product) {
            let made: [SampleEntry] =
                switch product {
                case .keep: keepEntries
                case .chrome: chromeEntries
                case .tasks: taskEntries
                case .youTube: youTubeEntries
                case .myActivity: activityEntries
                case .photos: photoEntries
                case .mail: [mailboxEntry]
                case .maps: mapEntries
                case .profile: profileEntries
                case .calendar, .contacts, .drive: []
                }
            sections.append(SampleSection(product, made))
        }
        return sections
    }

    private func kept(_ product: SampleProduct, _ name: String, _ text: String) -> SampleEntry {
        SampleEntry(path(product, name), text: text, .kept)
    }

    private var keepEntries: [SampleEntry] {
        var entries = [kept(.keep, "Labels.txt", words.labels.joined(separator: "\n") + "\n")]
        for index in 0..<entriesPerProduct {
            var random = SampleRandom(seed, "note", index)
            let title = index % 4 == 3 ? "" : "\(random.pick(words.driveNames)) \(index)"
            let day = SampleDay(year: 2021, month: 3, day: 4) + 20 * index
            let name = title.isEmpty ? "\(day.extended)T12_50_12.122+02_00" : fileName(title)
            let text = "\(random.pick(words.sentences))\n\(random.pick(words.sentences))"
            let microseconds = "\(day.number * 86400 + 39_012)122000"
            let content =
                index % 3 == 1
                ? "\"listContent\":[{\"text\":\(SampleMarkup.json(words.tasks[1])),\"isChecked\":true},"
                    + "{\"text\":\(SampleMarkup.json(words.tasks[2])),\"isChecked\":false}]"
                : "\"textContent\":\(SampleMarkup.json(text))"
            let label = SampleMarkup.json(words.labels[index % words.labels.count])
            entries.append(
                kept(
                    .keep, name + ".json",
                    "{\"color\":\"DEFAULT\",\"isTrashed\":false,\"isPinned\":\(index == 0),\"isArchived\":\(index == 4),"
                        + "\(content),\"title\":\(SampleMarkup.json(title)),"
                        + "\"userEditedTimestampUsec\":\(microseconds),\"createdTimestampUsec\":\(microseconds),"
                        + "\"labels\":[{\"name\":\(label)}]}"))
            entries.append(
                kept(
                    .keep, name + ".html",
                    "<?xml version=\"1.0\" ?>\n<html><head><title>\(SampleMarkup.escaped(title))</title></head>"
                        + "<body><div class=\"content\">\(SampleMarkup.escaped(text))</div></body></html>\n"))
        }
        return entries
    }

    private var chromeEntries: [SampleEntry] {
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
        return [
            kept(.chrome, "Bookmarks.html", bookmarks),
            kept(.chrome, "History.json", "{\"Browser History\":[\(visits.joined(separator: ","))]}\n"),
        ]
    }

    private var taskEntries: [SampleEntry] {
        var tasks: [String] = []
        for index in 0..<entriesPerProduct {
            let title = words.tasks[1 + index % (words.tasks.count - 1)]
            let done = index % 3 == 2
            let due = (SampleDay(year: 2026, month: 1, day: 10) + index).extended
            tasks.append(
                "{\"kind\":\"tasks#task\",\"id\":\"task\(index)\",\"title\":\(SampleMarkup.json(title)),"
                    + "\"status\":\"\(done ? "completed" : "needsAction")\",\"task_type\":\"PERSONAL_TASK\","
                    + "\"created\":\"2026-01-02T08:00:00.000000Z\",\"updated\":\"2026-01-03T08:00:00.000000Z\","
                    + (done ? "\"completed\":\"2026-01-03T08:00:00Z\"," : "") + "\"due\":\"\(due)T23:00:00Z\"}")
        }
        return [
            kept(
                .tasks, "Tasks.json",
                "{\"kind\":\"tasks#taskLists\",\"items\":[{\"kind\":\"tasks#tasks\",\"id\":\"list0\","
                    + "\"title\":\(SampleMarkup.json(words.tasks[0])),\"updated\":\"2026-01-03T08:00:00.000000Z\","
                    + "\"items\":[\(tasks.joined(separator: ","))]}]}\n")
        ]
    }

    private var youTubeEntries: [SampleEntry] {
        var subscriptions = "Channel Id,Channel Url,Channel Title\n"
        var playlist = "Video ID,Playlist Video Creation Timestamp\n"
        for index in 0..<entriesPerProduct {
            var random = SampleRandom(seed, "channel", index)
            let channel = "UC" + random.identifier(22)
            let title = words.organisations[index % words.organisations.count]
            subscriptions += "\(channel),http://www.youtube.com/channel/\(channel),\"\(title)\"\n"
            playlist += "\(random.identifier(11)),2025-03-0\(1 + index % 9)T10:00:00+00:00\n"
        }
        return [
            kept(.youTube, "subscriptions/subscriptions.csv", subscriptions),
            kept(.youTube, "playlists/Watch later-videos.csv", playlist),
        ]
    }

    private var activityEntries: [SampleEntry] {
        let cells = (0..<entriesPerProduct).map { index in
            "<div class=\"outer-cell\">\(SampleMarkup.escaped(words.searched)) "
                + "\(SampleMarkup.escaped(words.summaries[index % words.summaries.count]))</div>"
        }
        let page = "<html><head><meta charset=\"utf-8\"></head><body>\(cells.joined())</body></html>\n"
        return [kept(.myActivity, "Maps/\(words.activityFile).html", page)]
    }

    private var mapEntries: [SampleEntry] {
        let places = (0..<entriesPerProduct).map { index in
            "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-1.6\(index % 10),48.1]},"
                + "\"properties\":{\"date\":\"2024-05-06T07:08:09Z\",\"location\":{\"name\":"
                + "\(SampleMarkup.json(words.places[index % words.places.count]))}}}"
        }
        let collection = "{\"type\":\"FeatureCollection\",\"features\":[\(places.joined(separator: ","))]}\n"
        return [kept(.maps, "Saved Places.json", collection)]
    }

    private var profileEntries: [SampleEntry] {
        let name = words.person(0)
        let fields =
            "\"name\":{\"givenName\":\(SampleMarkup.json(name.first)),\"familyName\":\(SampleMarkup.json(name.last)),"
            + "\"formattedName\":\(SampleMarkup.json("\(name.first) \(name.last)"))},"
            + "\"displayName\":\(SampleMarkup.json("\(name.first) \(name.last)")),"
            + "\"emails\":[{\"value\":\"\(account)\"}]"
        return [kept(.profile, "\(words.folder(.profile)).json", "{\(fields)}\n")]
    }
}
