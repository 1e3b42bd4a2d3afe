/// What the products are whose files are kept as they are, in a sentence each.
enum KeptProducts {
    /// What a folder holds; for one nobody has noted, that.
    static func sentence(ofFolder name: String) -> String {
        sentences[ComparableName.of(name)]
            ?? "A product that is not known here; its files are kept as the export has them."
    }

    private static let sentences: [String: String] = {
        var table: [String: String] = [:]
        for (folders, sentence) in written {
            for folder in folders { table[ComparableName.of(folder)] = sentence }
        }
        return table
    }()

    /// The folders as exports write them, and the sentence about them.
    static let written: [(folders: [String], sentence: String)] = [
        (
            // Most languages keep "Google" and translate the rest.
            [
                "Google Photos", "Google Fotos", "Google Foto", "Google Foto_s", "Fotky Google", "Google Фото",
                "Google Снимки", "Google フォト", "Google 相册", "Google 相簿", "Google Kuvat", "Google Fotoğraflar",
            ],
            "Photos and videos as they are, each with a JSON file that knows its date, place and description."
        ),
        (
            ["Mail", "Gmail", "Messages"],
            "All mail as mbox files, which mail programs import; filters and settings beside it say how Gmail sorted it."
        ),
        (
            ["My Activity", "Meine Aktivitäten", "Mon activité"],
            "What was searched, watched and opened, as pages or JSON: a record to read, with no other use."
        ),
        (["Access Log Activity"], "When and from where the account was used, as tables."),
        (["My Maps"], "Maps a person drew, as KMZ files, which map programs open."),
        (["Fit"], "Steps, heart rate and activities as tables, JSON and TCX files, which sport programs import."),
        (["Google Play Store"], "Apps, purchases and devices as JSON: a record to read."),
        (["Google Pay"], "Payments as tables and pages: a record to read."),
        (["Google Account"], "Who the account belongs to and how it was used, as pages."),
        (["Profile", "Profil"], "The name, picture and addresses of the account, as JSON."),
        (["Voice"], "Calls, texts and voice mail as pages, cards and sound files."),
        (["Groups"], "Mail of groups as mbox files, which mail programs import."),
        (["Blogger"], "Blogs as Atom feeds, which other blogs import, with their pictures."),
        (["Classroom", "Collaborations"], "School work and shared lists as JSON: a record to read."),
        (["Hangouts"], "Conversations before Google Chat, as one JSON file: a record to read."),
        (["News", "Home App"], "Settings and histories as JSON and tables: a record to read."),
    ]
}
