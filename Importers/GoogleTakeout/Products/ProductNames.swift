/// The products of Google Takeout that become more than plain files.
enum TakeoutProduct: String, Hashable, CaseIterable, Sendable {
    case calendar, contacts, drive, tasks, keep, chrome, youTube, maps, location, chat
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

    /// The product of a key in `data-english-name` of `archive_browser.html`, the same in every language; `nil` for a
    /// key nobody has noted.
    static func product(ofKey key: String) -> TakeoutProduct? {
        switch key.uppercased() {
        case "CALENDAR": .calendar
        case "CONTACTS": .contacts
        case "DRIVE": .drive
        case "TASKS": .tasks
        case "KEEP": .keep
        case "CHROME": .chrome
        case "YOUTUBE": .youTube
        case "LOCAL_ACTIONS", "MAPS", "SAVED": .maps
        case "LOCATION_HISTORY": .location
        case "PHOTOS", "GMAIL", "MY_ACTIVITY", "FIT", "MYMAPS", "VOICE", "BOND", "PROFILE": .other
        default: nil
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
        (.tasks, ["Tasks", "Aufgaben", "Google Tasks", "Tâches"]),
        (.keep, ["Keep", "Google Keep"]),
        (.chrome, ["Chrome"]),
        (
            .youTube,
            [
                "YouTube", "YouTube and YouTube Music", "YouTube und YouTube Music", "YouTube et YouTube Music",
                "YouTube i YouTube Music",
            ]
        ),
        (
            .maps,
            [
                "Maps", "Maps (your places)", "Maps (Meine Orte)", "Maps (vos adresses)", "Saved", "Gespeichert",
                "Enregistrés",
            ]
        ),
        (
            .location,
            [
                "Location History", "Location History (Timeline)", "Timeline", "Standortverlauf",
                "Standortverlauf (Zeitachse)", "Zeitachse", "Historique des positions",
                "Historique des positions (Vos trajets)", "Vos trajets",
            ]
        ),
        (.chat, ["Google Chat"]),
        (.other, KeptProducts.written.flatMap(\.folders)),
    ]
}
