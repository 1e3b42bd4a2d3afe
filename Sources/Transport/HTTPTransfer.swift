internal import CCurl
internal import Synchronization

/// One request and its answer on a libcurl handle. Redirects and repetitions are the business of its owner.
///
/// Unchecked: after it has been given to the loop, only the loop's thread touches its variables.
final class HTTPTransfer: Transfer, @unchecked Sendable {
    /// What goes out.
    enum Outgoing {
        case none
        case bytes([UInt8])
        case pipe(UploadPipe, length: UInt64?)

        fileprivate var isLarge: Bool {
            switch self {
            case .none: false
            case .bytes(let bytes): bytes.count > 65_536
            case .pipe(_, let length): length ?? .max > 65_536
            }
        }
    }

    /// Where the content of the answer goes.
    enum Incoming {
        case memory(limit: Int)
        case pipe(DownloadPipe)
    }

    /// What came back.
    struct Answer: Sendable {
        let head: ResponseHead
        let body: [UInt8]
        /// Whether something that changes the host was sent a second time because the first got no answer.
        let wasRepeated: Bool
    }

    let request: HTTPRequest
    private let connection: HTTPConnectionSettings
    private let outgoing: Outgoing
    private let incoming: Incoming
    private let traffic: TrafficCounters
    private let completion: TransferCompletion<Answer>

    /// The buffers libcurl reads from while the transfer runs.
    private var pinned: UnsafeMutableRawBufferPointer?
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let errorText = ErrorText()
    private var head = ResponseHead()
    private var body: [UInt8] = []
    /// How often the request has been sent without an answer to it.
    private var unanswered = 0
    private var sentAtAll = false
    private var wasRepeated = false
    private var refusal: TransportError?
    private(set) var contact = Contact.none

    init(
        _ request: HTTPRequest, _ connection: HTTPConnectionSettings, outgoing: Outgoing, incoming: Incoming,
        traffic: TrafficCounters, completion: @escaping TransferCompletion<Answer>
    ) {
        self.request = request
        self.connection = connection
        self.outgoing = outgoing
        self.incoming = incoming
        self.traffic = traffic
        self.completion = completion
    }

    deinit {
        pinned?.deallocate()
        curl_slist_free_all(headerList)
    }

    // MARK: Setting up

