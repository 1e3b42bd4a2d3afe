/// The products of Google Takeout that become more than plain files.
enum TakeoutProduct: Hashable, Sendable {
    case calendar, contacts, drive
    /// A product that is known and whose files are kept as they are.
    case other
}

/// What Takeout calls the folders of products: the language of the account when the export was made decides.
///
/// Inner names are translated too, so this table only says which folder belongs to which product. Languages that are
/// missing here are found by `archive_browser.html` or by what a folder holds.
enum ProductNames {
    /// The product of a folder, by its name as an export writes it; `nil` for a name nobody has noted.
    static func product(ofFolder name: some StringProtocol) -> TakeoutProduct? { folders[ComparableName.of(name)] }

    /// The product of a key in `data-english-name` of `archive_browser.html`, the same in every language.
    static func product(ofKey key: String) -> TakeoutProduct {
        switch key.uppercased() {
        case "CALENDAR": .calendar
        case "CONTACTS": .contacts
        case "DRIVE": .drive
        default: .other
        }
    }

    private static let folders: [String: TakeoutProduct] = {
        var table: [String: TakeoutProduct] = [:]
        for (product, names) in written {
            for name in names { table[ComparableName.of(name)] = product }
        }
        return table
    }()

    private static let written: [(TakeoutProduct, [String])] = [
        (.calendar, ["Calendar", "Kalender", "Agenda", "캘린더"]),
        (.contacts, ["Contacts", "Google Kontakte"]),
        (.drive, ["Drive"]),
        (
            .other,
            [
                // Photos: most languages keep "Google" and translate the rest.
                "Google Photos", "Google Fotos", "Google Foto", "Google Foto_s", "Fotky Google", "Google Фото",
                "Google Снимки", "Google フォト", "Google 相册", "Google 相簿", "Google Kuvat", "Google Fotoğraflar",
                // Mail and tasks.
                "Mail", "Gmail", "Messages", "Tasks", "Aufgaben",
                // Places.
                "Location History", "Location History (Timeline)", "Timeline", "Standortverlauf",
                "Historique des positions", "Maps", "Maps (your places)", "Maps (Meine Orte)", "Maps (vos adresses)",
                "My Maps",
                // Activity.
                "My Activity", "Meine Aktivitäten", "Mon activité", "Access Log Activity",
                // Films and music.
                "YouTube", "YouTube and YouTube Music", "YouTube und YouTube Music", "YouTube et YouTube Music",
                "YouTube i YouTube Music",
                // The rest.
                "Chrome", "Saved", "Gespeichert", "Enregistrés", "Keep", "Fit", "Google Chat", "Google Play Store",
                "Google Account", "Google Pay", "Profile", "Profil", "Voice", "Groups", "Blogger", "Classroom",
                "Hangouts", "News", "Home App", "Collaborations",
            ]
        ),
    ]
}
