/// Proves requests by a signature over each of them, where an account has no password to send.
public protocol RequestSigner: Sendable {
    /// The fields to add to a request for one try that begins now, `Authorization` among them.
    ///
    /// - Parameter request: with every other field it will be sent with, except those libcurl writes by itself.
    /// - Throws: `.system` when the signature cannot be computed.
    func fields(for request: HTTPRequest) throws(TransportError) -> HTTPHeaders
}
