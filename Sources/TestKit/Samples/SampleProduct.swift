/// The products a sample export may hold.
public enum SampleProduct: String, Sendable, CaseIterable {
    case calendar, contacts, drive, keep, chrome, tasks, youTube, myActivity, photos, mail, maps, profile, saved,
        location, chat

    /// The key of the product in `archive_browser.html`, the same in every language.
    public var identifier: String {
        switch self {
        case .calendar: "CALENDAR"
        case .contacts: "CONTACTS"
        case .drive: "DRIVE"
        case .keep: "KEEP"
        case .chrome: "CHROME"
        case .tasks: "TASKS"
        case .youTube: "YOUTUBE"
        case .myActivity: "MY_ACTIVITY"
        case .photos: "PHOTOS"
        case .mail: "GMAIL"
        case .maps: "LOCAL_ACTIONS"
        case .profile: "PROFILE"
        case .saved: "SAVED"
        case .location: "LOCATION_HISTORY"
        case .chat: "CHAT"
        }
    }

    /// The bundle number the product's parts carry when an export is bundled. Numbers between them stay free: in real
    /// exports too, a number that is absent means nothing.
    var bundle: Int {
        switch self {
        case .photos: 3
        case .youTube: 4
        case .mail: 7
        case .calendar, .contacts: 8
        case .drive: 9
        case .keep, .chrome, .tasks, .myActivity, .maps, .profile, .saved, .location, .chat: Self.firstBundle
        }
    }

    /// The bundle of everything small, `archive_browser.html` included.
    static let firstBundle = 1
}
