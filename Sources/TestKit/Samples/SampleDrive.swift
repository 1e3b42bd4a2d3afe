extension SampleExport {
    /// The number of files of Drive that have hard names.
    private var hardFiles: Int {
        hardDriveNames ? min(max(driveFiles - workspaceSidecars, 0), SampleHardNames.paths.count) : 0
    }

    var driveSections: [SampleSection] {
        var sections = [
            SampleSection(.drive, count: driveFiles) { index in
                let name = driveName(index)
                return SampleEntry(path(.drive, name), driveContent(index, name), .imported)
            },
            SampleSection(.drive, count: min(workspaceSidecars, driveFiles - hardFiles)) { index in
                let name = driveName(hardFiles + index)
                return SampleEntry(path(.drive, name + "-info.json"), text: driveInformation(index, name), .merged)
            },
        ]
        if let largeEntryBytes {
            let name = path(.drive, words.videoName)
            let content = SampleContent.generated(size: largeEntryBytes, seed: seed ^ 0x766964656F)
            sections.append(SampleSection(.drive, count: 1) { _ in SampleEntry(name, content, .imported) })
        }
        return sections
    }

    /// The path of file `index` below the Drive folder; its number in the name keeps it apart from all others.
    private func driveName(_ index: Int) -> String {
        guard index >= hardFiles else { return SampleHardNames.paths[index] }
        var random = SampleRandom(seed, "drive name", index)
        let top = words.driveFolders[index / 400 % words.driveFolders.count]
        let folder = index / 40 % 10 == 0 ? top : "\(top)/\(2016 + index / 40 % 10)"
        let extensions = ["txt", "docx", "pdf", "jpg", "csv", "md", "xlsx", "png"]
        let kind = extensions[random.below(readableFiles ? 6 : extensions.count)]
        return "\(folder)/\(random.pick(words.driveNames)) \(index).\(kind)"
    }

    private func driveContent(_ index: Int, _ name: String) -> SampleContent {
        if index < hardFiles || readableFiles { return readableContent(index, name) }
        var random = SampleRandom(seed, "drive file", index)
        return .generated(size: driveSize(&random), seed: random.next())
    }

    private func driveSize(_ random: inout SampleRandom) -> UInt64 {
        switch driveFileSize {
        case .fixed(let size): return size
        case .heavyTailed(let mean):
            // A size doubles with probability 1/2, up to ten times: each doubling adds as much to the mean as the one
            // before. With the random fraction the mean is 8.25 times the base.
            let doublings = UInt64(min(random.next().trailingZeroBitCount, 10))
            let base = mean * 4 / 33
            return (base << doublings) + random.next() % max(base << doublings, 1)
        }
    }

    private func readableContent(_ index: Int, _ name: String) -> SampleContent {
        var random = SampleRandom(seed, "drive text", index)
        let title = String(name.split(separator: "/").last ?? "")
        let sentences = (0..<(1 + random.below(12))).map { _ in random.pick(words.sentences) }
        switch title.split(separator: ".").last {
        case "docx": return .bytes(SampleDocuments.wordProcessing([title] + sentences))
        case "pdf": return .bytes(SampleDocuments.pdf(title))
        case "jpg": return .bytes(SampleJPEG.landscape(&random))
        case "zip": return .bytes(SampleDocuments.zip([("été/lisez-moi.txt", Array(sentences.joined().utf8))]))
        case "csv":
            let rows = (0..<(5 + random.below(40))).map {
                "\($0);\(random.below(100_000));\(random.pick(words.titles))"
            }
            return .bytes(Array(("n;€;?\r\n" + rows.joined(separator: "\r\n") + "\r\n").utf8))
        case "json": return .bytes(Array("{\"note\": \(SampleMarkup.json(sentences[0]))}\n".utf8))
        default:
            if title == "vide.txt" { return .bytes([]) }
            return .bytes(Array("\(title)\n\n\(sentences.joined(separator: "\n"))\n".utf8))
        }
    }

    private func driveInformation(_ index: Int, _ name: String) -> String {
        let title = String(name.split(separator: "/").last ?? "")
        let day = SampleDay(year: 2019, month: 5, day: 1) + index
        return """
            {
              "title": \(SampleMarkup.json(title)),
              "starred": \(index % 5 == 0),
              "created": "\(day.extended)T08:00:00Z",
              "last_modified_by_me": "\((day + 30).extended)T10:00:00Z",
              "content_last_modified": "\((day + 30).extended)T10:00:00Z",
              "content_last_modified_by_me": "\((day + 30).extended)T10:00:00Z",
              "permissions": [{
                "name": "\(words.person(0).first)",
                "email_address": "\(account)",
                "role": "owner",
                "type": "user"
              }]
            }

            """
    }

    /// The paths that `archive_browser.html` lists and no part holds; no generated name has a number with a leading 0.
    var missingPaths: [String] {
        (1...).prefix(missingFromParts).map {
            path(.drive, "\(words.driveFolders[0])/\(words.driveNames[0]) 0\($0).pdf")
        }
    }
}
