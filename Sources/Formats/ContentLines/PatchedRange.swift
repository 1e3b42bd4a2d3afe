/// A stretch of a buffer that is copied byte for byte but for a few changed places.
package struct PatchedRange: Sendable {
    /// Bytes to write instead of a part of the buffer; an insertion has an empty range.
    package struct Patch: Sendable {
        package let range: Range<Int>
        package let bytes: [UInt8]
        /// Whether `bytes` are whole lines; if not, what follows in the buffer goes on in the same line.
        package let endsLine: Bool

        package init(_ range: Range<Int>, _ bytes: [UInt8], endsLine: Bool = true) {
            self.range = range
            self.bytes = bytes
            self.endsLine = endsLine
        }
    }

    private let range: Range<Int>
    /// In ascending order, not overlapping.
    private let patches: [Patch]

    package init(_ range: Range<Int>, _ patches: [Patch] = []) {
        self.range = range
        self.patches = patches
    }

    /// Appends the stretch. What stands before it in `output` and each changed place is ended by a line end first.
    package func write(from source: [UInt8], into output: inout [UInt8]) {
        var position = range.lowerBound
        var isAtLineStart = true
        func copy(to end: Int) {
            if isAtLineStart {
                Self.append(source[position..<end], to: &output)
            } else {
                output.append(contentsOf: source[position..<end])
            }
        }
        for patch in patches {
            copy(to: patch.range.lowerBound)
            Self.append(patch.bytes[...], to: &output)
            isAtLineStart = patch.endsLine
            position = patch.range.upperBound
        }
        copy(to: range.upperBound)
    }

    /// Appends whole lines behind whole lines: adds a line end where the last one lacks it, and keeps a CR from
    /// becoming a CRLF together with a blank line.
    package static func append(_ lines: ArraySlice<UInt8>, to output: inout [UInt8]) {
        guard let first = lines.first else { return }
        if let last = output.last {
            if last == ASCII.carriageReturn {
                if first == ASCII.lineFeed || first == ASCII.carriageReturn { output.append(ASCII.lineFeed) }
            } else if last != ASCII.lineFeed {
                output += [ASCII.carriageReturn, ASCII.lineFeed]
            }
        }
        output.append(contentsOf: lines)
    }
}
