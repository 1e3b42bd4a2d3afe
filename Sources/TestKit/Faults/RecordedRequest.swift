/// A request as a test server saw it.
public struct RecordedRequest: Sendable {
    /// The method.
    public let method: String
    /// The request target, as sent.
    public let target: String
    /// The names of the header fields, lower case, in their order.
    public let headerNames: [String]
    /// Request line and header section, as sent.
    public let head: String
    /// Which connection it came on, counted from 1.
    public let connection: Int
    /// The Content-Length, if there is one.
    public let contentLength: UInt64?
    /// Whether the body comes in chunks.
    let isChunked: Bool

    /// The first value of a header field, by its lower-case name.
    public func header(_ name: String) -> String? { HeadText.value(name, in: head) }

    init?(head bytes: [UInt8], connection: Int) {
        head = String(decoding: bytes, as: UTF8.self)
        let lines = HeadText.lines(head)
        guard let words = lines.first?.split(separator: " "), words.count == 3 else { return nil }
        method = String(words[0])
        target = String(words[1])
        headerNames = lines.dropFirst().compactMap { $0.split(separator: ":", maxSplits: 1).first?.lowercased() }
        self.connection = connection
        contentLength = HeadText.value("content-length", in: head).flatMap { UInt64($0) }
        isChunked = HeadText.value("transfer-encoding", in: head)?.lowercased() == "chunked"
    }
}

/// Reads header sections well enough for tests.
enum HeadText {
    static func lines(_ head: String) -> [Substring] {
        head.split(whereSeparator: { $0 == "\r\n" || $0 == "\n" || $0 == "\r" })
    }

    static func value(_ name: String, in head: String) -> String? {
        for line in lines(head).dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].lowercased() == name else { continue }
            return parts[1].split(separator: " ").joined(separator: " ")
        }
        return nil
    }

    /// The head with a field set to a value, or without it.
    static func setting(_ name: String, to value: String?, in head: String) -> [UInt8] {
        var kept = lines(head).enumerated().filter { $0.offset == 0 || !$0.element.lowercased().hasPrefix(name + ":") }
            .map { String($0.element) }
        if let value { kept.append(name + ": " + value) }
        return Array((kept.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}
