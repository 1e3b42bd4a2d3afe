/// One thing a person would name: an event with its overrides, a contact, a file.
///
/// An item lives only while it travels from an importer to whoever asked for it; what a plan keeps of it is smaller.
public struct Item: Sendable {
    /// Where the bytes are.
    public enum Content: Sendable {
        /// Here, because they are few or were made from several places of the export.
        case bytes([UInt8])
        /// The whole content of the archive entry `source`.
        case entry
    }

    /// What it is.
    public let kind: ItemKind
    /// What makes it the same item in another export: the UID of a calendar object or card; of a file, a note or
    /// an attachment its path below the top of the files or the notes, as the export or its importer has it. Unique together with `kind` and `collection`.
    public let identity: String
    /// What holds it.
    public let collection: ItemCollection
    /// The entry it was read from, or the first of them.
    public let source: EntryReference
    /// Its bytes.
    public let content: Content
    /// How many bytes it has; `nil` when a compressed tar does not say.
    public let byteCount: UInt64?
    /// When it was last changed, seconds since 1970, if the export is to be believed about it.
    public let modified: Int64?
    /// What it is compared by; `nil` for the content of an entry nobody has read yet.
    public let fingerprint: Fingerprint?
    /// The CRC-32 of the bytes where the archive states it: cheap evidence that a file did not change.
    public let checksum: UInt32?
    /// What a person would call it: the SUMMARY, the FN; `nil` for a file, whose path says it.
    public let title: String?
    /// Which of two items of one identity is newer: a greater one wins (SEQUENCE, then LAST-MODIFIED or REV).
    public let revision: String

    /// Makes an item whose bytes are in memory.
    public init(
        _ kind: ItemKind, identity: String, in collection: ItemCollection, from source: EntryReference,
        bytes: [UInt8], fingerprint: Fingerprint, modified: Int64? = nil, title: String? = nil, revision: String = ""
    ) {
        self.kind = kind
        self.identity = identity
        self.collection = collection
        self.source = source
        self.content = .bytes(bytes)
        self.byteCount = UInt64(bytes.count)
        self.modified = modified
        self.fingerprint = fingerprint
        self.checksum = nil
        self.title = title
        self.revision = revision
    }

    /// Makes an item of the whole content of an archive entry.
    init(
        _ kind: ItemKind, identity: String, in collection: ItemCollection, wholeEntry source: EntryReference,
        byteCount: UInt64?, checksum: UInt32?, modified: Int64?
    ) {
        self.kind = kind
        self.identity = identity
        self.collection = collection
        self.source = source
        content = .entry
        self.byteCount = byteCount
        self.checksum = checksum
        self.modified = modified
        fingerprint = nil
        title = nil
        revision = ""
    }
}
