internal import Hosting
internal import Transport

/// What a service says when it does not do what was asked (S3 API reference, "Error Responses").
struct S3Failure {
    /// The HTTP status.
    let status: Int
    /// The word of the service, empty when it has none, as after HEAD.
    let code: String
    /// Its sentence.
    let message: String
    /// The region it wants requests to be signed for.
    let region: String?

    /// Reads an answer that is no success, or a success whose body is an error all the same.
    init(_ answer: HTTPResponse) {
        self.init(status: answer.status, body: answer.body, region: answer.headers["x-amz-bucket-region"])
    }

    /// Reads a body.
    ///
    /// - Parameter region: what a header says of it.
    init(status: Int, body: [UInt8], region: String? = nil) {
        self.status = status
        let error = Self.element(body)
        code = Self.printable(error?.text(of: "Code") ?? "")
        message = Self.printable(error?.text(of: "Message") ?? "")
        self.region = (region ?? error?.text(of: "Region"))
            .flatMap { !$0.isEmpty && $0.utf8.allSatisfy(S3Location.isRegionByte) ? $0 : nil }
    }

    /// `nil` when a gateway in between answers with a page of its own, or nothing.
    private static func element(_ body: [UInt8]) -> S3Element? {
        guard !body.isEmpty, let root = try? S3XMLReader.root(body), root.name == "Error" else { return nil }
        return root
    }

    private static func printable(_ text: String) -> String {
        String(decoding: text.utf8.prefix(200).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
    }

    /// Whether the service does not know a condition that was sent along.
    var isConditionUnknown: Bool { status == 501 || code == "NotImplemented" }

    /// As an error of a store.
    ///
    /// - Parameter action: what was tried, such as `store files/a`.
    func error(trying action: String) -> StoreError {
        let said = [code, message].filter { !$0.isEmpty }.joined(separator: ": ")
        let reason = said.isEmpty ? "status \(status)" : said
        return StoreError(storeCode, "cannot \(action): \(reason)\(advice)")
    }

    private var storeCode: StoreError.Code {
        switch code {
        case "NoSuchBucket", "PermanentRedirect", "RequestTimeTooSkewed", "SlowDown", "InternalError",
            "AuthorizationHeaderMalformed", "ServiceUnavailable":
            return .unavailable
        case "QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "StorageFull": return .noRoom
        // Garage calls a full bucket a forbidden one.
        case "AccessDenied" where message.contains("quota is reached"): return .noRoom
        case "NoSuchKey", "NoSuchUpload": return .notFound
        case "PreconditionFailed": return .preconditionFailed
        default: break
        }
        switch status {
        case 401, 403: return .notPermitted
        case 404: return .notFound
        case 412: return .preconditionFailed
        case 507: return .noRoom
        case 400..<500: return .refused
        default: return .unavailable
        }
    }

    private var advice: String {
        switch code {
        case "NoSuchBucket": ". Make the bucket first, or write its right name into the URL"
        case "SignatureDoesNotMatch", "InvalidAccessKeyId": ". The key or its secret is not the right one"
        case "RequestTimeTooSkewed": ". The clock of this machine is wrong"
        case "PermanentRedirect": ". The bucket has another address: write that one into the URL"
        default: ""
        }
    }
}
