/// A Google Takeout export that never belonged to anybody: what it holds, in which language and how much of it.
///
/// Equal options make equal bytes on every run and machine. Nothing in it comes from a real person; addresses use the
/// reserved domains of RFC 2606.
public struct SampleExport: Sendable {
    /// The account's language when the export was made: names of folders and files, and the texts in them.
    public enum Language: String, Sendable, CaseIterable {
        case english, french, german
    }

    /// How large the generated files of Drive are.
    public enum FileSize: Sendable {
        /// Every file has this many bytes.
        case fixed(UInt64)
        /// Most files are small, a few very large, and the mean is about this many bytes.
        case heavyTailed(mean: UInt64)
    }

    /// What all content is drawn from.
    public var seed: UInt64
    /// The account's language.
    public var language: Language
    /// The UTC time of the request, `yyyymmddThhmmssZ`, as the names of the parts carry it.
    public var stamp = "20260416T000738Z"
    /// The address of the account, which names the primary calendar.
    public var account = "zoe.lambert@example.com"
    /// The number of calendars, the primary one first.
    public var calendars = 3
    /// The number of events, each with its overrides counted as one, of every calendar.
    public var eventsPerCalendar = 40
    /// The number of contacts.
    public var contacts = 200
    /// The number of label files beside the file of all contacts, at most two more than there are contacts.
    public var labels = 4
    /// Whether some contacts have a photo: in the card, beside it, or as an address that no longer answers.
    public var contactPhotos = true
    /// The number of files of Drive, without `largeEntryBytes` and without the sidecars of `workspaceSidecars`.
    public var driveFiles = 60
    /// How large the generated files of Drive are; those with hard names or readable content have a size of their own.
    public var driveFileSize = FileSize.heavyTailed(mean: 4096)
    /// Whether the first files of Drive have names that are hard to carry elsewhere.
    public var hardDriveNames = true
    /// Whether documents, pictures and texts of Drive can be opened; else they are bytes that do not compress.
    public var readableFiles = false
    /// The number of Drive files with an `-info.json` sidecar, as administrators' exports have them.
    public var workspaceSidecars = 0
    /// The products beside calendars, contacts and Drive; calendars, contacts and Drive in this set change nothing.
    public var otherProducts: Set<SampleProduct> = Set(SampleProduct.allCases)
    /// The number of notes, photos and messages of each other product.
    public var entriesPerProduct = 5
    /// The size in bytes of one more Drive file, a video, or nil for none.
    public var largeEntryBytes: UInt64?
    /// The number of Drive files that `archive_browser.html` lists and no part holds.
    public var missingFromParts = 0
    /// Whether calendars hold the values that RFC 5545 forbids and Google writes.
    public var quirks = true

    /// An export with the default amounts, to be changed from there.
    public init(seed: UInt64 = 1, language: Language = .french) {
        self.seed = seed
        self.language = language
    }

    /// The entries in the order they are written, without any that the packing adds.
    public func entries() -> SampleEntries {
        let sections = productSections
        return SampleEntries(sections: sections + [archiveBrowserSection(listing: sections)])
    }

    var words: SampleWords { language.words }

    func path(_ product: SampleProduct, _ rest: String) -> String {
        "Takeout/\(words.folder(product))/\(rest)"
    }

    /// A name as Takeout writes it: the characters it replaces become `_`, and the stem is at most 50 characters long.
    func fileName(_ name: String, suffix: String = "") -> String {
        let forbidden: Set<Character> = ["'", "&", "%", "*", "/", "\\", ":", "?", "\"", "<", ">", "|", "\n"]
        return String(name.prefix(50).map { forbidden.contains($0) ? "_" : $0 }) + suffix
    }
}
