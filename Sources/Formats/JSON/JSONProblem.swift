/// Why a text is not JSON (RFC 8259), or is more than its reader was willing to hold. Nothing after it is read.
public struct JSONProblem: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A byte that cannot stand here.
        case unexpectedByte
        /// The text ends before it is whole.
        case unexpectedEnd
        /// There is something after the end of the text.
        case trailingContent
        /// A number that is not written by the grammar, such as `01`, `+1` or `1.`.
        case invalidNumber
        /// A backslash with something after it that is no escape.
        case invalidEscape
        /// A byte below 20 (hexadecimal) in a string that is not escaped.
        case controlCharacter
        /// Arrays and objects are nested more deeply than allowed.
        case tooDeep
        /// A string is longer than allowed.
        case stringTooLong
        /// A number has more characters than allowed.
        case numberTooLong
    }

    /// What is wrong.
    public let code: Code
    /// How many bytes of the text stand before the place.
    public let offset: Int

    /// Describes a problem.
    public init(_ code: Code, offset: Int) {
        self.code = code
        self.offset = offset
    }
}

extension JSONProblem: CustomStringConvertible {
    /// A sentence for a person, with the place.
    public var description: String { "\(words) (at byte \(offset))" }

    private var words: String {
        switch code {
        case .unexpectedByte: "It is not JSON: a byte stands where it cannot"
        case .unexpectedEnd: "It is not whole: the JSON ends in the middle"
        case .trailingContent: "Something follows after the end of the JSON"
        case .invalidNumber: "It is not JSON: a number is not written as one"
        case .invalidEscape: "It is not JSON: a backslash in a string has no meaning"
        case .controlCharacter: "It is not JSON: a string has a control character in it"
        case .tooDeep: "Its values are nested too deeply"
        case .stringTooLong: "A string in it is too long"
        case .numberTooLong: "A number in it is too long"
        }
    }
}
