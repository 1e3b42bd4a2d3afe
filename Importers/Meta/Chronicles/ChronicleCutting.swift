internal import Timestamps

/// A record as it is to be read: a message, a post, a comment.
struct ChronicleRecord {
    /// When it was written, milliseconds since 1970; `nil` where that is not said.
    let time: Int64?
    /// How it reads, as Markdown, without its day.
    let text: String
    /// Whether all that the file says of it is in the text.
    let isWhole: Bool

    /// The year it belongs to; `nil` where it has no time, or none that can be meant.
    var year: Int64? {
        guard let time, (-62_135_596_800_000..<253_402_300_800_000).contains(time) else { return nil }
        return UTCTime.date(of: time.seconds).year
    }
}

extension Int64 {
    /// Milliseconds as whole seconds, also before 1970.
    var seconds: Int64 { self / 1000 - (self % 1000 < 0 ? 1 : 0) }
}

/// Puts the records of a chronicle into pieces, one a year where the years are of ordinary size.
///
/// Records come in the order of the files, whatever that is, and memory is bounded: a year that becomes large is cut,
/// and if all open years together are large, each of them is. It depends on the records only where, so that two passes
/// over the same files cut alike.
struct ChronicleCutting {
    /// Records that go into one file.
    struct Piece {
        /// The year of all of them.
        let year: Int64?
        /// The number of the file the first of them was read from.
        let source: Int
        /// The time of the earliest.
        fileprivate(set) var first: Int64
        fileprivate(set) var byteCount = 0
        /// What is to be written; nothing in the first pass.
        fileprivate(set) var records: [(time: Int64, text: String)] = []

        /// Adds a record and gives the size of all.
        fileprivate mutating func add(_ time: Int64, _ byteCount: Int, _ text: String?) -> Int {
            first = min(first, time)
            self.byteCount += byteCount
            if let text { records.append((time, text)) }
            return self.byteCount
        }
    }

    /// The most bytes that the records of a piece take in the files they were read from.
    private static let pieceLimit = 4 << 20
    /// The same for all open pieces together.
    private static let openLimit = 16 << 20

    private let keepsRecords: Bool
    private var open: [Int64?: Piece] = [:]
    private var openBytes = 0
    private var last: Int64?
    /// How many steps lead to a later record, less those that lead to an earlier one.
    private var direction = 0

    /// - Parameter keepsRecords: whether texts are wanted, or only how they will be cut.
    init(keepsRecords: Bool) { self.keepsRecords = keepsRecords }

    /// Whether the files have the newest record first.
    var isNewestFirst: Bool { direction < 0 }

    /// Adds a record and gives the pieces that are full now.
    mutating func add(_ record: ChronicleRecord, byteCount: Int, from source: Int) -> [Piece] {
        let time = record.time ?? 0
        if let last, record.time != nil { direction += time > last ? 1 : time < last ? -1 : 0 }
        last = record.time ?? last
        openBytes += byteCount
        // In place: a copy of the records for each of them would make the cost grow with the square of their number.
        let size = open[record.year, default: Piece(year: record.year, source: source, first: time)].add(
            time, byteCount, keepsRecords ? record.text : nil)
        if size >= Self.pieceLimit, let full = open.removeValue(forKey: record.year) {
            openBytes -= size
            return [full]
        }
        return openBytes < Self.openLimit ? [] : finish()
    }

    /// Gives the pieces that are open.
    mutating func finish() -> [Piece] {
        let pieces = open.values.sorted { ($0.year ?? .min) < ($1.year ?? .min) }
        open = [:]
        openBytes = 0
        return pieces
    }
}
