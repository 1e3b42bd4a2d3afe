/// Writes comma-separated values as RFC 4180 has them: fields with a delimiter, quotation mark, line end or blank at
/// either end are quoted, and lines end with CRLF. The text is UTF-8 without byte order mark.
public struct CSVWriter: Sendable {
    /// The file so far.
    public private(set) var bytes: [UInt8] = []
    private let delimiter: UInt8

    /// Starts an empty file.
    ///
    /// - Parameter delimiter: what stands between fields.
    public init(delimiter: UInt8 = UInt8(ascii: ",")) { self.delimiter = delimiter }

    /// Adds a record.
    public mutating func add(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(delimiter) }
            // An empty line would be passed over by readers.
            guard needsQuotes(field) || fields.count == 1 && field.isEmpty else {
                bytes += field.utf8
                continue
            }
            bytes.append(CSVScan.quote)
            for byte in field.utf8 {
                if byte == CSVScan.quote { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(CSVScan.quote)
        }
        bytes += [CSVScan.carriageReturn, CSVScan.lineFeed]
    }

    private func needsQuotes(_ field: String) -> Bool {
        guard let first = field.utf8.first, let last = field.utf8.last else { return false }
        if first <= CSVScan.space || last <= CSVScan.space { return true }
        return field.utf8.contains {
            $0 == delimiter || $0 == CSVScan.quote || $0 == CSVScan.lineFeed || $0 == CSVScan.carriageReturn
        }
    }
}
