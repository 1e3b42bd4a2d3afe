public import Items

/// A request without its body (RFC 9110 section 3.4).
public struct HTTPRequest: Hashable, Sendable {
    /// What is to be done.
    public var method: HTTPMethod
    /// To what.
    public var address: RemoteAddress
    /// With which fields. Host, Content-Length, Authorization and Expect are set by the client.
    public var headers: HTTPHeaders
    /// Whether the host is asked before a large body is sent (RFC 9110 section 10.1.1). One that never answers that lets
    /// a second go by.
    public var asksFirst: Bool

    /// Describes a request.
    public init(
        _ method: HTTPMethod, _ address: RemoteAddress, headers: HTTPHeaders = [:], asksFirst: Bool = true
    ) {
        self.method = method
        self.address = address
        self.headers = headers
        self.asksFirst = asksFirst
    }
}

/// What a request carries.
public enum RequestBody {
    /// Nothing.
    case none
    /// Bytes that lie in memory.
    case bytes([UInt8])
    /// Content that is read while it is sent, with memory that does not depend on its size. It is opened again when it
    /// must be sent again.
    ///
    /// Without `length` it is sent chunked (RFC 9112 section 7.1), which some servers refuse.
    case stream(any ContentBody, length: UInt64?)
}

/// An answer.
public struct HTTPResponse: Hashable, Sendable {
    /// The status code (RFC 9110 section 15).
    public let status: Int
    /// The header section.
    public let headers: HTTPHeaders
    /// The content, decoded.
    public let body: [UInt8]
    /// Where it came from: another address than asked after a redirect.
    public let address: RemoteAddress
    /// Whether an earlier try of this request may have been processed although its answer was lost. Then 412 or 405
    /// to a conditional creation and 404 to a deletion may be the echo of that earlier try: look before believing.
    public internal(set) var earlierTryMayHaveBeenProcessed: Bool

    /// Whether the status is 2xx.
    public var isSuccess: Bool { (200..<300).contains(status) }

    init(_ answer: HTTPTransfer.Answer, from address: RemoteAddress) {
        status = answer.head.status
        headers = answer.head.headers
        body = answer.body
        self.address = address
        earlierTryMayHaveBeenProcessed = answer.wasRepeated
    }
}

extension HTTPResponse: CustomStringConvertible, CustomReflectable {
    /// Status and size: the content is somebody's.
    public var description: String { "status \(status) and \(body.count) bytes from \(address)" }

    /// What the description tells.
    public var customMirror: Mirror {
        Mirror(self, children: ["status": status, "headers": headers, "bytes": body.count])
    }
}
