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

    /// Options with these limits.
    public init(
        maximumEntries: Int = 5_000_000,
        retain: (@Sendable (String) -> Bool)? = nil,
        retainEntryLimit: Int = 8 << 20,
        retainTotalLimit: Int = 32 << 20
    ) {
        self.maximumEntries = maximumEntries
        self.retain = retain
        self.retainEntryLimit = retainEntryLimit
        self.retainTotalLimit = retainTotalLimit
    }
}

/// The ratio beyond which content is taken for a decompression bomb. Real exports stay below 200:1 except for small
/// files, and deflate cannot exceed 1032:1.
enum BombLimit {
    static let freeBytes: UInt64 = 100_000_000
    static let ratio: UInt64 = 200

    static func isExceeded(output: UInt64, input: UInt64) -> Bool {
        output > freeBytes && output / ratio > input
    }
}
