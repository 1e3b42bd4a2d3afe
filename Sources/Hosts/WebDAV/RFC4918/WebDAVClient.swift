internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport
internal import XML

/// The requests of RFC 4918 to one host. Each gives what the server said; what to make of it is the stores' business.
struct WebDAVClient: Sendable {
    /// How far a request reaches (RFC 4918 section 10.2).
    enum Depth: String, Sendable {
        case zero = "0"
        case one = "1"
    }

    /// What a server says it can do (RFC 4918 section 10.1, RFC 9110 section 10.2.1).
    struct Options: Sendable {
        /// The tokens of the DAV header, lower case, such as `1` or `calendar-access`.
        let classes: Set<String>
        /// The methods of the Allow header.
        let methods: Set<String>
    }

    /// Tries again what deserves it.
    let http: PatientClient
    /// Tries once: for what must not be repeated before the server has been asked.
    private let single: PatientClient
    /// Tries again too, but gives the first 500 or 504 to the caller, who may know what to do about it.
    private let attentive: PatientClient
    /// What all that changes something at the host passes that a locked database may stop.
    let turns = WritingTurns()
    let timing: Timing

    /// - Parameter gate: shared by everything that sends to the host.
    init(_ client: HTTPClient, gate: RequestGate, timing: Timing) {
        self.timing = timing
        http = PatientClient(client, gate: gate, timing: timing)
        var once = RetryPolicy()
        once.tries = 1
        single = http.with(once)
        var telling = RetryPolicy()
        telling.accepted = [500, 504]
        attentive = http.with(telling)
    }

    /// Sends any request.
    ///
    /// - Parameter tellingFailure: whether an answer of 500 or 504 is given at once instead of after several tries.
    /// - Returns: the answer, whatever its status, but never 401: that ends the host at once.
    /// - Throws: `.notPermitted` for 401, and what the network does.
    func send(
        _ request: HTTPRequest, body: RequestBody = .none, tellingFailure: Bool = false
    ) async throws(StoreError) -> HTTPResponse {
        let answer: HTTPResponse
        do { answer = try await (tellingFailure ? attentive : http).send(request, body: body) } catch {
            throw StoreError(error)
        }
        return try Self.permitted(answer)
    }

    /// Sends a request once: one that must not be repeated before the server has been asked what became of it.
    ///
    /// - Returns: the answer, as from `send`; `nil` when none came.
    func once(_ request: HTTPRequest, body: RequestBody = .none) async throws(StoreError) -> HTTPResponse? {
        let answer: HTTPResponse
        do throws(TransportError) { answer = try await single.send(request, body: body) } catch {
            switch error.code {
            case .connectionLost, .timedOut, .refused: return nil
            default: throw StoreError(error)
            }
        }
        return try Self.permitted(answer)
    }

    private static func permitted(_ answer: HTTPResponse) throws(StoreError) -> HTTPResponse {
        guard answer.status != 401 else {
            throw StoreError(
                .notPermitted, "\(answer.address.origin) does not accept the user or the secret; it was asked once")
        }
        return answer
    }

    /// Sends a request that changes something.
    func change(_ request: HTTPRequest, body: RequestBody = .none) async throws(StoreError) -> Outcome {
        Outcome(try await send(request, body: body))
    }

    /// Sends a request whose answer is a multistatus: PROPFIND, REPORT.
    ///
    /// - Returns: `nil` when there is no such resource.
    /// - Throws: what the status means when it is neither 207 nor 404.
    func multistatus(
        _ method: HTTPMethod, _ address: RemoteAddress, depth: Depth, body: XMLTree, headers: HTTPHeaders = [:]
    ) async throws(StoreError) -> Multistatus? {
        var headers = headers
        headers["Depth"] = depth.rawValue
        headers["Content-Type"] = "application/xml; charset=utf-8"
        let request = HTTPRequest(method, address, headers: headers)
        var answer = try await send(request, body: .bytes(body.document))
        if answer.status == 207 {
            do { return try Multistatus(answer.body, from: answer.address) } catch {
                // rclone breaks off in the middle when something disappears while it is listed.
                answer = try await send(request, body: .bytes(body.document))
            }
        }
        switch answer.status {
        case 207: return try Multistatus(answer.body, from: answer.address)
        case 404, 410: return nil
        default:
            let outcome = Outcome(answer)
            guard !outcome.isSuccess else {
                throw StoreError(
                    .unavailable, "\(address) is no WebDAV resource: it answers \(method) with \(answer.status)")
            }
            throw outcome.error(trying: "look at \(address)")
        }
    }

