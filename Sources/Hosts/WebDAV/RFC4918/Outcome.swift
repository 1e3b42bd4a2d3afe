internal import Hosting
internal import Transport
internal import XML

/// How a request that changes something ended, read from the status and, where that is 207, from inside: some servers
/// put a refusal of a PUT or MKCALENDAR into a multistatus.
struct Outcome: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let address: RemoteAddress
    /// The preconditions and postconditions that failed (RFC 4918 section 16).
    let conditions: [XMLName]
    /// What the server says for a person, made fit for one line.
    let message: String?
    /// Whether an earlier try may have been carried out although its answer was lost: then 405, 412 and 404 prove
    /// nothing, and the server must be asked.
    var isUncertain: Bool

    /// The same, after an earlier request that may have been carried out although it was answered with a failure.
    var uncertain: Outcome {
        var copy = self
        copy.isUncertain = true
        return copy
    }

    /// Whether it was done.
    var isSuccess: Bool { (200..<300).contains(status) }

    /// The ETag of what was stored, where the server tells it (RFC 9110 section 8.8.3).
    var etag: String? { headers["ETag"] ?? headers["OC-ETag"] }

    init(_ answer: HTTPResponse) {
        headers = answer.headers
        address = answer.address
        isUncertain = answer.earlierTryMayHaveBeenProcessed
        var status = answer.status
        var conditions: [XMLName] = []
        var message: String?
        if status == 207 {
            // What cannot be read is no proof that something was done.
            do throws(StoreError) {
                let inner = try Multistatus(answer.body, from: answer.address)
                if let bad = inner.responses.first(where: { $0.failure != nil }) {
                    status = bad.failure ?? status
                    conditions = bad.conditions
                    message = bad.explanation
                }
            } catch {
                status = 500
                message = error.description
            }
        } else if status >= 400, let error = try? XMLReading.read(answer.body), error.name == .dav("error") {
            conditions = error.children.map(\.name)
            message = error.child(XMLName(Self.sabre, "message"))?.trimmedText
        }
        self.status = status
        self.conditions = conditions
        self.message = message.map(Self.oneLine)
    }

    /// The namespace of what sabre/dav adds for a person; as conditions its names say nothing.
    private static let sabre = "http://sabredav.org/ns"

    private static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            guard line.utf8.count < 200 else { return line + "..." }
            line.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return line
    }

    /// The refusal as an error of a store.
    ///
    /// - Parameters:
    ///   - action: what was tried, such as "store a/b.txt".
    ///   - precondition: what 412 means here.
    func error(
        trying action: String, precondition: StoreError.Code = .preconditionFailed
    ) -> StoreError {
        let named = conditions.filter { $0.namespace != Self.sabre }.map(\.local)
        let reason = (named + [message].compactMap { $0 }).joined(separator: ", ")
        let text = "cannot \(action): \(address.origin) answers with status \(status)"
        return StoreError(code(precondition), reason.isEmpty ? text : "\(text) (\(reason))")
    }

    private func code(_ precondition: StoreError.Code) -> StoreError.Code {
        switch status {
        case 401, 407: .notPermitted
        // A host says 403 to who may not write and to what it never takes; the latter comes with a reason.
        case 403: conditions.isEmpty && message == nil ? .notPermitted : .refused
        case 404, 410: .notFound
        case 412: precondition
        case 507: conditions.contains(.dav("number-of-matches-within-limits")) ? .refused : .noRoom
        case 429, 502, 503, 504: .unavailable
        default: .refused
        }
    }
}
