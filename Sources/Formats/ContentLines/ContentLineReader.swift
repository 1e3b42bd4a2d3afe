/// Reads a buffer as content lines, without copying it and without ever stopping at a bad one.
///
/// Line ends are CRLF, LF or CR, also mixed; the last line may have none. A line end followed by a space or tab is a
/// fold (RFC 5545 section 3.1). Two habits of vCard 2.1 and vCalendar 1.0 are understood wherever the line's
/// parameters announce them: a quoted-printable value goes on after a trailing `=`, and base64 text goes on in lines
/// of base64 without indentation. A byte order mark may stand in front of any line, because files get concatenated.
///
/// The ranges of the lines cover the buffer exactly once and in order.
public struct ContentLineReader: Sequence, IteratorProtocol, Sendable {
    private let source: [UInt8]
    private let end: Int
    private var position: Int
    private var number = 1

    /// Reads all of `source`.
    public init(_ source: [UInt8]) {
        self.init(source, in: 0..<source.count)
    }

    /// Reads the part `range` of `source`; line numbers count from 1 in it.
    public init(_ source: [UInt8], in range: Range<Int>) {
        let range = range.clamped(to: 0..<source.count)
        self.source = source
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next logical line, or nil at the end.
    public mutating func next() -> ContentLine? {
        guard position < end else { return nil }
        let start = position
        let firstNumber = number
        let contentStart = endOfMargin(from: start)
        var contentEnd = readPhysicalLines(from: contentStart)
        let head = LineScanning.head(in: source.span, from: contentStart, to: contentEnd)
        let kind: ContentLine.Kind =
            head.isBlank ? .blank : head.colon != nil && head.nameEnd > head.nameStart ? .property : .invalid

        var joins = false
        var hasSoftBreaks = false
        var isDangling = false
        if kind == .property, let colon = head.colon {
            func line() -> ContentLine { make(start, firstNumber, kind, contentStart, contentEnd, head) }
            if contentEnd > colon + 1, source[contentEnd - 1] == ASCII.equals, line().isEncoded(as: "QUOTED-PRINTABLE")
            {
                while source[contentEnd - 1] == ASCII.equals, mayContinue() {
                    contentEnd = readPhysicalLines(from: position)
                    hasSoftBreaks = true
                }
                isDangling = source[contentEnd - 1] == ASCII.equals
            } else if nextIsBase64(), line().isEncoded(as: "BASE64") || line().isEncoded(as: "B") {
                repeat {
                    contentEnd = readPhysicalLines(from: position)
                    joins = true
                } while nextIsBase64()
            }
        }
        return make(
            start, firstNumber, kind, contentStart, contentEnd, head, isJoined: joins, hasSoftBreaks, isDangling)
    }

    private func make(
        _ start: Int, _ number: Int, _ kind: ContentLine.Kind, _ contentStart: Int, _ contentEnd: Int,
        _ head: LineScanning.Head, isJoined: Bool = false, _ hasSoftBreaks: Bool = false, _ isDangling: Bool = false
    ) -> ContentLine {
        ContentLine(
            source: source, range: start..<position, number: number, kind: kind, isDangling: isDangling,
            contentStart: contentStart, contentEnd: contentEnd, head: head,
            isFolded: self.number - number > 1 || isJoined || hasSoftBreaks, hasSoftBreaks: hasSoftBreaks)
    }

    /// Reads a physical line and the folds behind it; gives the end of its content and moves behind its line end.
    private mutating func readPhysicalLines(from start: Int) -> Int {
        let buffer = source
        let bytes = buffer.span
        var index = start
        while true {
            let contentEnd = LineScanning.lineEnd(in: bytes, from: index, to: end)
            number += 1
            guard contentEnd < end else {
                position = end
                return contentEnd
            }
            let next = contentEnd + LineScanning.terminatorLength(in: bytes, at: contentEnd, to: end)
            guard next < end, LineScanning.isFoldSpace(bytes[next]) else {
                position = next
                return contentEnd
            }
            index = next + 1
        }
    }

    /// The offset behind byte order marks and white space in front of a line. White space stands there only in the
    /// first line of a file or behind a mark; copied behind another line it would make a fold of this one.
    private func endOfMargin(from start: Int) -> Int {
        var index = start
        while index < end {
            if LineScanning.isFoldSpace(source[index]) {
                index += 1
            } else if index + 2 < end, source[index] == 0xEF, source[index + 1] == 0xBB, source[index + 2] == 0xBF {
                index += 3
            } else {
                break
            }
        }
        return index
    }

    /// Whether the next physical line can be the rest of a quoted-printable value. A line that opens or closes a
    /// component cannot: a value cut short must not swallow the end of its card.
    private func mayContinue() -> Bool {
        guard position < end else { return false }
        return !startsWith("BEGIN:") && !startsWith("END:")
    }

    private func startsWith(_ text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= end else { return false }
        return text.withUTF8Buffer { expected in
            expected.indices.allSatisfy { ASCII.upper(source[position + $0]) == expected[$0] }
        }
    }

    private func nextIsBase64() -> Bool {
        let bytes = source.span
        var index = position
        while index < end, ASCII.isBase64(bytes[index]) { index += 1 }
        guard index > position else { return false }
        return index == end || bytes[index] == ASCII.lineFeed || bytes[index] == ASCII.carriageReturn
    }
}
