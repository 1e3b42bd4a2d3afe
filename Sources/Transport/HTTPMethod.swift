/// The method of a request (RFC 9110 section 9).
public struct HTTPMethod: Hashable, Sendable, CustomStringConvertible {
    /// The token, upper case by custom.
    public let rawValue: String

    /// Any method; it is checked for being a token when the request is sent.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The token.
    public var description: String { rawValue }

    /// RFC 9110 section 9.3.1.
    public static let get = HTTPMethod("GET")
    /// RFC 9110 section 9.3.2.
    public static let head = HTTPMethod("HEAD")
    /// RFC 9110 section 9.3.3.
    public static let post = HTTPMethod("POST")
    /// RFC 9110 section 9.3.4.
    public static let put = HTTPMethod("PUT")
    /// RFC 9110 section 9.3.5.
    public static let delete = HTTPMethod("DELETE")
    /// RFC 9110 section 9.3.7.
    public static let options = HTTPMethod("OPTIONS")
    /// RFC 4918 section 9.1.
    public static let propfind = HTTPMethod("PROPFIND")
    /// RFC 4918 section 9.2.
    public static let proppatch = HTTPMethod("PROPPATCH")
    /// RFC 4918 section 9.3.
    public static let mkcol = HTTPMethod("MKCOL")
    /// RFC 4918 section 9.8.
    public static let copy = HTTPMethod("COPY")
    /// RFC 4918 section 9.9.
    public static let move = HTTPMethod("MOVE")
    /// RFC 3253 section 3.6.
    public static let report = HTTPMethod("REPORT")
    /// RFC 5323 section 2.
    public static let search = HTTPMethod("SEARCH")
    /// RFC 4791 section 5.3.1.
    public static let mkcalendar = HTTPMethod("MKCALENDAR")

    /// Whether it changes nothing at the host, so that it may be repeated and sent on freely.
    public var isSafe: Bool { Self.safe.contains(self) }

    private static let safe: Set<HTTPMethod> = [.get, .head, .options, .propfind, .report, .search]

    /// Whether the answer is XML of which a lot may come, so that asking for compression pays. For content it does
    /// not: some servers then give the ETag of the compressed form.
    var asksForCompression: Bool { self == .propfind || self == .report || self == .search }

    var isToken: Bool { !rawValue.isEmpty && rawValue.utf8.allSatisfy(Self.isTokenByte) }

    /// RFC 9110 section 5.6.2.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || tokenMarks.contains(byte)
    }

    private static let tokenMarks = Array("!#$%&'*+-.^_`|~".utf8)
}
