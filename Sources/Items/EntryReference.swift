/// Where in the archives something was read: a part, and an entry of that part, both by number.
///
/// Numbers and not names, because a report on 100,000 entries holds one of these for each.
public struct EntryReference: Hashable, Comparable, Sendable, Codable {
    /// The part, counted from 0 in the order of the archive set.
    public let part: Int32
    /// The entry, counted from 0 in the order of its part.
    public let entry: Int32

    /// Refers to entry number `entry` of part number `part`.
    public init(part: Int32, entry: Int32) {
        self.part = part
        self.entry = entry
    }

    /// Archive order: by part, then by entry.
    public static func < (left: EntryReference, right: EntryReference) -> Bool {
        (left.part, left.entry) < (right.part, right.entry)
    }
}
