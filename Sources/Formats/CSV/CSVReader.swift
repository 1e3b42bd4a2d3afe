internal import TextEncoding

/// Reads comma-separated values (RFC 4180) from chunks of a file, in memory that does not depend on its size.
///
/// ```swift
/// var reader = CSVReader()
/// while let chunk = next() {
///     reader.add(chunk.span)
///     while let record = reader.next() { … }
/// }
/// reader.finish()
/// while let record = reader.next() { … }
/// ```
/// What is common beside the letter of RFC 4180 is understood: `;` or tab between fields (found from the first line,
/// or from a line `sep=;`, which Excel writes), CRLF, LF or CR as line end, a byte order mark, UTF-16, Windows-1252,
/// blanks around quotation marks. Empty lines are passed over.
///
/// It never stops at damage: a quotation mark that is never closed costs its line and not the rest of the file.
public struct CSVReader: Sendable {
    /// What stands between fields; nil until enough of the file has been seen to know.
    public private(set) var delimiter: UInt8?
    private let recordLimit: Int
    private var transcoder = TextTranscoder()
    private var isFinished = false
    /// The file from the start of the current record on, as far as it was added.
    private var buffer: [UInt8] = []
    private var scan = CSVScan()
    private var isFirst = true

    /// Starts before the first byte of a file.
    ///
    /// - Parameters:
    ///   - delimiter: what stands between fields; nil to find it out.
    ///   - recordLimit: the most bytes of one record. A quoted field that goes on longer is taken as damaged.
    public init(delimiter: UInt8? = nil, recordLimit: Int = 1 << 20) {
        self.delimiter = delimiter
        self.recordLimit = max(recordLimit, 1)
    }

    /// All records of a file that lies in memory.
    public static func records(of file: [UInt8]) -> [CSVRecord] {
        var reader = CSVReader()
        reader.add(file.span)
        reader.finish()
        var records: [CSVRecord] = []
        while let record = reader.next() { records.append(record) }
        return records
    }

    /// Adds the next bytes of the file. Afterwards `next` is to be called until it gives nil.
    public mutating func add(_ chunk: Span<UInt8>) {
        buffer.removeSubrange(..<scan.start)
        scan.rebase()
        transcoder.add(chunk, to: &buffer)
    }

    /// Says that the file ends here.
    public mutating func finish() {
        guard !isFinished else { return }
        transcoder.finish(to: &buffer)
        isFinished = true
    }

    /// The next record; nil when more bytes are needed, and at the end.
    public mutating func next() -> CSVRecord? {
        guard let delimiter = delimiter ?? detect() else { return nil }
        while true {
            let bytes = buffer
            guard let record = scan.next(in: bytes.span, delimiter, limit: recordLimit, isFinished: isFinished) else {
                return nil
            }
            if record.isEmptyLine { continue }
            defer { isFirst = false }
            if isFirst, record.declaresDelimiter { continue }
            return record
        }
    }

    /// Finds the delimiter: the declared one, else the one of `,`, `;` and tab that stands most often in the first line
    /// outside of quotation marks; the comma if none does.
    private mutating func detect() -> UInt8? {
        let sample = buffer.prefix(min(recordLimit, 1 << 16))
        let start = sample.firstIndex { $0 > CSVScan.space } ?? sample.endIndex
        var counts = [0, 0, 0]
        var isQuoted = false
        var end: Int?
        for index in start..<sample.endIndex {
            let byte = sample[index]
            if byte == CSVScan.quote { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == CSVScan.lineFeed || byte == CSVScan.carriageReturn {
                end = index
                break
            }
            if let candidate = Self.candidates.firstIndex(of: byte) { counts[candidate] += 1 }
        }
        guard end != nil || isFinished || sample.count < buffer.count else { return nil }
        var best = 0
        for candidate in 1..<counts.count where counts[candidate] > counts[best] { best = candidate }
        let first = sample[start..<(end ?? sample.endIndex)]
        let declared = first.count == 5 && first.starts(with: "sep=".utf8) ? first.last : nil
        delimiter = declared ?? Self.candidates[best]
        return delimiter
    }

    private static let candidates: [UInt8] = [0x2C, 0x3B, CSVScan.tab]
}

extension CSVRecord {
    /// Whether nothing stands in its line.
    fileprivate var isEmptyLine: Bool { count == 1 && self[0].isEmpty && problems.isEmpty }

    /// Whether it is the line `sep=;`, read with this delimiter or another.
    fileprivate var declaresDelimiter: Bool {
        count == 2
            ? self[0] == "sep=" && self[1].isEmpty : count == 1 && self[0].hasPrefix("sep=") && self[0].utf8.count == 5
    }
}
