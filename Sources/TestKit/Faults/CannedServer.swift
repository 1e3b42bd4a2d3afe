/// A server that gives the answers a test has written down and remembers what it was asked. It is also the canary that
/// must not be asked anything.
public final class CannedServer: Sendable {
    /// An answer, byte for byte, and whether the connection goes on after it.
    public struct Answer: Sendable {
        let bytes: [UInt8]
        let keepsConnection: Bool

        /// Any bytes, HTTP or not.
        public init(raw bytes: [UInt8], keepsConnection: Bool = false) {
            self.bytes = bytes
            self.keepsConnection = keepsConnection
        }

        /// An answer with a Content-Length.
        ///
        /// - Parameter headers: field lines, each ended by CR LF.
        public init(_ status: Int, headers: String = "", body: [UInt8] = []) {
            let head = "HTTP/1.1 \(status) Canned\r\n\(headers)Content-Length: \(body.count)\r\n\r\n"
            self.init(raw: Array(head.utf8) + body, keepsConnection: true)
        }
    }

    private let log = RequestLog()
    private let listener: SocketListener

    /// Starts it.
    ///
    /// - Parameter respond: gives the answer; it is called on the threads of the connections, after the body came.
    /// - Throws: `ServerFailure` when there is no port.
    public init(_ respond: @escaping @Sendable (RecordedRequest) -> Answer) throws {
        let log = log
        listener = try SocketListener { client, number in
            while let head = client.readHead(), let request = RecordedRequest(head: head, connection: number) {
                log.add(request)
                if request.header("expect") != nil { client.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
                let body = BodyRelay(
                    source: client, length: request.contentLength, isChunked: request.isChunked, untilClose: false)
                guard body.run({ _ in true }) else { return }
                let answer = respond(request)
                guard client.write(answer.bytes), answer.keepsConnection else { return }
            }
        }
    }

    deinit { stop() }

    /// Where it listens.
    public var port: UInt16 { listener.port }

    /// Every request so far.
    public var requests: [RecordedRequest] { log.all }

    /// How many connections clients have made.
    public var connections: Int { listener.accepted }

    /// Ends it and all its connections.
    public func stop() { listener.stop() }
}
