/// Scheme, host and port: what a credential is given for (RFC 6454 section 4).
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    /// The protocols this program speaks.
    public enum Scheme: String, Hashable, Sendable {
        /// HTTP over TLS (RFC 9110 section 4.2.2).
        case https
        /// HTTP in clear (RFC 9110 section 4.2.1).
        case http
        /// The SSH File Transfer Protocol.
        case sftp

        /// The port that is meant when none is written.
        public var defaultPort: UInt16 {
            switch self {
            case .https: 443
            case .http: 80
            case .sftp: 22
            }
        }
    }

    /// The protocol.
    public let scheme: Scheme
    /// The host's name or address, lower case; an IPv6 address in brackets.
    public let host: String
    /// The TCP port.
    public let port: UInt16

    init(scheme: Scheme, host: String, port: UInt16) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Whether it is this machine: 127.0.0.0/8 (RFC 1122 section 3.2.1.3), `::1` (RFC 4291) or `localhost` (RFC 6761).
    public var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// As in a URL, the port only where it is not the usual one.
    public var description: String {
        "\(scheme.rawValue)://\(host)" + (port == scheme.defaultPort ? "" : ":\(port)")
    }
}
