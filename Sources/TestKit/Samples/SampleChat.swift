extension SampleExport {
    /// A conversation of two over two years; a file came with its first message.
    var chatContent: SampleProductContent {
        let (me, other) = (words.person(0), words.person(1))
        let folder = "Groups/DM 7xKfQ0AAAAE"
        func person(_ name: (first: String, last: String), _ email: String) -> String {
            "{\"name\":\(SampleMarkup.json("\(name.first) \(name.last)")),\"email\":\"\(email)\",\"user_type\":\"Human\"}"
        }
        let people = [person(me, account), person(other, "friend@example.org")]
        let messages = (0..<entriesPerProduct).map { index in
            let date =
                index % 2 == 0
                ? "Tuesday, 7 February 2023 at 17:13:\(SampleDay.padded(index % 60)) UTC"
                : "Thursday, January 4, 2024 at 10:59:\(SampleDay.padded(index % 60))\u{202F}AM UTC"
            let file =
                index == 0
                ? ",\"attached_files\":[{\"original_name\":\"photo.jpg\",\"export_name\":\"File-photo.jpg\"}]" : ""
            return "{\"creator\":\(people[index % 2]),\"created_date\":\(SampleMarkup.json(date)),"
                + "\"text\":\(SampleMarkup.json(words.sentences[index % words.sentences.count])),"
                + "\"topic_id\":\"t\(index)\",\"message_id\":\"7xKfQ0AAAAE/t\(index)/\(index)\"\(file)}"
        }
        let isEmpty = entriesPerProduct == 0
        var random = SampleRandom(seed, "chat", 0)
        var entries = [
            SampleEntry(
                path(.chat, "\(folder)/group_info.json"),
                text: "{\"members\":[\(people.joined(separator: ","))]}\n", .merged),
            SampleEntry(
                path(.chat, "\(folder)/messages.json"),
                text: "{\"messages\":[\(messages.joined(separator: ","))]}\n", isEmpty ? .kept : .imported),
            kept(.chat, "Users/User 1/user_info.json", "{\"user\":\(people[0])}\n"),
        ]
        guard !isEmpty else { return SampleProductContent(entries) }
        let picture = SampleJPEG.landscape(&random)
        entries.append(SampleEntry(path(.chat, "\(folder)/File-photo.jpg"), .bytes(picture), .imported))
        return SampleProductContent(entries, [.file: min(2, entriesPerProduct) + 1])
    }
}
