internal import Glibc

/// An export of privacy.apple.com that never belonged to anybody.
public enum SampleApple {
    /// Its entries, as if all archives were unpacked into one folder.
    ///
    /// - Parameter french: whether the texts are French, and the names of the categories those of the French page.
    public static func export(french: Bool = false) -> ProviderSample {
        ProviderSample("Apple", entries(french: french))
    }

    /// The path of a calendar of `export()`.
    public static let calendar = "iCloud Calendars and Reminders/Home.ics"

    /// Writes the export as Apple does: an archive for each category and part.
    ///
    /// - Parameter wrapped: whether these archives lie in one more archive, as Apple does with many of them.
    /// - Returns: the paths of the archives.
    public static func write(
        to directory: String, french: Bool = false, wrapped: Bool = false,
        compression: SamplePacking.Compression = .mixed
    ) throws -> [String] {
        var packing = SamplePacking(.zip, compression: compression)
        var byCategory: [String: [SampleEntry]] = [:]
        for entry in entries(french: french) {
            byCategory[String(entry.path.prefix { $0 != "/" }), default: []].append(entry)
        }
        let folder = wrapped ? directory + "/parts" : directory
        var paths: [String] = []
        for (category, entries) in byCategory.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            paths += try ProviderSample(category, entries).write(to: folder, as: packing)
        }
        guard wrapped else { return paths }
        let archives = try paths.map { path in
            SampleEntry(String(path.split(separator: "/").last ?? ""), .bytes(try bytes(of: path)), .merged)
        }
        packing.compression = .deflated
        return try ProviderSample("mes données", archives).write(to: directory, as: packing)
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw SampleWriteError(description: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return bytes
    }

    private static func entries(french: Bool) -> [SampleEntry] {
        contacts(french) + calendars(french) + notes(french) + drive(french) + photos(french) + others(french)
    }

    // MARK: Contacts

    private static func contacts(_ french: Bool) -> [SampleEntry] {
        let folder = french ? "Contacts iCloud" : "iCloud Contacts"
        func card(_ name: String, _ lines: String...) -> SampleEntry {
            let text = (["BEGIN:VCARD", "VERSION:3.0", "FN:\(name)", "N:\(name);;;;"] + lines + ["END:VCARD"])
                .map { $0 + "\r\n" }.joined()
            return SampleEntry("\(folder)/vCards/\(name).vcf", text: text, .imported)
        }
        return [
            card(
                "Zoé Lambert", "item1.EMAIL;type=INTERNET;type=pref:zoe@example.org", "item1.X-ABLabel:_$!<Home>!$_",
                "item2.URL;type=pref:https\\://example.org/", "item2.X-ABLabel:_$!<HomePage>!$_",
                "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-17", "X-SOCIALPROFILE;type=mastodon:https://example.org/@zoe"),
            card("Jérôme Dupont", "TEL;type=CELL;type=VOICE;type=pref:+33 6 00 00 00 00", "UID:card-2"),
            card("Anaïs Martin", "item1.TEL:01 00 00 00 00", "item1.X-ABLabel:Atelier vélo", "UID:card-3"),
            card("北京 旅行", "ORG:Agence;", "UID:card-4"),
        ]
    }

    // MARK: Calendars

    private static func calendars(_ french: Bool) -> [SampleEntry] {
        let folder = french ? "Calendriers et rappels iCloud" : "iCloud Calendars and Reminders"
        func calendar(_ name: String, _ components: [[String]], _ outcome: SampleOutcome = .imported) -> SampleEntry {
            let head = [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Apple Inc.//Sample//EN", "X-WR-CALNAME:\(name)",
                "X-APPLE-CALENDAR-COLOR:#1BADF8FF",
            ]
            let text = (head + components.flatMap { $0 } + ["END:VCALENDAR"]).map { $0 + "\r\n" }.joined()
            return SampleEntry("\(folder)/\(name).ics", text: text, outcome)
        }
        func event(_ uid: String, _ summary: String) -> [String] {
            [
                "BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20240101T000000Z", "DTSTART:20240617T100000Z",
                "SUMMARY:\(summary)",
                "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M",
                "DESCRIPTION:\(summary)", "END:VALARM", "END:VEVENT",
            ]
        }
        func todo(_ uid: String, _ summary: String) -> [String] {
            [
                "BEGIN:VTODO", "UID:\(uid)", "DTSTAMP:20240101T000000Z", "SUMMARY:\(summary)", "DUE:20240620T090000Z",
                "STATUS:NEEDS-ACTION", "X-APPLE-SORT-ORDER:1", "END:VTODO",
            ]
        }
        return [
            calendar(
                french ? "Maison" : "Home",
                [event("event-1", french ? "Dîner chez Mamie" : "Dinner"), event("event-2", "🎂"), todo("todo-1", "?")]),
            calendar(
                french ? "Rappels" : "Reminders",
                [todo("todo-2", french ? "Acheter du pain" : "Bread"), todo("todo-3", "Train")]),
            calendar(french ? "Anniversaires" : "Birthdays", [event("birthday-1", "Zoé")], .leftOut),
        ]
    }

    // MARK: Notes

