internal import TextEncoding

/// Something in a file that is not as its format wants it, and what was done about it.
public struct FormatProblem<Code: Sendable & Equatable>: Sendable, Equatable {
    /// What is wrong, and what became of the bytes.
    public let code: Code
    /// The number of the physical line it starts at, from 1.
    public let line: Int
    /// The bytes concerned, in the source buffer of the split.
    public let range: Range<Int>
    /// A few words to find the place by: the start of the line or the name concerned, at most 60 characters. They may
    /// be a person's data.
    public let context: String

    package init(_ code: Code, line: Int, _ range: Range<Int>, _ context: String) {
        self.code = code
        self.line = line
        self.range = range
        self.context = String(context.prefix(60))
    }

    /// A problem of one content line.
    package init(_ code: Code, _ line: ContentLine) {
        let start = line.copyRange.lowerBound
        let beginning = line.source[start..<min(start + 60, line.copyRange.upperBound)]
        self.init(code, line: line.number, line.range, TextDecoding.text(ASCII.trimmed(Array(beginning))))
    }
}

extension Array {
    /// Appends a problem; neighbouring lines with the same problem are one, so that a file of junk gives one.
    package mutating func appendMerging<Code>(_ problem: FormatProblem<Code>) where Element == FormatProblem<Code> {
        guard let last, last.code == problem.code, last.range.upperBound == problem.range.lowerBound else {
            append(problem)
            return
        }
        self[count - 1] = FormatProblem(
            last.code, line: last.line, last.range.lowerBound..<problem.range.upperBound, last.context)
    }
}
