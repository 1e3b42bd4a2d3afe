/// Limits and wishes for listing and reading archives. The defaults suit exports of any honest size.
public struct ArchiveOptions: Sendable {
    /// How many entries one part may have before the rest of it is left out and reported.
    public var maximumEntries: Int
    /// Which entries of a tar to keep in memory while it is listed, by path.
    ///
    /// Listing a compressed tar inflates all of it, seconds for each gigabyte, and so does every later pass. Small
    /// entries that will surely be asked for are best taken on the way. Zip and folder have random access and never
    /// retain.
    public var retain: (@Sendable (String) -> Bool)?
    /// The largest entry to retain, in bytes.
    public var retainEntryLimit: Int
    /// How many bytes all parts of a set may retain together; entries beyond it cost another pass.
    public var retainTotalLimit: Int

    /// Which zips inside other parts to open, by their path from the outermost part on, zips on the way included:
    /// `wrap/iCloud Notes.zip`. Nobody else's archives are to be opened: a zip in somebody's files is a file.
    public var opensNested: (@Sendable (String) -> Bool)?
    /// The largest zip inside a tar that can be opened, in bytes.
    static let nestedInTarLimit = 32 << 20
    /// How many bytes of names one part may have. A hostile directory must not fill the memory with names; honest ones
    /// stay far below.
    var maximumNameBytes = 1 << 30

    /// Options with these limits.
    public init(
        maximumEntries: Int = 5_000_000,
        retain: (@Sendable (String) -> Bool)? = nil,
        retainEntryLimit: Int = 8 << 20,
        retainTotalLimit: Int = 32 << 20,
        opensNested: (@Sendable (String) -> Bool)? = nil
    ) {
        self.maximumEntries = maximumEntries
        self.retain = retain
        self.retainEntryLimit = retainEntryLimit
        self.retainTotalLimit = retainTotalLimit
        self.opensNested = opensNested
    }
}

/// The ratio beyond which content is taken for a decompression bomb. Real exports stay below 200:1 except for small
/// files, and deflate cannot exceed 1032:1.
enum BombLimit {
    static let freeBytes: UInt64 = 100_000_000
    static let ratio: UInt64 = 200

    /// What a number of bytes of an archive takes in the outermost one, in which all of it takes `packed` of `whole`.
    static func scaled(_ count: UInt64, by packed: UInt64, of whole: UInt64) -> UInt64 {
        guard packed < whole, count <= whole else { return count }
        return whole.dividingFullWidth(count.multipliedFullWidth(by: packed)).quotient
    }

    static func isExceeded(output: UInt64, input: UInt64) -> Bool {
        output > freeBytes && output / ratio > input
    }
}
