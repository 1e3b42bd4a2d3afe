internal import ContentLines

/// One of several components of the same UID and RECURRENCE-ID, with what decides between them.
///
/// The higher SEQUENCE is the later revision (RFC 5545 section 3.8.7.4); after that the later LAST-MODIFIED, the later
/// DTSTAMP and, so that the order in the file never decides, the greater bytes.
struct ComponentState {
    let index: Int
    private let bytes: [UInt8]

    init(_ index: Int, _ component: ScannedComponent, _ source: [UInt8]) {
        self.index = index
        var bytes: [UInt8] = []
        component.part.write(from: source, into: &bytes)
        self.bytes = bytes
    }

    func isOlder(than other: ComponentState) -> Bool {
        if bytes == other.bytes { return false }
        let mine = CalendarObjectDetails(component: bytes)
        let theirs = CalendarObjectDetails(component: other.bytes)
        if (mine.sequence ?? 0) != (theirs.sequence ?? 0) { return (mine.sequence ?? 0) < (theirs.sequence ?? 0) }
        let times = [(mine.lastModified, theirs.lastModified), (mine.stamp, theirs.stamp)]
        for (own, foreign) in times where own != foreign {
            // Both are UTC times of one length (RFC 5545 section 3.3.5), so their text sorts like the time.
            return Array((own ?? "").utf8).lexicographicallyPrecedes(Array((foreign ?? "").utf8))
        }
        return bytes.lexicographicallyPrecedes(other.bytes)
    }

    func means(_ other: ComponentState) -> Bool {
        bytes == other.bytes
            || ComparisonRules.comparisonBytes(of: bytes) == ComparisonRules.comparisonBytes(of: other.bytes)
    }
}
