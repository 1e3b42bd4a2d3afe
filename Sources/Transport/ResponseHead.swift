/// Status line and header section as they arrive, with limits (S12: a server may send without end).
struct ResponseHead: Sendable {
    static let maximumFields = 256
    static let maximumBytes = 131_072
    /// Informational answers and those that ask for authentication come before the final one.
    static let maximumHeads = 32

    private(set) var status = 0
    private(set) var headers = HTTPHeaders()
    /// Whether the empty line after the header section has come.
    private(set) var isComplete = false
    private var byteCount = 0
    private var begun = 0

    /// Takes one line, with or without its line break.
    ///
    /// - Returns: `false` when there is more than may be, or a status line is none.
    mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
        var bytes = line[...]
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        byteCount += line.count
        guard byteCount <= Self.maximumBytes else { return false }
        if bytes.starts(with: Array("HTTP/".utf8)) { return begin(bytes) }
        if bytes.isEmpty {
            isComplete = true
            return true
        }
        // A field after the end is a trailer (RFC 9110 section 6.5): nothing here is decided by one.
        guard !isComplete else { return true }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return false }
        guard headers.fields.count < Self.maximumFields else { return false }
        let value = bytes[(colon + 1)...]
        headers.add(text(bytes[..<colon]), text(trimmed(value)))
        return true
    }

    /// A status line begins a new head: an informational answer or one that asked for authentication came before.
    private mutating func begin(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        let words = line.split(separator: 0x20, maxSplits: 2)
        guard words.count >= 2, words[1].count == 3, let status = Int(text(words[1])), status >= 100 else {
            return false
        }
        let begun = begun + 1
        self = ResponseHead()
        self.begun = begun
        self.status = status
        byteCount = line.count
        return begun <= Self.maximumHeads
    }

    private func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return bytes
    }

    private func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String { String(decoding: bytes, as: UTF8.self) }
}
