public import Items

/// Speaks HTTP with one host, one try for each request: TLS always checked, the credential given to that host's origin
/// and to origins the person confirmed, and to nobody else.
///
/// Every call may come from several tasks at once. HTTP/2 is used where TLS and the server offer it, else HTTP/1.1 with
/// connections that are kept.
public final class HTTPClient: Sendable {
    private let loop: TransferLoop
    private let settings: HTTPConnectionSettings
    private let rule: RedirectRule
    private let signer: (any RequestSigner)?
    private let counters = TrafficCounters()

    /// Makes a client; nothing is contacted yet.
    ///
    /// - Parameters:
    ///   - origin: the host's own.
    ///   - credential: sent with the first request already, except Digest, which needs a question from the server.
    ///   - signer: signs every try of every request, after each redirect anew; with it the credential is `.anonymous`.
    /// - Throws: `.invalidRequest` for HTTP without TLS to another machine, unless the options allow it; `.system`.
    public init(
        _ origin: Origin, credential: Credential = .anonymous, signer: (any RequestSigner)? = nil,
        options: ClientOptions = ClientOptions()
    ) throws(TransportError) {
        self.signer = signer
        settings = HTTPConnectionSettings(options: options, credential: credential)
        rule = RedirectRule(allowed: options.confirmedOrigins.union([origin]))
        try credential.check()
        for allowed in rule.allowed { try settings.check(allowed) }
        loop = try TransferLoop(connections: max(1, options.connections))
    }

    deinit { loop.stop() }

    /// What has been moved so far.
    public var traffic: Traffic { counters.value }

    /// Sends a request once and gives the answer, whatever its status; 401 and 403 too, after one try.
    ///
    /// Redirects are followed within the allowed origins, at most five: of methods that change nothing always, of
    /// others on 307 and 308. A stream is read by this task, which may block while its content does.
    ///
    /// - Throws: `.redirectRefused` for an address or redirect outside the allowed origins, before anything is sent
    ///   there; `.source` when a stream fails or is not as long as announced; `.tooLarge`; and what the network does.
    public func send(_ request: HTTPRequest, body: RequestBody = .none) async throws(TransportError) -> HTTPResponse {
        var request = request
        var hops = 0
        while true {
            try check(request)
            let answer = try await sendOnce(signed(request), body)
            guard let target = try rule.next(after: answer.head, to: request, hops: hops) else {
                return HTTPResponse(answer, from: request.address)
            }
            request.address = target
            hops += 1
        }
    }

    /// The content at an address, received while it is read, with memory that does not depend on its size.
    ///
    /// Each opening is one GET. Its reader blocks the thread that reads; on a thread of the concurrency runtime it
    /// blocks no transfer, but one thread less is left for other tasks. Errors come as `ContentError`.
    ///
    /// - Parameter byteCount: its size, where the caller knows it.
    public func content(at address: RemoteAddress, headers: HTTPHeaders = [:], byteCount: UInt64? = nil)
        -> any ContentBody & Sendable
    {
        RemoteBody(client: self, request: HTTPRequest(.get, address, headers: headers), byteCount: byteCount)
    }

    func check(_ request: HTTPRequest) throws(TransportError) {
        guard request.method.isToken else { throw TransportError(.invalidRequest, "A method is no token.") }
        try request.headers.check()
        for name in Self.ownHeaders where request.headers[name] != nil {
            throw TransportError(.invalidRequest, "The header \(name) is set by the client itself.")
        }
        try rule.check(request.address)
    }

    private static let ownHeaders = [
        "Host", "Content-Length", "Transfer-Encoding", "Authorization", "Expect", "Cookie",
    ]

    /// The request as it is sent.
    private func signed(_ request: HTTPRequest) throws(TransportError) -> HTTPRequest {
        guard let signer else { return request }
        var request = request
        for field in try signer.fields(for: request).fields { request.headers[field.name] = field.value }
        try request.headers.check()
        return request
    }

    func next(
        after head: ResponseHead, to request: HTTPRequest, hops: Int
    ) throws(TransportError) -> RemoteAddress? {
        try rule.next(after: head, to: request, hops: hops)
    }

    // MARK: One request

    private func sendOnce(
        _ request: HTTPRequest, _ body: RequestBody
    ) async throws(TransportError) -> HTTPTransfer.Answer {
        switch body {
        case .none: return try await perform(request, .none)
        case .bytes(let bytes): return try await perform(request, .bytes(bytes))
        case .stream(let content, let length):
            if let length, length <= UInt64(Self.smallBody) {
                return try await perform(request, .bytes(StreamFeed.readSmall(content, length: length)))
            }
            return try await stream(request, content, length)
        }
    }

    /// Below this size content is read first: one packet, and nothing to pause.
    private static let smallBody = 65_536

    private func perform(
        _ request: HTTPRequest, _ outgoing: HTTPTransfer.Outgoing
    ) async throws(TransportError) -> HTTPTransfer.Answer {
        let limit = settings.options.responseLimit
        return try await loop.run { completion in
            self.makeTransfer(request, outgoing, .memory(limit: limit), completion: completion)
        }
    }

    private func stream(
        _ request: HTTPRequest, _ content: any ContentBody, _ length: UInt64?
    ) async throws(TransportError) -> HTTPTransfer.Answer {
        let limit = settings.options.responseLimit
        return try await StreamFeed.upload(content, length: length, on: loop) { pipe, completion in
            self.makeTransfer(
                request, .pipe(pipe, length: length), .memory(limit: limit), completion: completion)
        }
    }

    private func makeTransfer(
        _ request: HTTPRequest, _ outgoing: HTTPTransfer.Outgoing, _ incoming: HTTPTransfer.Incoming,
        completion: @escaping TransferCompletion<HTTPTransfer.Answer>
    ) -> HTTPTransfer {
        HTTPTransfer(
            request, settings, outgoing: outgoing, incoming: incoming, traffic: counters, completion: completion)
    }

    /// Starts receiving into a pipe.
    ///
    /// - Returns: what lets the transfer go on or ends it.
    func receive(_ request: HTTPRequest, into pipe: DownloadPipe) throws(TransportError) -> TransferControl {
        try check(request)
        let transfer = try makeTransfer(signed(request), .none, .pipe(pipe)) { result in
            pipe.end(result.map(\.head))
        }
        loop.start(transfer)
        return TransferControl(loop: loop, transfer: transfer)
    }
}
