extension SampleExport {
    var keepContent: SampleProductContent {
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
                SampleEntry(
                    path(.keep, name + ".json"),
                    text:
                        "{\"color\":\"DEFAULT\",\"isTrashed\":false,\"isPinned\":\(index == 0),\"isArchived\":\(index == 4),"
                        + "\(content),\"title\":\(SampleMarkup.json(title)),"
                        + "\"userEditedTimestampUsec\":\(microseconds),\"createdTimestampUsec\":\(microseconds),"
                        + (index == 0
                            ? "\"attachments\":[{\"filePath\":\"1629964333125.1.jpeg\",\"mimetype\":\"image\\/jpeg\"}],"
                            : "")
                        + "\"labels\":[{\"name\":\(label)}]}", .imported))
            entries.append(
                SampleEntry(
                    path(.keep, name + ".html"),
                    text: "<?xml version=\"1.0\" ?>\n<html><head><title>\(SampleMarkup.escaped(title))</title></head>"
                        + "<body><div class=\"content\">\(SampleMarkup.escaped(text))</div></body></html>\n", .merged))
        }
        guard entriesPerProduct > 0 else { return SampleProductContent(entries) }
        var random = SampleRandom(seed, "attachment", 0)
        let picture = SampleJPEG.landscape(&random)
        entries.append(SampleEntry(path(.keep, "1629964333125.1.jpg"), .bytes(picture), .imported))
        return SampleProductContent(entries, [.note: entriesPerProduct, .attachment: 1])
    }

    var taskContent: SampleProductContent {
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
        let second =
            tasks.isEmpty
            ? ""
            : ",{\"kind\":\"tasks#tasks\",\"id\":\"list1\",\"title\":\"2\",\"items\":[{\"kind\":\"tasks#task\","
                + "\"id\":\"child\",\"title\":\"\",\"status\":\"needsAction\",\"parent\":\"task0\",\"starred\":true,"
                + "\"due\":\"2026-02-01T00:00:00.000Z\"}]}"
        let entries = [
            SampleEntry(
                path(.tasks, "Tasks.json"),
                text: "{\"kind\":\"tasks#taskLists\",\"items\":[{\"kind\":\"tasks#tasks\",\"id\":\"list0\","
                    + "\"title\":\(SampleMarkup.json(words.tasks[0])),\"updated\":\"2026-01-03T08:00:00.000000Z\","
                    + "\"items\":[\(tasks.joined(separator: ","))]}\(second)]}\n", .imported)
        ]
        return SampleProductContent(entries, [.task: tasks.count + (tasks.isEmpty ? 0 : 1)])
    }
}
