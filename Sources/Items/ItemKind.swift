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
    /// A file, byte for byte as the export holds it.
    case file
}
