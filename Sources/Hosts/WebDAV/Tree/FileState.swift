internal import Hosting
internal import Transport
internal import XML

/// What a server says of a file.
struct FileState: Hashable, Sendable {
    let etag: ETag
    let byteCount: UInt64
    /// The time of last change as the server writes it, if nothing but that and the size tells two states apart.
    let lastModified: String?

    init(etag: ETag, byteCount: UInt64) {
        self.etag = etag
        self.byteCount = byteCount
        lastModified = nil
    }

    static let properties: [XMLName] = ["resourcetype", "getetag", "getcontentlength", "getlastmodified"].map {
        .dav($0)
    }

    /// Reads a response to PROPFIND.
    ///
    /// - Returns: `nil` for a collection and for a resource that cannot be read.
    init?(_ response: MultistatusResponse) {
        guard !response.isCollection,
            let count = response.property(.dav("getcontentlength")).flatMap({ UInt64($0.trimmedText) })
        else { return nil }
        self.init(
            etag: response.property(.dav("getetag"))?.trimmedText,
            lastModified: response.property(.dav("getlastmodified"))?.trimmedText, byteCount: count)
    }

    /// Reads the header section of an answer to HEAD.
    ///
    /// - Parameter listsETags: whether PROPFIND tells the ETag; else it is not used here either, so that the same state
    ///   has the same name however it was asked for.
    init?(_ headers: HTTPHeaders, listsETags: Bool) {
        guard let count = headers["Content-Length"].flatMap({ UInt64($0) }), headers["Content-Encoding"] == nil else {
            return nil
        }
        self.init(
            etag: listsETags ? headers["ETag"] : nil, lastModified: listsETags ? nil : headers["Last-Modified"],
            byteCount: count)
    }

    private init?(etag: String?, lastModified: String?, byteCount: UInt64) {
        self.byteCount = byteCount
        if let etag, !Self.opaque(etag).isEmpty {
            self.etag = ETag(Self.opaque(etag))
            self.lastModified = nil
        } else if let lastModified, !lastModified.isEmpty {
            self.etag = ETag("\(lastModified) \(byteCount)")
            self.lastModified = lastModified
        } else {
            return nil
        }
    }

    /// The text between the quotes. A server may call an ETag weak for a second after a change, and WsgiDAV leaves the
    /// quotes out in one place and not in the other; neither is another state.
    static func opaque(_ etag: String) -> String {
        var text = etag[...]
        if text.hasPrefix("W/") { text = text.dropFirst(2) }
        if text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") { text = text.dropFirst().dropLast() }
        return String(text)
    }

    /// The ETag as a header takes it.
    static func quoted(_ etag: ETag) -> String { "\"\(etag.rawValue)\"" }
}
