/// Makes a new content line. Whatever the text handed in, the result is exactly one logical line.
public struct ContentLineBuilder: Sendable {
    private var unfolded: [UInt8]

    /// Starts a line for the property `name`, in `group` if given.
    public init(_ name: PropertyName, group: PropertyName? = nil) {
        unfolded = []
        if let group {
            unfolded += Self.token(group)
            unfolded.append(ASCII.dot)
        }
        unfolded += Self.token(name)
    }

    /// Adds a parameter. Values are quoted where the grammar needs it and encoded by RFC 6868.
    public mutating func addParameter(_ name: PropertyName, _ values: [String]) {
        unfolded.append(ASCII.semicolon)
        unfolded += Self.token(name)
        unfolded.append(ASCII.equals)
        for (index, value) in values.enumerated() {
            if index > 0 { unfolded.append(ASCII.comma) }
            let needsQuotes = value.utf8.contains { [ASCII.colon, ASCII.semicolon, ASCII.comma].contains($0) }
            if needsQuotes { unfolded.append(ASCII.quote) }
            CaretEncoding.encode(value, into: &unfolded)
            if needsQuotes { unfolded.append(ASCII.quote) }
        }
    }

    /// The folded line with a TEXT value, which is escaped.
    public func line(text: String) -> [UInt8] {
        line(value: TextValue.escape(text))
    }

    /// The folded line with a value in its final form. CR and LF, which would end the line, are left out.
    public func line(value: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        let value = value.filter { $0 != ASCII.carriageReturn && $0 != ASCII.lineFeed }
        Folding.fold(unfolded + [ASCII.colon] + value, into: &output)
        return output
    }

    private static func token(_ name: PropertyName) -> [UInt8] {
        name.text.utf8.filter { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || $0 == 0x2D }
    }
}
