/// One archive of an export, a folder, or a loose file, with the list of what is in it.
public struct Part: Sendable {
    /// How the compression of a tar is called.
    public enum Compression: String, Hashable, Sendable {
        case none, gzip, bzip2, xz
    }

    /// What the part is. Judged by content; the name only tells archives from loose files.
    public enum Format: Hashable, Sendable {
        /// A zip with a central directory.
        case zip
        /// A tar; it has no random access.
        case tar(Compression)
        /// A folder and everything beneath it.
        case folder
        /// One file that is no archive.
        case file
    }

    /// The part's place in its set, from 0.
    public internal(set) var id: Int32
    /// The path as given, or as found in a given directory of parts; of an archive inside another, that of the outermost.
    public let path: String
    /// What the file name says.
    public let name: PartName
    /// What it is.
    public let format: Format
    /// The size of the file, or the sum of the sizes of a folder's files.
    public let byteCount: UInt64
    /// What is in it.
    public internal(set) var entries: EntryList
    /// 32 bytes that are equal for equal parts, whatever their names: SHA-256 over the size and
    /// - zip: the central directory;
    /// - tar and file: the first and last 64 KiB;
    /// - folder: paths, sizes and times.
    public let identity: [UInt8]
    /// What is wrong with it.
    public let problems: [ArchiveProblem]
    /// The part of the set that has the same content and comes first; nil for that first one.
    public internal(set) var repeatOf: Int32?

    /// The entry that this part is, for an archive that lies in another part; nil for what was given.
    public internal(set) var container: EntryID?
    /// What precedes the paths of its entries in the outermost part: `iCloud Contacts.zip/`, or nothing.
    public internal(set) var pathPrefix = ""
    /// In how many archives or folders it lies.
    var depth = 0
    /// How many bytes of the outermost archive it takes.
    var packedByteCount: UInt64
    /// Whether an archive around it is compressed as a whole.
    var isInflated = false

    /// Whether reading is quick only in the order of the entries: a step back inflates again what lies before.
    public var isReadInOrder: Bool {
        if case .tar = format { return true }
        return isInflated
    }

    /// Contents kept while a tar was listed, by place.
    let retained: [Int32: [UInt8]]
    /// What the file was when it was listed.
    let stamp: FileStamp

    init(
        id: Int32, path: String, name: PartName, format: Format, byteCount: UInt64, entries: EntryList,
        identity: [UInt8], problems: [ArchiveProblem], repeatOf: Int32?, retained: [Int32: [UInt8]], stamp: FileStamp
    ) {
        self.id = id
        self.path = path
        self.name = name
        self.format = format
        self.byteCount = byteCount
        self.entries = entries
        self.identity = identity
        self.problems = problems
        self.repeatOf = repeatOf
        self.retained = retained
        self.stamp = stamp
        packedByteCount = byteCount
    }
}
