/// Reads XML 1.0 with namespaces from chunks of a document, in memory that does not depend on its size.
///
/// ```swift
/// var reader = XMLReader()
/// while let chunk = next() {
///     reader.add(chunk.span)
///     while let token = try reader.next() { … }
/// }
/// reader.finish()
/// while let token = try reader.next() { … }
/// ```
/// UTF-8 and its subset ASCII are read, and ISO-8859-1 where it is declared. Document types are refused or passed over
/// (``XMLOptions/documentTypes``), comments and processing instructions are passed over. After an error nothing more is
/// read.
public struct XMLReader: Sendable {
    enum Mode {
        case content, cdata, comment, instruction
    }

    enum Step {
        case token(XMLToken)
        case goOn
        case starved
    }

    let options: XMLOptions
    var buffer: [UInt8] = []
    var position = 0
    var mode = Mode.content
    /// Character data that was read and not given yet.
    var text: [UInt8] = []
    var names = XMLOpenElements()
    /// The end of an element without content, which comes after its start.
    var pendingEnd: XMLName?
    /// How far a tag that is not all here was looked through, and in which quotation marks that was.
    var tagScan: (position: Int, quote: UInt8)?
    private var consumed = 0
    private var isFinished = false
    private var isLatin1 = false
    private var failure: XMLError?
    /// What precedes the content: the first bytes, the declaration, a document type.
    var prolog = XMLProlog()

    /// Starts before the first byte of a document.
    public init(options: XMLOptions = XMLOptions()) { self.options = options }

    /// Adds the next bytes of the document. Afterwards `next` is to be called until it gives `nil`.
    public mutating func add(_ chunk: Span<UInt8>) {
        buffer.removeSubrange(..<position)
        consumed += position
        if let scan = tagScan { tagScan = (scan.position - position, scan.quote) }
        position = 0
        chunk.withUnsafeBufferPointer { bytes in
            if isLatin1 { Self.appendLatin1(bytes, to: &buffer) } else { buffer.append(contentsOf: bytes) }
        }
    }

    /// Says that the document ends here.
    public mutating func finish() { isFinished = true }

    /// The next token; `nil` when more bytes are needed, and at the end of a whole document.
    public mutating func next() throws(XMLError) -> XMLToken? {
        if let failure { throw failure }
        do throws(XMLError) {
            if let end = pendingEnd {
                pendingEnd = nil
                return .end(end)
            }
            while true {
                switch try step() {
                case .token(let token): return token
                case .goOn: continue
                case .starved:
                    if text.count >= options.textPiece { return .text(try takeText(isWhole: false)) }
                    guard isFinished else { return nil }
                    guard position == buffer.count, mode == .content, names.isDone else { throw error(.truncated) }
                    return nil
                }
            }
        } catch {
            failure = error
            throw error
        }
    }

    func error(_ code: XMLError.Code) -> XMLError { XMLError(code: code, offset: consumed + position) }

    // MARK: Steps

    private mutating func step() throws(XMLError) -> Step {
        if prolog.isAtStart, try !start() { return .starved }
        switch mode {
        case .comment: return pass(to: [0x2D, 0x2D, 0x3E])
        case .instruction: return pass(to: [0x3F, 0x3E])
        case .cdata: return try readCDATA()
        case .content:
            guard position < buffer.count else { return .starved }
            switch buffer[position] {
            case UInt8(ascii: "<"): return try readMarkup()
            case UInt8(ascii: "&"): return try readReference()
            default: return try readText()
            }
        }
    }

    /// Passes over what comes before the first `<`, a declaration included.
    ///
    /// - Returns: whether that is done.
    private mutating func start() throws(XMLError) -> Bool {
        switch prolog.begin(buffer[position...], isFinished: isFinished, limit: options.maximumTagBytes) {
        case .more: return false
        case .refused: throw error(.encoding)
        case .passed(let count, let latin1):
            position += count
            if latin1 {
                isLatin1 = true
                let rest = Array(buffer[position...])
                buffer.removeSubrange(position...)
                rest.withUnsafeBufferPointer { Self.appendLatin1($0, to: &buffer) }
            }
            return true
        }
    }

