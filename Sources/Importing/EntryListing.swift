public import Items

/// An entry as importers see it: a file that can be read. What the archive layer refused, folders and the litter of
/// operating systems have been accounted for before.
public struct ListedEntry: Sendable {
    /// Where it is.
    public let reference: EntryReference
    /// Its path inside the export, components separated by `/`.
    public let path: String
    /// Its size in bytes as the archive states it.
    public let byteCount: UInt64?
    /// Its CRC-32 as the archive states it.
    public let checksum: UInt32?
    /// When it was last changed as the archive states it, seconds since 1970. Providers put the time of packing here,
    /// so only a folder or loose files are to be believed.
    public let modified: Int64?

    /// Describes an entry.
    public init(
        reference: EntryReference, path: String, byteCount: UInt64?, checksum: UInt32? = nil, modified: Int64? = nil
    ) {
        self.reference = reference
        self.path = path
        self.byteCount = byteCount
        self.checksum = checksum
        self.modified = modified
    }

    /// The last component of the path.
    public var name: Substring {
        path[(path.utf8.lastIndex(of: UInt8(ascii: "/")).map(path.utf8.index(after:)) ?? path.startIndex)...]
    }
}

/// The entries of one export, which an importer judges.
public struct EntryListing: Sendable {
    /// The entries, in the order of the bytes of their paths.
    public let entries: [ListedEntry]
    /// The file names of the parts, for providers that write their name there.
    public let partNames: [String]
    /// Whether the entries come from files that lie loose (or in a folder) and were not packed by anybody.
    public let isLoose: Bool

    /// Lists entries.
    public init(entries: [ListedEntry], partNames: [String], isLoose: Bool) {
        self.entries = entries
        self.partNames = partNames
        self.isLoose = isLoose
    }
}
