/// What holds items: a calendar, an address book, a folder of files.
public struct ItemCollection: Hashable, Sendable, Codable {
    /// The shapes of collection a store can have.
    public enum Form: String, Hashable, Sendable, Codable, CaseIterable {
        /// A calendar collection (RFC 4791 section 4.2).
        case calendar
        /// An address book collection (RFC 6352 section 5.2).
        case addressBook = "address-book"
        /// A folder of files; collections of this form nest.
        case folder
        /// A folder of notes and of the files they refer to; collections of this form nest.
        case notes

        /// Whether it is a folder: its collections nest, and what lies in them is compared by its bytes.
        public var isFileTree: Bool {
            switch self {
            case .calendar, .addressBook: false
            case .folder, .notes: true
            }
        }
    }

    /// The form.
    public let form: Form
    /// The name as the export gives it: the display name of a calendar or an address book; for a folder
    /// of files or notes its path, components separated by `/`, no leading or trailing one, empty for the top.
    public let name: String
    /// The description of a calendar (`X-WR-CALDESC`, RFC 7986 DESCRIPTION), if the export has one.
    public let summary: String?
    /// The colour as the export writes it (RFC 7986 COLOR or `X-APPLE-CALENDAR-COLOR`).
    public let color: String?
    /// The one kind a calendar is for, such as a list of tasks; `nil` for all kinds.
    public var only: ItemKind?

    /// Names a collection.
    public init(
        _ form: Form, name: String, summary: String? = nil, color: String? = nil, only: ItemKind? = nil
    ) {
        self.only = only
        self.form = form
        self.name = name
        self.summary = summary
        self.color = color
    }
}