    private static func notes(_ french: Bool) -> [SampleEntry] {
        let folder = french ? "Notes iCloud" : "iCloud Notes"
        let title = french ? "Soupe d'été" : "Summer soup"
        let picture = SampleJPEG.of(seed: 5)
        return [
            SampleEntry(
                "\(folder)/Notes Details.csv",
                text: """
                    Title, Created On, Modified On, Pinned, Deleted, Drawing/Handwriting, ContentHash at Import
                    \(title),06-01-2023 08:30:00,06-02-2023 09:00:00,Yes,No,No,abc
                    "Listes, courses",01-15-2022 10:00:00,02-15-2022 10:00:00,No,No,No,def
                    Double,01-01-2020 00:00:00,01-01-2020 00:00:00,No,No,No,g
                    Double,01-01-2021 00:00:00,01-01-2021 00:00:00,No,No,No,h

                    """, .merged),
            SampleEntry(
                "\(folder)/Notes/\(title)/\(title).txt", text: "\(title)\n# 2 oignons\n\u{FFFC}\n- 1 l d'eau\n",
                .imported),
            SampleEntry("\(folder)/Notes/\(title)/photo (1).jpeg", .bytes(picture), .imported),
            SampleEntry("\(folder)/Notes/\(title)/recette.pdf", .bytes(SampleDocuments.pdf(title)), .imported),
            SampleEntry(
                "\(folder)/Notes/Maison/Listes_ courses/Listes_ courses.txt", text: "Pain\nLait\n\u{FFFC}", .imported),
            SampleEntry("\(folder)/Notes/Double/Double.txt", text: "a", .imported),
            SampleEntry("\(folder)/Notes/Maison/Double/Double.txt", text: "b", .imported),
            SampleEntry("\(folder)/Shared Notes Info.csv", .bytes([]), .kept),
            SampleEntry("\(folder)/Recently Deleted/Vieux/Vieux.txt", text: "vieux", .leftOut),
        ]
    }

    // MARK: Files

    private static func drive(_ french: Bool) -> [SampleEntry] {
        let document = SampleDocuments.zip([("Index/Document.iwa", [1, 2, 3]), ("preview.jpg", [4])])
        return [
            SampleEntry("iCloud Drive Part 1 of 2/Drive/été/lettre.txt", text: "Chère Zoé", .imported),
            SampleEntry("iCloud Drive Part 1 of 2/Drive/Roman.pages", .bytes(document), .imported),
            SampleEntry("iCloud Drive Part 2 of 2/Drive/Album.key/Index.zip", .bytes(document), .imported),
            SampleEntry("iCloud Drive Part 2 of 2/Drive/Album.key/Data/a.png", .bytes([1, 2]), .imported),
            // A person's own archive, by whatever name, is no part of the export.
            SampleEntry(
                "iCloud Drive Part 2 of 2/Drive/iCloud Contacts.zip", .bytes(SampleDocuments.zip([("a.vcf", [1])])),
                .imported),
        ]
    }

    private static func photos(_ french: Bool) -> [SampleEntry] {
        let name = french ? "Photos iCloud Partie" : "iCloud Photos Part"
        let of = french ? "sur" : "of"
        let header = "imgName,fileChecksum,favorite,hidden,deleted,originalCreationDate,viewCount,importDate\r\n"
        func row(_ name: String, _ date: String, quoted: Bool = true) -> String {
            let date = quoted ? "\"\(date)\"" : date
            return "\(name),AfQj57ORF2JIumUCjO,yes,no,no,\(date),10,\(date)\r\n"
        }
        return [
            SampleEntry(
                "\(name) 1 \(of) 2/Photos/Photo Details.csv",
                text: "\u{FEFF}" + header + row("IMG_0001.JPG", "Saturday June 4,2022 12:11 PM GMT")
                    + row("IMG_0002.MOV", "Sunday June 5,2022 1:05 AM GMT", quoted: false), .kept),
            SampleEntry("\(name) 1 \(of) 2/Photos/IMG_0001.JPG", .bytes(SampleJPEG.of(seed: 1)), .imported),
            SampleEntry("\(name) 2 \(of) 2/Photos/IMG_0002.MOV", .generated(size: 5000, seed: 3), .imported),
            SampleEntry("\(name) 1 \(of) 2/Albums/Été.csv", text: "Images\r\nIMG_0001.JPG\r\n", .kept),
        ]
    }

    private static func others(_ french: Bool) -> [SampleEntry] {
        let bookmarks = """
            <!DOCTYPE NETSCAPE-Bookmark-file-1>
            <TITLE>Bookmarks</TITLE>
            <DL><p><DT><A HREF="https://example.org/" ADD_DATE="1654344660">Exemple</A></DL><p>

            """
        return [
            SampleEntry("\(french ? "Signets iCloud" : "iCloud Bookmarks")/Bookmarks.html", text: bookmarks, .imported),
            SampleEntry(
                "\(french ? "Mail iCloud" : "iCloud Mail")/INBOX/1.eml",
                text: "From: a@example.org\r\nSubject: Salut\r\nDate: Fri, 1 Mar 2024 10:00:00 +0100\r\n\r\nZoé\r\n",
                .kept),
            SampleEntry(
                "Apple Account and device information/Apple ID Account Information.csv", text: "Apple ID\r\nx\r\n",
                .kept),
            SampleEntry(
                "Apple Media Services Information Part 1 of 1/Apple_Media_Services.zip",
                .bytes(
                    SampleDocuments.zip([
                        ("Apple_Media_Services/Stores Activity/Clicks.zip", SampleDocuments.zip([("Clicks.csv", [65])]))
                    ])), .merged),
        ]
    }
}

extension SampleJPEG {
    /// A picture that is the same for the same number.
    fileprivate static func of(seed: UInt64) -> [UInt8] {
        var random = SampleRandom(seed, "apple", 0)
        return landscape(&random)
    }
}
