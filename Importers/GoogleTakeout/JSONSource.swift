internal import Items
internal import JSON

/// A JSON text that is read from an open entry as it is asked for.
struct JSONSource {
    private var reader = JSONReader()
    private let content: any ContentReader
    /// Whether the elements of the array that is wanted come next.
    var isInList = false

    init(_ content: any ContentReader) { self.content = content }

    /// The next token; never `needsBytes`.
    ///
    /// - Throws: `JSONProblem`, `ContentError`.
    mutating func next() throws -> JSONToken {
        while true {
            let token = try reader.next()
            if token != .needsBytes { return token }
            try fill()
        }
    }

    /// The next value whole; never `needsBytes`.
    ///
    /// - Parameter limit: the most bytes it may have.
    mutating func value(limit: Int) throws -> JSONElement {
        while true {
            let element = try reader.readValue(limit: limit)
            if element != .needsBytes { return element }
            try fill()
        }
    }

    /// Passes over the value behind the name that came last.
    mutating func skip() throws {
        while try !reader.skip() { try fill() }
    }

    /// Whether the name or text that came last is this.
    func isText(_ name: StaticString) -> Bool { reader.textEquals(name) }

    /// The text that came last.
    mutating func text() -> String { reader.text() }

    /// The number that came last, if it is whole.
    var integer: Int64? { reader.integer }

    /// The number that came last.
    var double: Double? { reader.number.double }

    private mutating func fill() throws {
        try reader.fill { buffer throws(ContentError) in try content.read(into: buffer) }
    }
}
