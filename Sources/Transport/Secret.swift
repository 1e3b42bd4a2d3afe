/// A password, token or key. No description and no mirror shows it.
public struct Secret: Hashable, Sendable {
    /// The secret itself, for the line that must send or sign with it.
    public let exposed: String

    /// Wraps a secret.
    public init(_ exposed: String) { self.exposed = exposed }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Shows nothing.
    public var description: String { "(secret)" }
    /// Shows nothing.
    public var debugDescription: String { description }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<(label: String?, value: Any)>()) }
}

/// How an account proves itself.
public enum Credential: Hashable, Sendable {
    /// Nothing to prove.
    case anonymous
    /// Basic (RFC 7617), sent with the first request. Only over TLS or to this machine.
    case basic(user: String, password: Secret)
    /// Digest (RFC 7616).
    case digest(user: String, password: Secret)
    /// A bearer token (RFC 6750).
    case bearer(Secret)

    func check() throws(TransportError) {
        let texts: [String]
        switch self {
        case .anonymous: return
        case .basic(let user, let password):
            guard !user.contains(":") else {
                throw TransportError(.invalidRequest, "A user name for Basic authentication cannot hold a colon.")
            }
            texts = [user, password.exposed]
        case .digest(let user, let password): texts = [user, password.exposed]
        case .bearer(let token): texts = [token.exposed]
        }
        guard texts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else {
            throw TransportError(.invalidRequest, "A user name or secret holds a control character.")
        }
    }
}