    func configure(_ easy: inout Easy) {
        connection.configure(&easy, for: request.address.origin)
        easy.set(CURLOPT_URL, request.address.text)
        configureBody(&easy)
        easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        setHeaders(&easy)
        if case .memory = incoming, request.method.asksForCompression {
            easy.set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
        } else {
            easy.set(CURLOPT_ACCEPT_ENCODING, nil as String?)
        }
        errorText.attach(to: &easy)
        let me = Unmanaged.passUnretained(self).toOpaque()
        easy.setPointer(CURLOPT_WRITEDATA, me)
        easy.setPointer(CURLOPT_HEADERDATA, me)
        easy.setPointer(CURLOPT_READDATA, me)
        easy.setPointer(CURLOPT_SEEKDATA, me)
        easy.setPointer(CURLOPT_PREREQDATA, me)
        easy.setFunction(CURLOPT_WRITEFUNCTION) { bytes, size, count, me in
            HTTPTransfer.from(me)?.receive(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        easy.setFunction(CURLOPT_HEADERFUNCTION) { bytes, size, count, me in
            HTTPTransfer.from(me)?.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        easy.setFunction(CURLOPT_READFUNCTION) { bytes, size, count, me in
            HTTPTransfer.from(me)?.send(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
                ?? Int(CURL_READFUNC_ABORT)
        }
        // A stream cannot go back: the owner opens the content again.
        easy.setSeekFunction { _, _, _ in CURL_SEEKFUNC_FAIL }
        easy.setPrerequestFunction { me, _, _, _, _ in
            HTTPTransfer.from(me)?.aboutToSend() ?? CURL_PREREQFUNC_ABORT
        }
    }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> HTTPTransfer? {
        pointer.map { Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func configureBody(_ easy: inout Easy) {
        // The handle may come from another transfer. The order matters: POSTFIELDS, even without any, makes it a POST
        // and GET undoes that.
        easy.setPointer(CURLOPT_POSTFIELDS, nil)
        easy.setOffset(CURLOPT_POSTFIELDSIZE_LARGE, -1)
        easy.setOffset(CURLOPT_INFILESIZE_LARGE, -1)
        easy.set(CURLOPT_HTTPGET, true)
        switch outgoing {
        case .none:
            if request.method == .head { easy.set(CURLOPT_NOBODY, true) }
        case .bytes(let bytes):
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 8)
            copy.copyBytes(from: bytes)
            pinned = copy
            easy.set(CURLOPT_POST, true)
            easy.setOffset(CURLOPT_POSTFIELDSIZE_LARGE, Int64(bytes.count))
            easy.setPointer(CURLOPT_POSTFIELDS, copy.baseAddress)
            traffic.addSent(bytes.count)
        case .pipe(_, let length):
            easy.set(CURLOPT_UPLOAD, true)
            easy.set(CURLOPT_UPLOAD_BUFFERSIZE, 262_144)
            if let length { easy.setOffset(CURLOPT_INFILESIZE_LARGE, Int64(clamping: length)) }
        }
    }

    /// Above this size the host is asked first (RFC 9110 section 10.1.1), so that a refusal comes before the bytes.
    private static let expectThreshold: UInt64 = 1 << 20

    private func setHeaders(_ easy: inout Easy) {
        let asksFirst: Bool
        switch outgoing {
        case .none: asksFirst = false
        case .bytes(let bytes): asksFirst = UInt64(bytes.count) > Self.expectThreshold
        case .pipe(_, let length): asksFirst = length.map { $0 > Self.expectThreshold } ?? true
        }
        for field in request.headers.fields {
            // libcurl writes a field without a value only when its name ends in a semicolon (CURLOPT_HTTPHEADER).
            append(field.value.isEmpty ? field.name + ";" : field.name + ": " + field.value)
        }
        // A name with nothing after the colon keeps libcurl from writing that field.
        if !asksFirst || !request.asksFirst { append("Expect:") }
        if case .bytes = outgoing, request.headers["Content-Type"] == nil { append("Content-Type:") }
        if request.headers["Accept"] == nil { append("Accept: */*") }
        easy.setPointer(CURLOPT_HTTPHEADER, headerList.map { UnsafeMutableRawPointer($0) })
    }

    private func append(_ line: String) {
        headerList = curl_slist_append(headerList, line)
    }

    // MARK: While it runs

    /// libcurl sends a request again by itself when the connection it had kept, or shared with other requests, turns
    /// out to be closed. Doing the same thing twice does no harm when it is said; but POST means something new each time,
    /// and of a MOVE some servers remove the destination before they miss the source.
    private func aboutToSend() -> Int32 {
        unanswered += 1
        sentAtAll = true
        // The answer to a large body comes when all of it has been sent.
        if case .none = contact { contact = outgoing.isLarge ? .made : .sending }
        guard unanswered > 1, !request.method.isSafe else { return CURL_PREREQFUNC_OK }
        wasRepeated = true
        guard request.method == .post || request.method == .move else { return CURL_PREREQFUNC_OK }
        refusal = TransportError(
            .connectionLost, "\(request.address.origin) closed the connection without an answer.",
            requestMayHaveBeenProcessed: true)
        return CURL_PREREQFUNC_ABORT
    }

    private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
        unanswered = 0
        contact = .made
        traffic.addReceived(line.count)
        if head.take(line) { return line.count }
        refusal = TransportError(
            .malformed, "\(request.address.origin) sends a header section that is none or is too large.")
        return -1
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        switch incoming {
        case .memory(let limit):
            guard body.count + bytes.count <= limit else {
                refusal = TransportError(
                    .tooLarge, "The answer of \(request.address) is larger than \(limit) bytes.",
                    requestMayHaveBeenProcessed: true)
                return -1
            }
            body.append(contentsOf: bytes)
        case .pipe(let pipe):
            guard pipe.offer(bytes, after: head) else { return Int(CURL_WRITEFUNC_PAUSE) }
        }
        traffic.addReceived(bytes.count)
        return bytes.count
    }

    private func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard case .pipe(let pipe, _) = outgoing else { return 0 }
        let count = pipe.take(into: buffer)
        if count > 0, count <= buffer.count { traffic.addSent(count) }
        return count
    }

    // MARK: The end

    func finish(_ code: CURLcode, _ easy: Easy?) {
        errorText.detach(from: easy)
        if case .pipe(let pipe, _) = outgoing { pipe.close() }
        traffic.addRequest(connections: easy?.long(CURLINFO_NUM_CONNECTS) ?? 0)
        completion(result(code))
    }

    private func result(_ code: CURLcode) -> Result<Answer, TransportError> {
        if let refusal { return .failure(refusal) }
        if code == CURLE_OK {
            guard head.status >= 200 else {
                return .failure(TransportError(.malformed, "\(request.address.origin) gave no final answer."))
            }
            return .success(Answer(head: head, body: body, wasRepeated: wasRepeated))
        }
        // A host that refuses a large body may close while it is still being sent; its answer says why.
        let brokeWhileSending = code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_SEND_FAIL_REWIND
        if brokeWhileSending, head.isComplete, head.status >= 400 {
            return .success(Answer(head: head, body: [], wasRepeated: wasRepeated))
        }
        return .failure(CurlFailure.error(code, errorText, request.address.origin, sent: sentAtAll))
    }
}
