internal import Glibc
internal import Digests
internal import Synchronization
internal import RemoteHosting
internal import Transport

/// Signs requests with AWS Signature Version 4 in the Authorization header, as S3 has it: the path is encoded once and
/// not normalised (AWS, "Authenticating Requests (AWS Signature Version 4)" in the S3 API reference).
///
/// Every request names the SHA-256 of its body in `x-amz-content-sha256`, so that the service can tell a body that was
/// changed on the way.
final class SignatureV4: RequestSigner {
    private let accessKey: String
    private let secretKey: Secret
    private let scope: Mutex<String>
    /// Seconds since 1970.
    let now: @Sendable () -> Int64

    init(accessKey: String, secretKey: Secret, region: String, now: @escaping @Sendable () -> Int64) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        scope = Mutex(region)
        self.now = now
    }

    /// The region requests are signed for.
    var region: String {
        get { scope.withLock { $0 } }
        set { scope.withLock { $0 = newValue } }
    }

    static let payloadField = "x-amz-content-sha256"

    func fields(for request: HTTPRequest) throws(TransportError) -> HTTPHeaders {
        let moment = Self.timestamp(now())
        let day = moment.prefix(8)
        let region = region
        var signed: [(name: String, value: String)] = [
            ("host", Self.hostField(request.address.origin)), ("x-amz-date", moment),
        ]
        signed += request.headers.fields.map { ($0.name.lowercased(), Self.collapsed($0.value)) }
        signed.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let names = signed.map(\.name).joined(separator: ";")
        let canonical = [
            request.method.rawValue, request.address.path, Self.canonicalQuery(request.address.query),
            signed.map { $0.name + ":" + $0.value + "\n" }.joined(), names,
            request.headers[Self.payloadField] ?? "UNSIGNED-PAYLOAD",
        ].joined(separator: "\n")
        let place = "\(day)/\(region)/s3/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(moment)\n\(place)\n\(Hexadecimal.text(Self.sha256(Array(canonical.utf8))))"
        var key = Array(("AWS4" + secretKey.exposed).utf8)
        for part in [String(day), region, "s3", "aws4_request", text] {
            key = try MessageAuthentication.hmacSHA256(key: key, message: Array(part.utf8))
        }
        return [
            "x-amz-date": moment,
            "Authorization": "AWS4-HMAC-SHA256 Credential=\(accessKey)/\(place), SignedHeaders=\(names), "
                + "Signature=\(Hexadecimal.text(key))",
        ]
    }

    /// The Host field as libcurl writes it (RFC 9110 section 7.2).
    private static func hostField(_ origin: Origin) -> String {
        origin.port == origin.scheme.defaultPort ? origin.host : "\(origin.host):\(origin.port)"
    }

    /// Names and values sorted by their bytes, each name with its equals sign.
    static func canonicalQuery(_ query: String?) -> String {
        let pairs = (query ?? "").split(separator: "&").map { pair -> (Substring, Substring) in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0], parts.count == 2 ? parts[1] : "")
        }
        return pairs.sorted { left, right in
            left.0 == right.0
                ? left.1.utf8.lexicographicallyPrecedes(right.1.utf8)
                : left.0.utf8.lexicographicallyPrecedes(right.0.utf8)
        }.map { $0.0 + "=" + $0.1 }.joined(separator: "&")
    }

    /// Without white space at the ends, and one space for several in between.
    private static func collapsed(_ value: String) -> String { value.split(separator: " ").joined(separator: " ") }

    /// As `20130524T000000Z`.
    static func timestamp(_ seconds: Int64) -> String {
        var moment = time_t(seconds)
        var parts = tm()
        gmtime_r(&moment, &parts)
        func digits(_ number: Int32, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        }
        return digits(parts.tm_year + 1900, 4) + digits(parts.tm_mon + 1, 2) + digits(parts.tm_mday, 2) + "T"
            + digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2) + "Z"
    }

    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        let hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }
}
