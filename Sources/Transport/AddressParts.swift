/// The parts of a URI reference (RFC 3986 section 4.1) as they stand, checked for characters only.
struct AddressParts {
    var scheme: String?
    var authority: String?
    var path: String
    var query: String?

    static func fault(_ reason: String) -> TransportError {
        TransportError(.invalidRequest, "An address cannot be used: \(reason).")
    }

    /// Cuts a reference up. A fragment is dropped: it never goes to a server.
    init(_ text: String) throws(TransportError) {
        guard text.utf8.count <= RemoteAddress.maximumLength else { throw Self.fault("it is too long") }
        guard PercentEncoding.isEncoded(text) else {
            throw Self.fault("it holds characters that must be percent-encoded")
        }
        var rest = text[...]
        if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if let colon = rest.firstIndex(of: ":"), Self.isScheme(rest[..<colon]) {
            scheme = rest[..<colon].lowercased()
            rest = rest[rest.index(after: colon)...]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: "/") ?? rest.endIndex
            authority = String(rest[..<end])
            rest = rest[end...]
        }
        path = String(rest)
    }

    /// RFC 3986 section 3.1. A relative path whose first segment holds a colon reads as one, as the RFC says.
    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
    }

    /// Host and port of an authority (RFC 3986 section 3.2).
    static func origin(_ scheme: Origin.Scheme, _ authority: String) throws(TransportError) -> Origin {
        guard !authority.contains("@") else { throw fault("it holds a user or a password") }
        var host = authority[...]
        var port = scheme.defaultPort
        let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[afterBracket...].lastIndex(of: ":") {
            let digits = authority[authority.index(after: colon)...]
            host = authority[..<colon]
            if !digits.isEmpty {
                guard digits.utf8.allSatisfy(isDigit), let number = UInt16(digits), number > 0 else {
                    throw fault("its port is no number from 1 to 65535")
                }
                port = number
            }
        }
        guard isHost(host) else { throw fault("its host is neither a name nor an address") }
        return Origin(scheme: scheme, host: host.lowercased(), port: port)
    }

    /// A host name as the DNS takes it, or an IPv6 address in brackets. A percent-encoded or non-ASCII name is refused:
    /// two programs may read it differently.
    private static func isHost(_ text: Substring) -> Bool {
        if text.hasPrefix("["), text.hasSuffix("]") {
            let inner = text.dropFirst().dropLast()
            return inner.contains(":") && inner.utf8.allSatisfy { isHexDigit($0) || $0 == 0x3A || $0 == 0x2E }
        }
        guard !text.isEmpty, text.utf8.count <= 253, !text.hasPrefix("-"), !text.hasPrefix(".") else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
            && !text.contains("..")
    }

    /// The reference as text with the dot segments of its path resolved.
    var withoutDotSegments: String {
        (scheme.map { $0 + ":" } ?? "") + (authority.map { "//" + $0 } ?? "") + Self.removingDotSegments(path)
            + (query.map { "?" + $0 } ?? "")
    }

    /// RFC 3986 section 5.2.4, for a path that is empty or begins with `/`.
    static func removingDotSegments(_ path: String) -> String {
        guard path.hasPrefix("/") else { return path }
        var kept: [Substring] = []
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            if segment == ".." { _ = kept.popLast() }
            if segment != "." && segment != ".." { kept.append(segment) } else if isLast { kept.append("") }
        }
        return "/" + kept.joined(separator: "/")
    }

    /// Whether a segment is `.` or `..`, written plainly or percent-encoded.
    static func hasDotSegment(_ path: String) -> Bool {
        path.split(separator: "/").contains { segment in
            guard segment.utf8.count <= 6 else { return false }
            let plain = segment.lowercased().split(separator: "%2e", omittingEmptySubsequences: false)
                .joined(separator: ".")
            return plain == "." || plain == ".."
        }
    }
}
