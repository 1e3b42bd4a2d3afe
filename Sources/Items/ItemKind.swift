/// What a thing is, in the words a person would use for it.
///
/// The raw values are the keys of the JSON report and of `--only`, and never change meaning.
public enum ItemKind: String, CaseIterable, Hashable, Sendable, Codable {
    /// A calendar object resource made of VEVENT components of one UID (RFC 4791 section 4.1).
    case event
    /// A calendar object resource made of VTODO components.
    case task
    /// A calendar object resource made of VJOURNAL components.
    case journal
    /// A VFREEBUSY, or any other calendar component than the three above.
    case freeBusy = "freebusy"
    /// A vCard (RFC 6350).
    case contact
    /// A note: a Markdown text (RFC 7763) in a folder of notes.
    case note
    /// A file that a note refers to and that lies beside it.
    case attachment
    /// A file: byte for byte as the export holds it, or made of what no other kind holds.
    case file

    /// Whether it is a file with a path, compared by its bytes. All others are known by their UID, and compared by what
    /// they mean.
    public var hasPath: Bool {
        switch self {
        case .event, .task, .journal, .freeBusy, .contact: false
        case .note, .attachment, .file: true
        }
    }

    /// The kind by which a person chooses it: who means notes means the files they refer to as well, and the other way
    /// round.
    public var chosenAs: ItemKind { self == .attachment ? .note : self }
}
