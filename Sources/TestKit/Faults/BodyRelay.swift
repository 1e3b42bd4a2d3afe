/// Moves a message body (RFC 9112 section 6) from one connection to somewhere, piece by piece.
struct BodyRelay {
    let source: Socket
    let length: UInt64?
    let isChunked: Bool
    /// Whether a body without a length goes on until the connection closes, as that of an answer does.
    let untilClose: Bool

    /// - Parameter sink: takes a piece; `false` ends it.
    /// - Returns: whether the body came whole.
    func run(_ sink: ([UInt8]) -> Bool) -> Bool {
        if isChunked { return chunks(sink) }
        if let length { return counted(length, sink) }
        guard untilClose else { return true }
        while true {
            let piece = source.read()
            if piece.isEmpty { return true }
            guard sink(piece) else { return false }
        }
    }

    private func counted(_ length: UInt64, _ sink: ([UInt8]) -> Bool) -> Bool {
        var remaining = length
        while remaining > 0 {
            let piece = source.read(atMost: Int(min(remaining, 65_536)))
            guard !piece.isEmpty, sink(piece) else { return false }
            remaining -= UInt64(piece.count)
        }
        return true
    }

    /// Hands on size lines and trailers too: what comes out is the same body, chunked.
    private func chunks(_ sink: ([UInt8]) -> Bool) -> Bool {
        while let line = source.readHead(single: true) {
            let text = String(decoding: line, as: UTF8.self).split(whereSeparator: { ";\r\n \r".contains($0) }).first
            guard let size = text.flatMap({ UInt64($0, radix: 16) }), sink(line) else { return false }
            guard counted(size, sink), let end = source.readHead(single: true), sink(end) else { return false }
            if size == 0 { return true }
        }
        return false
    }
}