    /// PROPFIND (RFC 4918 section 9.1) for named properties.
    ///
    /// - Returns: `nil` when there is no such resource.
    func propfind(
        _ address: RemoteAddress, depth: Depth, _ properties: [XMLName]
    ) async throws(StoreError) -> Multistatus? {
        let body = XMLTree(
            .dav("propfind"), children: [XMLTree(.dav("prop"), children: properties.map { XMLTree($0) })])
        return try await multistatus(.propfind, address, depth: depth, body: body)
    }

    /// OPTIONS (RFC 9110 section 9.3.7).
    ///
    /// - Throws: what the status means when it is no success.
    func options(_ address: RemoteAddress) async throws(StoreError) -> Options {
        let outcome = try await change(HTTPRequest(.options, address))
        guard outcome.isSuccess else { throw outcome.error(trying: "ask \(address) what it can do") }
        func tokens(_ name: String) -> [String] {
            outcome.headers.values(name).flatMap { $0.split { $0 == "," || $0 == " " || $0 == "\t" } }.map(String.init)
        }
        return Options(classes: Set(tokens("DAV").map { $0.lowercased() }), methods: Set(tokens("Allow")))
    }

    /// MKCOL (RFC 4918 section 9.3), extended when it has a body (RFC 5689).
    func makeCollection(_ address: RemoteAddress, _ description: XMLTree? = nil) async throws(StoreError) -> Outcome {
        guard let description else { return try await change(HTTPRequest(.mkcol, address)) }
        let headers: HTTPHeaders = ["Content-Type": "application/xml; charset=utf-8"]
        return try await change(
            HTTPRequest(.mkcol, address, headers: headers), body: .bytes(description.document))
    }

    /// What a PUT must find in its place (RFC 9110 section 13.1).
    enum Precondition: Sendable {
        /// Anything or nothing.
        case none
        /// Nothing: `If-None-Match: *`.
        case absent
        /// This state: `If-Match` with the ETag as the server wrote it.
        case matching(String)

        var headers: HTTPHeaders {
            switch self {
            case .none: [:]
            case .absent: ["If-None-Match": "*"]
            case .matching(let etag): ["If-Match": etag]
            }
        }
    }

    /// PUT (RFC 4918 section 9.7).
    ///
    /// - Parameter tellingFailure: as for `send`.
    func put(
        _ address: RemoteAddress, _ body: RequestBody, if precondition: Precondition = .none,
        headers: HTTPHeaders = [:], tellingFailure: Bool = false
    ) async throws(StoreError) -> Outcome {
        var all = precondition.headers
        for field in headers.fields { all.add(field.name, field.value) }
        let request = HTTPRequest(.put, address, headers: all)
        return Outcome(try await send(request, body: body, tellingFailure: tellingFailure))
    }

    /// MOVE (RFC 4918 section 9.9).
    ///
    /// - Parameter replacing: whether something at the destination is replaced; else the answer to that is 412.
    func move(
        _ address: RemoteAddress, to destination: RemoteAddress, replacing: Bool, headers: HTTPHeaders = [:]
    ) async throws(StoreError) -> Outcome {
        var headers = headers
        headers["Destination"] = destination.text
        headers["Overwrite"] = replacing ? "T" : "F"
        return try await change(HTTPRequest(.move, address, headers: headers))
    }

    /// MOVE that replaces what is at the destination, tried once. A server may remove the destination before it looks for
    /// the source: a MOVE repeated after a lost answer then destroys what the first one brought.
    ///
    /// - Returns: `nil` when no answer came, or one that says the server was busy.
    func moveOnce(_ address: RemoteAddress, replacing destination: RemoteAddress) async throws(StoreError) -> Outcome? {
        let headers: HTTPHeaders = ["Destination": destination.text, "Overwrite": "T"]
        let answer = try await once(HTTPRequest(.move, address, headers: headers))
        return answer.flatMap { RetryPolicy.retriedStatuses.contains($0.status) ? nil : Outcome($0) }
    }

    /// DELETE (RFC 4918 section 9.6) of what is no collection.
    func delete(
        _ address: RemoteAddress, if precondition: Precondition = .none, headers: HTTPHeaders = [:]
    ) async throws(StoreError) -> Outcome {
        var all = precondition.headers
        for field in headers.fields { all.add(field.name, field.value) }
        return try await change(HTTPRequest(.delete, address, headers: all))
    }

    /// Content by GET, received while it is read.
    func content(at address: RemoteAddress, byteCount: UInt64?) -> any ContentBody & Sendable {
        http.client.content(at: address, byteCount: byteCount)
    }
}
