internal import CCurl
internal import Items

/// One SFTP operation on a libcurl handle.
///
/// Unchecked: after it has been given to the loop, only the loop's thread touches its variables.
final class SFTPTransfer: Transfer, @unchecked Sendable {
    enum Work {
        /// Commands as CURLOPT_QUOTE takes them; the first that fails ends it.
        case commands([String])
        case list(path: String)
        case status(path: String)
        case upload(path: String, UploadPipe, length: UInt64?)
        case download(path: String, DownloadPipe)
    }

    /// libcurl has no word for asking the size of a file alone. Asked to resume behind the end of one, it looks, says
    /// in its error how large the file is, and keeps the connection.
    private static let beyondAnyFile: Int64 = 1 << 62

    /// sshd takes connections as they come; how many there are is limited by the number of transfers.
    var contact: Contact { .made }

    struct Answer: Sendable {
        let body: [UInt8]
        let byteCount: UInt64?
        let modified: Int64
    }

    private let work: Work
    private let connection: SFTPConnectionSettings
    private let traffic: TrafficCounters
    private let completion: TransferCompletion<Answer>
    private var commands: UnsafeMutablePointer<curl_slist>?
    private let errorText = ErrorText()
    private var body: [UInt8] = []
    private var refusal: TransportError?

    init(
        _ work: Work, _ connection: SFTPConnectionSettings, traffic: TrafficCounters,
        completion: @escaping TransferCompletion<Answer>
    ) {
        self.work = work
        self.connection = connection
        self.traffic = traffic
        self.completion = completion
    }

    deinit { curl_slist_free_all(commands) }

