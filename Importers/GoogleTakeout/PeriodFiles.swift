/// A file that grows while an entry is read.
protocol GrowingFile {
    /// Starts an empty one.
    ///
    /// - Parameter name: the period it is about, such as `2019-05`.
    init(period: String)
    /// How many bytes it has so far, about.
    var byteCount: Int { get }
    /// What it comes to.
    consuming func finished() -> [UInt8]
}

/// Files for periods of time that are written at once, because nobody promises that an export is in order. When they
/// take too much memory the largest is given away; what comes later for its period starts another file.
struct PeriodFiles<File: GrowingFile> {
    /// A file that is done.
    struct Finished {
        /// The period, and from the second file of one period on its number: `2019-05 (2)`.
        let name: String
        let bytes: [UInt8]
    }

    /// The most bytes of all open files.
    private let limit: Int
    private var open: [String: File] = [:]
    private var counts: [String: Int] = [:]
    private var byteCount = 0

    init(limit: Int = 32 << 20) { self.limit = limit }

    /// Changes the file of a period.
    ///
    /// - Returns: a file that had to be given away for it.
    mutating func change(_ period: String, _ body: (inout File) -> Void) -> Finished? {
        let before = open[period]?.byteCount ?? 0
        body(&open[period, default: File(period: period)])
        byteCount += (open[period]?.byteCount ?? 0) - before
        guard byteCount > limit,
            let largest = open.max(by: { ($0.value.byteCount, $1.key) < ($1.value.byteCount, $0.key) })
        else { return nil }
        return take(largest.key)
    }

    /// The files that are still open, in the order of their periods.
    mutating func finish() -> [Finished] { open.keys.sorted().compactMap { take($0) } }

    private mutating func take(_ period: String) -> Finished? {
        guard let file = open.removeValue(forKey: period) else { return nil }
        byteCount -= file.byteCount
        let count = counts[period, default: 0] + 1
        counts[period] = count
        return Finished(name: count == 1 ? period : "\(period) (\(count))", bytes: file.finished())
    }
}
