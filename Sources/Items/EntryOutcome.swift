/// How one archive entry ended. The five cases are the columns of the ledger: each entry of each part ends as
/// exactly one of them, so `read = imported + merged + kept + left-out + unreadable`.
public enum EntryOutcome: Hashable, Sendable {
    /// Its content became one item or more.
    case imported
    /// Its content went into an item that another entry made: a sidecar, a second copy. The reason names which.
    case merged(reason: String)
    /// No importer understands it, so it goes to a host as the plain file it is.
    case kept
    /// A rule or a choice leaves it out; the reason is a sentence a person can read.
    case leftOut(reason: String)
    /// It could not be read; the reason is a sentence a person can read.
    case unreadable(reason: String)
}