    func configure(_ easy: inout Easy) {
        connection.configure(&easy)
        // The handle may come from another transfer.
        easy.set(CURLOPT_UPLOAD, false)
        easy.set(CURLOPT_NOBODY, false)
        easy.set(CURLOPT_FILETIME, false)
        easy.setOffset(CURLOPT_INFILESIZE_LARGE, -1)
        easy.setOffset(CURLOPT_RESUME_FROM_LARGE, 0)
        easy.setPointer(CURLOPT_QUOTE, nil)
        switch work {
        case .commands(let lines):
            easy.set(CURLOPT_URL, connection.url(path: "/"))
            easy.set(CURLOPT_NOBODY, true)
            for line in lines { commands = curl_slist_append(commands, line) }
            easy.setPointer(CURLOPT_QUOTE, commands.map { UnsafeMutableRawPointer($0) })
        case .list(let path):
            easy.set(CURLOPT_URL, connection.url(path: path.hasSuffix("/") ? path : path + "/"))
        case .status(let path):
            easy.set(CURLOPT_URL, connection.url(path: path))
            easy.set(CURLOPT_FILETIME, true)
            easy.setOffset(CURLOPT_RESUME_FROM_LARGE, Self.beyondAnyFile)
        case .upload(let path, _, let length):
            easy.set(CURLOPT_URL, connection.url(path: path))
            easy.set(CURLOPT_UPLOAD, true)
            easy.set(CURLOPT_UPLOAD_BUFFERSIZE, 262_144)
            if let length { easy.setOffset(CURLOPT_INFILESIZE_LARGE, Int64(clamping: length)) }
        case .download(let path, _):
            easy.set(CURLOPT_URL, connection.url(path: path))
        }
        errorText.attach(to: &easy)
        let me = Unmanaged.passUnretained(self).toOpaque()
        easy.setPointer(CURLOPT_WRITEDATA, me)
        easy.setPointer(CURLOPT_HEADERDATA, me)
        easy.setPointer(CURLOPT_READDATA, me)
        easy.setPointer(CURLOPT_SSH_KEYDATA, me)
        easy.setFunction(CURLOPT_WRITEFUNCTION) { bytes, size, count, me in
            SFTPTransfer.from(me)?.receive(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        // What a command prints.
        easy.setFunction(CURLOPT_HEADERFUNCTION) { bytes, size, count, me in
            SFTPTransfer.from(me)?.receive(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        easy.setFunction(CURLOPT_READFUNCTION) { bytes, size, count, me in
            SFTPTransfer.from(me)?.send(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
                ?? Int(CURL_READFUNC_ABORT)
        }
        easy.setKeyFunction { _, _, found, match, me in
            SFTPTransfer.from(me)?.judge(found, match) ?? Int32(CURLKHSTAT_REJECT.rawValue)
        }
    }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> SFTPTransfer? {
        pointer.map { Unmanaged<SFTPTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Takes the host's key only when the known-hosts file has it: neither a new nor another one.
    private func judge(_ found: UnsafePointer<curl_khkey>?, _ match: curl_khmatch) -> Int32 {
        if match == CURLKHMATCH_OK { return Int32(CURLKHSTAT_FINE.rawValue) }
        var shown = ""
        if let found, let key = found.pointee.key, found.pointee.len > 0 {
            let bytes = Array(UnsafeRawBufferPointer(start: key, count: found.pointee.len))
            let text = Base64.encode(Fingerprint(of: bytes).bytes).split(separator: "=").joined()
            shown = " It shows SHA256:\(text)."
        }
        refusal = TransportError(
            .untrusted,
            match == CURLKHMATCH_MISMATCH
                ? "\(connection.origin) shows another key than the known-hosts file has for it: it is another "
                    + "machine, or somebody stands between.\(shown)"
                : "The key of \(connection.origin) is not in the known-hosts file; connect once with ssh and compare "
                    + "it.\(shown)")
        return Int32(CURLKHSTAT_REJECT.rawValue)
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        if case .download(_, let pipe) = work {
            guard pipe.offer(bytes, after: ResponseHead()) else { return Int(CURL_WRITEFUNC_PAUSE) }
        } else {
            guard body.count + bytes.count <= connection.options.responseLimit else {
                refusal = TransportError(.tooLarge, "A directory at \(connection.origin) is too large to be listed.")
                return -1
            }
            body.append(contentsOf: bytes)
        }
        traffic.addReceived(bytes.count)
        return bytes.count
    }

    private func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard case .upload(_, let pipe, _) = work else { return 0 }
        let count = pipe.take(into: buffer)
        if count > 0, count <= buffer.count { traffic.addSent(count) }
        return count
    }

    func finish(_ code: CURLcode, _ easy: Easy?) {
        if case .upload(_, let pipe, _) = work { pipe.close() }
        traffic.addRequest(connections: easy?.long(CURLINFO_NUM_CONNECTS) ?? 0)
        errorText.detach(from: easy)
        if let refusal {
            completion(.failure(refusal))
        } else if case .status = work, code == CURLE_BAD_DOWNLOAD_RESUME,
            let size = Self.sizeInError(errorText.text ?? "")
        {
            let modified = easy?.offset(CURLINFO_FILETIME_T) ?? -1
            completion(.success(Answer(body: body, byteCount: size, modified: modified)))
        } else if code == CURLE_OK {
            completion(.success(Answer(body: body, byteCount: nil, modified: -1)))
        } else {
            completion(.failure(SFTPFailure.error(code, errorText, connection.origin)))
        }
    }

    /// The last number in parentheses.
    private static func sizeInError(_ text: String) -> UInt64? {
        guard text.last == ")", let start = text.lastIndex(of: "(") else { return nil }
        return UInt64(text[text.index(after: start)...].dropLast())
    }
}

/// What libcurl says of an SFTP operation, as errors of this module. The status of the server (draft section 7) is only
/// in its words.
enum SFTPFailure {
    static func error(_ code: CURLcode, _ details: ErrorText, _ origin: Origin) -> TransportError {
        let place = "at \(origin)"
        let text = details.text ?? ""
        switch code {
        case CURLE_LOGIN_DENIED:
            return TransportError(
                .notPermitted,
                "\(origin) does not let this user in. An RSA key cannot be used here: take one of type ed25519.")
        case CURLE_REMOTE_FILE_NOT_FOUND: return TransportError(.notFound, "There is no such file \(place).")
        case CURLE_REMOTE_ACCESS_DENIED: return TransportError(.notPermitted, "That is not allowed \(place).")
        case CURLE_REMOTE_DISK_FULL: return TransportError(.noRoom, "There is no room left \(place).")
        case CURLE_QUOTE_ERROR, CURLE_SSH, CURLE_UPLOAD_FAILED, CURLE_REMOTE_FILE_EXISTS, CURLE_READ_ERROR,
            CURLE_SEND_ERROR, CURLE_RECV_ERROR:
            for (words, code, sentence) in table where text.contains(words) {
                return TransportError(code, "\(sentence) \(place).")
            }
            if code == CURLE_QUOTE_ERROR || code == CURLE_REMOTE_FILE_EXISTS {
                return TransportError(.rejected, "The server refuses that \(place).")
            }
            return CurlFailure.error(code, details, origin, sent: true)
        default: return CurlFailure.error(code, details, origin, sent: true)
        }
    }

    private static let table: [(String, TransportError.Code, String)] = [
        ("No such file", .notFound, "There is no such file or folder"),
        ("Permission denied", .notPermitted, "That is not allowed"),
        ("File already exists", .alreadyExists, "There is something of that name"),
        ("Disk full", .noRoom, "There is no room left"), ("quota exceeded", .noRoom, "There is no room left"),
        ("write protected", .notPermitted, "That is not allowed"),
        ("Operation failed", .rejected, "The server refuses that"),
    ]
}
