internal import TextEncoding

/// One record of a CSV file: the fields of a line, or of several where a quoted field has line ends in it (RFC 4180
/// section 2).
public struct CSVRecord: Sendable, Equatable {
    /// The number of the line it starts at, from 1.
    public let line: Int
    /// What is wrong with it. The fields are what could be made of it.
    public let problems: [CSVProblem]
    private let bytes: [UInt8]
    /// Where each field ends in `bytes`.
    private let ends: [Int]

    init(line: Int, problems: [CSVProblem], bytes: [UInt8], ends: [Int]) {
        self.line = line
        self.problems = problems
        self.bytes = bytes
        self.ends = ends
    }

    /// The number of fields, at least one.
    public var count: Int { ends.count }

    /// A field as text, without its quotation marks: UTF-8 where it is valid, else Windows-1252. Empty for a field the
    /// record does not have, so that a short line reads like one with empty fields.
    public subscript(index: Int) -> String {
        guard ends.indices.contains(index) else { return "" }
        return TextDecoding.text(Array(bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]))
    }

    /// All fields as text.
    public var fields: [String] { ends.indices.map { self[$0] } }

    /// Whether no field has a character that is not white space.
    public var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } }
}

/// Something in a CSV file that is not as RFC 4180 wants it.
public struct CSVProblem: Sendable, Equatable {
    /// What is wrong, and what became of it.
    public enum Code: String, Sendable, CaseIterable {
        /// A quoted field has no end. It was ended at the end of its line, and the next line is read as a new record.
        case unterminatedQuote
        /// A quotation mark inside of a quoted field is not doubled. It was taken as a character.
        case strayQuote
        /// A record is longer than the limit. What lies beyond is left out, up to the end of the line.
        case recordTooLong
    }

    /// What is wrong.
    public let code: Code
    /// The number of the line, from 1.
    public let line: Int

    /// A problem at a line.
    public init(code: Code, line: Int) {
        self.code = code
        self.line = line
    }
}
