public import Hosting
public import Items

extension ItemKind {
    /// The store that holds items of this kind.
    public var service: StoreService {
        switch self {
        case .event, .task, .journal, .freeBusy: .calendars
        case .contact: .contacts
        case .note, .attachment: .notes
        case .file: .files
        }
    }
}
