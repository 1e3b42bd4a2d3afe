/// What is done where something else stands in the place of an item, which no run of this tool put there.
public enum ConflictPolicy: String, Hashable, Sendable, CaseIterable {
    /// It stays, and the item is not stored there.
    case keep
    /// It is replaced, as long as it is still in the state that was seen.
    case replace
    /// It stays, and a file or a note is stored beside it under a number. Events and contacts cannot be: two resources
    /// of one UID are not allowed in a collection (RFC 4791 section 5.3.2.1, RFC 6352 section 6.3.2.1). Attachments
    /// cannot be either: notes refer to them by their names. What is there of these is kept.
    case both
}
