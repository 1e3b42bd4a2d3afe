/// Names one entry of one part of an ``ArchiveSet``.
public struct EntryID: Hashable, Comparable, Sendable {
    /// The part's place in its set, from 0.
    public let part: Int32
    /// The entry's place in the part's own order, from 0: the order of the central directory, of the tar, or of the
    /// sorted folder walk.
    public let index: Int32

    /// An identifier made of a part's place and an entry's place.
    public init(part: Int32, index: Int32) {
        self.part = part
        self.index = index
    }

    /// By part, then by place.
    public static func < (left: EntryID, right: EntryID) -> Bool {
        (left.part, left.index) < (right.part, right.index)
    }
}

/// What an entry is, as the archive or the file system says.
public enum EntryKind: UInt8, Sendable {
    /// Bytes that can be read.
    case file
    /// A folder; it has no bytes.
    case directory
    /// A symbolic link. It is never followed.
    case symbolicLink
    /// A hard link of a tar: a name without bytes of its own. It is never followed.
    case hardLink
    /// A device, FIFO or socket. It is never opened.
    case special
}

/// One member of a part: what is known of it without reading its bytes.
public struct Entry: Sendable {
    /// Where it is.
    public let id: EntryID
    /// The decoded name with `/` between segments; `.` segments, empty segments and the closing `/` of directories are
    /// left out. Control characters stay in it: show it only through an escaper.
    public let path: String
    /// The name's bytes as stored, when `path` does not encode to them because the name was not UTF-8, was replaced by
    /// a Unicode path field, or had backslashes as separators; nil otherwise.
    public let rawName: [UInt8]?
    /// The size of the content in bytes as declared; nil when the archive does not say.
    public let byteCount: UInt64?
    /// The CRC-32 of the content as declared (zip only).
    public let checksum: UInt32?
    /// Seconds since 1970 as the archive says. MS-DOS times carry no zone and are read as UTC.
    public let modified: Int64?
    /// What it is.
    public let kind: EntryKind
    /// Why it will not be read; nil for an entry that can be opened and for directories.
    public let refusal: EntryRefusal?
}