    private static func appendLatin1(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) {
        for byte in bytes {
            if byte < 0x80 {
                buffer.append(byte)
            } else {
                buffer.append(0xC0 | byte >> 6)
                buffer.append(0x80 | byte & 0x3F)
            }
        }
    }

    /// Moves behind a mark, or as far as it surely does not begin.
    private mutating func pass(to mark: [UInt8]) -> Step {
        if let range = buffer[position...].firstRange(of: mark) {
            position = range.upperBound
            mode = .content
            return .goOn
        }
        position = max(position, buffer.count - mark.count + 1)
        return .starved
    }

    // MARK: Character data

    private mutating func readCDATA() throws(XMLError) -> Step {
        // Looked for piece by piece: a section may be as long as the document.
        let windowEnd = min(buffer.count, position + options.textPiece + 2)
        let end = buffer[position..<windowEnd].firstRange(of: [0x5D, 0x5D, 0x3E] as [UInt8])
        let start = position
        try appendText(to: end?.lowerBound ?? max(position, windowEnd - 2), isCut: end == nil)
        if let end {
            position = end.upperBound
            mode = .content
            return .goOn
        }
        if text.count >= options.textPiece { return .token(.text(try takeText(isWhole: false))) }
        return position == start ? .starved : .goOn
    }

    private mutating func readText() throws(XMLError) -> Step {
        let limit = min(buffer.count, position + options.textPiece)
        var end = position
        while end < limit, buffer[end] != UInt8(ascii: "<"), buffer[end] != UInt8(ascii: "&") { end += 1 }
        let start = position
        try appendText(to: end, isCut: end == limit)
        if text.count >= options.textPiece { return .token(.text(try takeText(isWhole: false))) }
        return position == start ? .starved : .goOn
    }

    /// Takes bytes as text, line ends as XML 1.0 section 2.11 has them.
    ///
    /// - Parameter isCut: whether the text goes on behind `end`, so that a CR at the end must wait for what follows.
    private mutating func appendText(to end: Int, isCut: Bool) throws(XMLError) {
        guard names.isInside else {
            guard buffer[position..<end].allSatisfy(XMLBytes.isSpace) else { throw error(.notWellFormed) }
            position = end
            return
        }
        var start = position
        for index in position..<end where buffer[index] < 0x20 {
            let byte = buffer[index]
            if byte == 0x0D, !options.allowsControlCharacters {
                if index + 1 == end, isCut, !(isFinished && end == buffer.count) {
                    text += buffer[start..<index]
                    position = index
                    return
                }
                text += buffer[start..<index]
                if index + 1 >= end || buffer[index + 1] != 0x0A { text.append(0x0A) }
                start = index + 1
            } else if byte != 0x0A, byte != 0x09, byte != 0x0D, !options.allowsControlCharacters {
                position = index
                throw error(.notWellFormed)
            }
        }
        text += buffer[start..<end]
        position = end
    }

    private mutating func readReference() throws(XMLError) -> Step {
        guard names.isInside else { throw error(.notWellFormed) }
        let window = buffer[position...].prefix(XMLBytes.longestReference)
        guard let end = window.firstIndex(of: UInt8(ascii: ";")) else {
            if window.count < XMLBytes.longestReference, !isFinished { return .starved }
            throw error(.unknownEntity)
        }
        guard let scalar = XMLBytes.scalar(buffer[(position + 1)..<end], options) else { throw error(.unknownEntity) }
        text += Array(String(scalar).utf8)
        position = end + 1
        return text.count >= options.textPiece ? .token(.text(try takeText(isWhole: false))) : .goOn
    }

    /// The text read so far; of a text that goes on, up to the last whole character.
    mutating func takeText(isWhole: Bool) throws(XMLError) -> String {
        var end = text.count
        // A character has four bytes at most; more of them that continue one are an error.
        if !isWhole, let last = text.suffix(3).lastIndex(where: { $0 & 0xC0 != 0x80 }), text[last] >= 0x80 {
            end = last
        }
        guard let string = String(validating: text[..<end], as: UTF8.self) else { throw error(.encoding) }
        text.removeSubrange(..<end)
        return string
    }
}
