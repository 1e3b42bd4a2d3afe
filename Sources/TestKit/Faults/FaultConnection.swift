internal import Glibc

/// One client's connection to the proxy.
final class FaultConnection {
    private let client: Socket
    private let number: Int
    private let upstreamPort: UInt16
    private let log: RequestLog
    /// Becomes true when hanging connections may end.
    private let hanging: Guarded<Bool>
    private let action: (RecordedRequest) -> FaultRule.Action?
    private var upstream: Socket?

    init(
        client: Socket, number: Int, upstreamPort: UInt16, log: RequestLog, hanging: Guarded<Bool>,
        action: @escaping (RecordedRequest) -> FaultRule.Action?
    ) {
        self.client = client
        self.number = number
        self.upstreamPort = upstreamPort
        self.log = log
        self.hanging = hanging
        self.action = action
    }

    deinit { closeUpstream() }

    private func closeUpstream() {
        if let upstream { close(upstream.descriptor) }
        upstream = nil
    }

    /// Serves requests until one side ends it.
    func serve() {
        while let head = client.readHead(), let request = RecordedRequest(head: head, connection: number) {
            log.add(request)
            guard exchange(request) else { return }
        }
    }

    /// - Returns: whether the connection goes on.
    private func exchange(_ request: RecordedRequest) -> Bool {
        let action = action(request)
        switch action {
        case .dropBefore:
            client.resetOnClose()
            return false
        case .hang:
            hanging.wait(until: { $0 })
            return false
        case .garbage:
            client.write(Array("\u{1}\u{2}garbage that is no answer\r\n\r\n".utf8))
            return false
        case .status(let status, let retryAfter):
            let field = retryAfter.map { "Retry-After: \($0)\r\n" } ?? ""
            return answer(request, "\(status) Fault", field, "fault")
        case .captivePortal:
            return answer(request, "200 OK", "Content-Type: text/html\r\n", "<html>Please accept our terms.</html>")
        case .redirect(let target, let status):
            return answer(request, "\(status) Elsewhere", "Location: \(target)\r\n", "")
        case .delay, .dropAfter, .dropMid, .truncate, .corrupt, .lyingLength, nil:
            return relay(request, action)
        }
    }

    /// An answer of the proxy's own, after the body has been taken.
    private func answer(_ request: RecordedRequest, _ status: String, _ fields: String, _ body: String) -> Bool {
        guard takeBody(of: request, { _ in true }) else { return false }
        let shown = request.method == "HEAD" ? "" : body
        let head = "HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n"
        return client.write(Array((head + shown).utf8))
    }

    private func takeBody(of request: RecordedRequest, _ sink: ([UInt8]) -> Bool) -> Bool {
        if request.header("expect") != nil { client.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        return BodyRelay(
            source: client, length: request.contentLength, isChunked: request.isChunked, untilClose: false
        ).run(sink)
    }

    // MARK: Handing on

    private func relay(_ request: RecordedRequest, _ action: FaultRule.Action?) -> Bool {
        // A connection the server has closed meanwhile would look like a fault: each request gets a new one.
        closeUpstream()
        guard let descriptor = Socket.connect(port: upstreamPort) else { return false }
        let server = Socket(descriptor)
        upstream = server
        guard server.write(HeadText.setting("expect", to: nil, in: request.head)) else { return false }
        var allowance = Int.max
        if case .dropMid(let bytes) = action { allowance = bytes }
        let isWhole = takeBody(of: request) { piece in
            let part = Array(piece.prefix(allowance))
            allowance -= part.count
            return server.write(part) && part.count == piece.count
        }
        guard isWhole else {
            client.resetOnClose()
            return false
        }
        return hand(back: server, request, action)
    }

    private func hand(back server: Socket, _ request: RecordedRequest, _ action: FaultRule.Action?) -> Bool {
        guard let head = server.readHead() else { return false }
        let text = String(decoding: head, as: UTF8.self)
        let length = HeadText.value("content-length", in: text).flatMap { UInt64($0) }
        let isChunked = HeadText.value("transfer-encoding", in: text)?.lowercased() == "chunked"
        let status = text.split(separator: " ").dropFirst().first ?? ""
        let hasBody = request.method != "HEAD" && status != "204" && status != "304"
        let body = BodyRelay(
            source: server, length: hasBody ? length : 0, isChunked: hasBody && isChunked, untilClose: hasBody)

        switch action {
        case .dropAfter:
            _ = body.run { _ in true }
            client.resetOnClose()
            return false
        case .truncate, .corrupt, .lyingLength:
            var bytes: [UInt8] = []
            _ = body.run {
                bytes += $0
                return true
            }
            return spoil(text, bytes, action)
        case .delay(let milliseconds): usleep(UInt32(milliseconds) * 1000)
        default: break
        }
        guard client.write(head), body.run({ client.write($0) }) else { return false }
        let endsByClosing = hasBody && length == nil && !isChunked
        return !endsByClosing && text.hasPrefix("HTTP/1.1")
            && HeadText.value("connection", in: text)?.lowercased() != "close"
    }

    private func spoil(_ head: String, _ body: [UInt8], _ action: FaultRule.Action?) -> Bool {
        var body = body
        var announced = body.count
        switch action {
        case .truncate: body.removeLast(body.count - body.count / 2)
        case .lyingLength: announced *= 2
        default: if !body.isEmpty { body[body.count / 2] ^= 0x01 }
        }
        client.write(HeadText.setting("content-length", to: String(announced), in: head))
        client.write(body)
        return announced == body.count
    }
}
