internal import ContentLines

/// One of several components of the same UID and RECURRENCE-ID, with what decides between them.
///
/// The higher SEQUENCE is the later revision (RFC 5545 section 3.8.7.4); after that the later LAST-MODIFIED and the
/// later DTSTAMP decide and then, so that the order in the file never does, the greater bytes.
struct ComponentState {
    let index: Int
    private let bytes: [UInt8]
    private let sequence: Int
    /// LAST-MODIFIED and DTSTAMP. Both are UTC times of one length (RFC 5545 section 3.3.5): their text sorts like them.
    private let times: [[UInt8]]
    /// The component in canonical form.
    private lazy var meaning = ComparisonRules.comparisonBytes(of: bytes)

    init(_ index: Int, _ component: ScannedComponent, _ source: [UInt8]) {
        self.index = index
        var bytes: [UInt8] = []
        component.part.write(from: source, into: &bytes)
        self.bytes = bytes
        let details = CalendarObjectDetails(component: bytes)
        sequence = details.sequence ?? 0
        times = [details.lastModified, details.stamp].map { Array(($0 ?? "").utf8) }
    }

    func isOlder(than other: ComponentState) -> Bool {
        if sequence != other.sequence { return sequence < other.sequence }
        for (own, foreign) in zip(times, other.times) where own != foreign {
            return own.lexicographicallyPrecedes(foreign)
        }
        return bytes.lexicographicallyPrecedes(other.bytes)
    }

    /// Whether the two are revisions of one thing as far as SEQUENCE, LAST-MODIFIED and DTSTAMP tell.
    func isRevision(of other: ComponentState) -> Bool {
        sequence != other.sequence || times != other.times
    }

    /// Whether the two mean the same.
    mutating func means(_ other: inout ComponentState) -> Bool {
        bytes == other.bytes || meaning == other.meaning
    }
}
