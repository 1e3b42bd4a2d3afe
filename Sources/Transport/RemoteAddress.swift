/// The address of something at a host: a URL (RFC 3986) that is already percent-encoded, without user, password and
/// fragment. Equal addresses have equal text; nothing is decoded or re-encoded on the way.
public struct RemoteAddress: Hashable, Sendable, CustomStringConvertible {
    /// Where it is.
    public let origin: Origin
    /// The path, percent-encoded, from its first `/` on, without dot segments.
    public let path: String
    /// What follows the first `?`, percent-encoded.
    public let query: String?

    /// The most bytes an address may have; RFC 9110 section 4.1 asks for at least 8000.
    static let maximumLength = 16_384

    init(origin: Origin, path: String, query: String?) {
        self.origin = origin
        self.path = path
        self.query = query
    }

    /// Reads a URL.
    ///
    /// - Throws: `.invalidRequest` for another scheme than https, http and sftp, a user or password in it, characters
    ///   that must be percent-encoded, a bad port, a path with dot segments, or one longer than 16 KiB.
    public init(_ text: String) throws(TransportError) {
        let parts = try AddressParts(text)
        guard let schemeText = parts.scheme, let authority = parts.authority else {
            throw AddressParts.fault("it must begin with a scheme and a host, such as https://example.org/")
        }
        guard let scheme = Origin.Scheme(rawValue: schemeText) else {
            throw AddressParts.fault("the scheme is none of https, http and sftp")
        }
        origin = try AddressParts.origin(scheme, authority)
        path = parts.path.isEmpty ? "/" : parts.path
        query = parts.query
        guard !AddressParts.hasDotSegment(path) else { throw AddressParts.fault("its path goes through . or ..") }
    }

    /// The address a reference means when it is found in an answer from here (RFC 3986 section 5.2): an href of a
    /// multistatus, a Location header.
    ///
    /// - Throws: `.invalidRequest` as the initialiser does. The origin may be another one: that is for the caller.
    public func resolving(_ reference: String) throws(TransportError) -> RemoteAddress {
        let parts = try AddressParts(reference)
        if parts.scheme != nil { return try RemoteAddress(parts.withoutDotSegments) }
        if let authority = parts.authority {
            return try RemoteAddress(
                origin: AddressParts.origin(origin.scheme, authority),
                path: AddressParts.removingDotSegments(parts.path), query: parts.query
            ).checked()
        }
        let target: String
        if parts.path.isEmpty {
            return RemoteAddress(origin: origin, path: path, query: parts.query ?? query)
        } else if parts.path.hasPrefix("/") {
            target = parts.path
        } else {
            target = path[..<(path.lastIndex(of: "/") ?? path.startIndex)] + "/" + parts.path
        }
        return try RemoteAddress(
            origin: origin, path: AddressParts.removingDotSegments(target), query: parts.query
        ).checked()
    }

    /// The address with these segments added to its path, each percent-encoded once, and no query.
    ///
    /// - Parameter segments: plain text; `/` inside one is encoded.
    /// - Throws: `.invalidRequest` when one is empty, `.` or `..`, or holds NUL.
    public func appending(_ segments: [String], asCollection: Bool = false) throws(TransportError) -> RemoteAddress {
        var result = path
        for segment in segments {
            guard !segment.isEmpty, segment != ".", segment != "..", !segment.utf8.contains(0) else {
                throw AddressParts.fault("a name in it is empty, . or .., or holds a NUL")
            }
            if !result.hasSuffix("/") { result += "/" }
            result += PercentEncoding.encode(segment)
        }
        if asCollection, !result.hasSuffix("/") { result += "/" }
        return try RemoteAddress(origin: origin, path: result, query: nil).checked()
    }

    /// The same place with another query.
    ///
    /// - Parameter query: percent-encoded; `nil` for none.
    /// - Throws: `.invalidRequest` when it holds characters that must be encoded.
    public func with(query: String?) throws(TransportError) -> RemoteAddress {
        try RemoteAddress(origin: origin, path: path, query: query).checked()
    }

    private func checked() throws(TransportError) -> RemoteAddress {
        let checked = try RemoteAddress(text)
        guard checked.origin == origin, checked.path == path, checked.query == query else {
            throw AddressParts.fault("a part of it reads as another part")
        }
        return checked
    }

    /// The whole URL.
    public var text: String { origin.description + path + (query.map { "?" + $0 } ?? "") }

    /// Origin and path. The query is left out: it may hold a token.
    public var description: String { origin.description + path }
}

extension RemoteAddress: CustomReflectable {
    /// Without the query, as the description.
    public var customMirror: Mirror { Mirror(self, children: ["origin": origin, "path": path]) }
}
