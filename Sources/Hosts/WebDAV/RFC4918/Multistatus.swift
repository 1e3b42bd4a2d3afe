internal import Hosting
internal import Transport
internal import XML

/// One response of a multistatus (RFC 4918 section 14.24).
struct MultistatusResponse: Sendable {
    /// The properties that share a status (section 14.22).
    struct PropertyStatus: Sendable {
        let status: Int
        let properties: [XMLTree]
    }

    /// What it is about: the href, resolved against the address of the request, of the same origin.
    let address: RemoteAddress
    /// The status of the resource as a whole, where the response has one.
    let status: Int?
    /// Its properties by status.
    let propertyStatuses: [PropertyStatus]
    /// The preconditions and postconditions that failed (section 16).
    let conditions: [XMLName]
    /// What the server says for a person.
    let explanation: String?

    /// A property the server has (status 200).
    func property(_ name: XMLName) -> XMLTree? {
        for part in propertyStatuses where part.status == 200 {
            if let property = part.properties.first(where: { $0.name == name }) { return property }
        }
        return nil
    }

    /// Whether it is a collection (section 15.9).
    var isCollection: Bool { property(.dav("resourcetype"))?.child(.dav("collection")) != nil }

    /// The first status that is no success, of the resource or of a property.
    var failure: Int? {
        if let status, !(200..<300).contains(status) { return status }
        return propertyStatuses.first { !(200..<300).contains($0.status) }?.status
    }

    /// The names below a collection, decoded once; empty for the collection itself.
    ///
    /// - Returns: `nil` when it is not below it, or has a name that cannot be one: with a `/` or NUL in it, or no
    ///   UTF-8. Nothing this program stores has such a name.
    func names(below collection: RemoteAddress) -> [String]? {
        let (mine, base) = (Self.segments(address.path), Self.segments(collection.path))
        guard let mine, let base, mine.count >= base.count else { return nil }
        // Bytes, because Unicode takes two spellings of one letter for equal and a server does not.
        guard zip(mine, base).allSatisfy({ $0.utf8.elementsEqual($1.utf8) }) else { return nil }
        return Array(mine.dropFirst(base.count))
    }

    private static func segments(_ path: String) -> [String]? {
        var names: [String] = []
        for segment in path.utf8.split(separator: UInt8(ascii: "/")) {
            guard let name = PercentEncoding.decode(Substring(segment)) else { return nil }
            guard !name.utf8.contains(UInt8(ascii: "/")), !name.utf8.contains(0) else { return nil }
            names.append(name)
        }
        return names
    }
}

/// An answer with status 207 (RFC 4918 section 13).
struct Multistatus: Sendable {
    var responses: [MultistatusResponse] = []
    /// The state of the collection (RFC 6578 section 6.2), if the answer tells it.
    var syncToken: String?
    /// What was asked, after redirects.
    let address: RemoteAddress

    /// The response about the resource that was asked.
    var own: MultistatusResponse? { responses.first { $0.names(below: address)?.isEmpty == true } }
}
