/// How a client reaches its host and what it takes from it.
public struct ClientOptions: Hashable, Sendable {
    /// Which certificates are believed.
    public enum Trust: Hashable, Sendable {
        /// What the system believes.
        case system
        /// A certificate authority of one's own: the path of a PEM file.
        case authority(path: String)
        /// Exactly the server that holds this key, whatever its certificate says: the one way to a self-signed one.
        case pinned(PinnedKey)
    }

    /// Which certificates are believed.
    public var trust = Trust.system
    /// Origins beside the host's own that the person confirmed. They get the credential and every header.
    public var confirmedOrigins: Set<Origin> = []
    /// Whether HTTP without TLS may leave this machine.
    public var allowsPlainHTTP = false
    /// Whether HTTP/2 is offered (RFC 9113), over TLS only.
    public var allowsHTTP2 = true
    /// The most connections to the host.
    public var connections = 8
    /// The most seconds until a connection is there.
    public var connectTimeout = 30
    /// The most seconds in which hardly anything moves. A server may take long to answer a large report.
    public var stallTimeout = 120
    /// The most bytes of an answer in memory, after decompression.
    public var responseLimit = 64 << 20
    /// What the program calls itself (RFC 9110 section 10.1.5).
    public var userAgent = "degoogle"

    /// A transfer slower than this counts as one that does not move: else a host could hold it for ever by a byte a
    /// second.
    static let slowestBytesPerSecond = 30

    /// The usual limits.
    public init() {}
}

/// The SHA-256 of a server's public key (SubjectPublicKeyInfo, as RFC 7469 section 2.4 pins it).
///
/// `openssl s_client -connect HOST:443 </dev/null | openssl x509 -pubkey -noout | openssl pkey -pubin -outform DER |
/// openssl dgst -sha256` prints it; it should be compared over another way than the network it protects against.
public struct PinnedKey: Hashable, Sendable, CustomStringConvertible {
    private let bytes: [UInt8]

    /// Reads 64 hexadecimal digits, with or without colons.
    ///
    /// - Throws: `.invalidRequest` for anything else.
    public init(hexadecimal text: String) throws(TransportError) {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in text.unicodeScalars where digit != ":" {
            guard let value = UInt8(String(digit), radix: 16) else { throw Self.fault }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard bytes.count == 32, high == nil else { throw Self.fault }
        self.bytes = bytes
    }

    private static var fault: TransportError {
        TransportError(.invalidRequest, "A pinned key is a SHA-256: 64 hexadecimal digits.")
    }

    /// As libcurl takes it: `sha256//` and Base64 (RFC 4648 section 4).
    public var description: String { "sha256//" + Base64.encode(bytes) }
}

/// Base64 (RFC 4648 section 4).
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The text of bytes, padded.
    public static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let word = group.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << UInt32(16 - 8 * $1.offset) }
            for index in 0..<4 {
                result.append(
                    index <= group.count
                        ? alphabet[Int(word >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
