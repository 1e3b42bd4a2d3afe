/// What holds items: a calendar, an address book, a folder of files.
public struct ItemCollection: Hashable, Sendable, Codable {
    /// The three shapes of collection a store can have.
    public enum Form: String, Hashable, Sendable, Codable, CaseIterable {
        /// A calendar collection (RFC 4791 section 4.2).
        case calendar
        /// An address book collection (RFC 6352 section 5.2).
        case addressBook = "address-book"
        /// A folder of files; collections of this form nest.
        case folder
    }

    /// The form.
    public let form: Form
    /// The name as the export gives it: the display name of a calendar or an address book; for a folder its
    /// path, components separated by `/`, no leading or trailing one, empty for the top of the file tree.
    public let name: String
    /// The description of a calendar (`X-WR-CALDESC`, RFC 7986 DESCRIPTION), if the export has one.
    public let summary: String?
    /// The colour as the export writes it (RFC 7986 COLOR or `X-APPLE-CALENDAR-COLOR`).
    public let color: String?

    /// Names a collection.
    public init(_ form: Form, name: String, summary: String? = nil, color: String? = nil) {
        self.form = form
        self.name = name
        self.summary = summary
        self.color = color
    }
}
