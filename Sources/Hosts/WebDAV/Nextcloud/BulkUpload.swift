internal import Digests
internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// The body of `POST /remote.php/dav/bulk` (developer manual of Nextcloud, "Bulk upload"): multipart/related in which
/// every part has its path, its length and its MD5, which the server checks.
struct BulkBody {
    /// A part.
    struct Part {
        /// From the top of the account's files, with a leading `/`.
        let path: String
        let bytes: [UInt8]
        let modified: Int64?
    }

    static let boundary = "degoogle-2f1c8b0e5a7d4936"
    static let contentType = "multipart/related; boundary=" + boundary

    /// Whether a path can stand in a header and comes back as it was: the server trims it.
    static func canCarry(_ path: String) -> Bool {
        guard let last = path.utf8.last, last != 0x20 else { return false }
        return path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// The whole body.
    static func bytes(_ parts: [Part]) throws(StoreError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(parts.reduce(64) { $0 + $1.bytes.count + 300 })
        for part in parts {
            let checksum = Hexadecimal.text(try MD5.digest(part.bytes))
            var lines = ["--\(boundary)", "X-File-Path: \(part.path)", "X-File-MD5: \(checksum)"]
            // Nextcloud stores the file and then fails on a time in the first day of 1970.
            if let modified = part.modified, modified > KeptTime.tooEarly {
                lines += ["X-File-Mtime: \(modified)", "X-OC-Mtime: \(modified)"]
            }
            lines += ["Content-Length: \(part.bytes.count)", "", ""]
            result += Array(lines.joined(separator: "\r\n").utf8)
            result += part.bytes
            result += Array("\r\n".utf8)
        }
        result += Array("--\(boundary)--\r\n".utf8)
        return result
    }
}

/// Stores many small files by one request.
struct BulkUpload: Sendable {
    let server: NextcloudServer
    /// The path of the file tree below the account's files: empty, or beginning with `/`.
    let prefix: String

    /// The server holds a part in memory, and the desktop client sends a hundred at a time.
    static let limits = BatchLimits(count: 100, byteCount: 16 << 20, resourceByteCount: 1 << 20)

    func path(of href: Href) -> String { "\(prefix)/\(href.path)" }

    /// What a server says of files sent together.
    struct Answer {
        /// The ETags of those that are stored now, by their path; one that is missing was refused.
        var etags: [String: ETag] = [:]
        /// Whether the server or a gateway before it gave up on so many at once: then nobody knows which are stored.
        var gaveUp = false
    }

    /// Sends the files, once: what has the path of one is overwritten, and after a failure that may be somebody else's.
    ///
    /// - Throws: what the status means when it is no success.
    func send(_ parts: [BulkBody.Part]) async throws(StoreError) -> Answer {
        try await server.client.turns.with { () async throws(StoreError) in try await request(parts) }
    }

    private func request(_ parts: [BulkBody.Part]) async throws(StoreError) -> Answer {
        let address = try server.address(["remote.php", "dav", "bulk"])
        let headers: HTTPHeaders = ["Content-Type": BulkBody.contentType, "Accept": "application/json"]
        let answer = try await server.client.once(
            HTTPRequest(.post, address, headers: headers), body: .bytes(try BulkBody.bytes(parts)))
        guard let answer else { return Answer(gaveUp: true) }
        guard !RetryPolicy.retriedStatuses.contains(answer.status) else {
            server.client.turns.note(failure: Outcome(answer).message)
            return Answer(gaveUp: true)
        }
        // 400 comes with what was stored before the part that could not be read.
        guard answer.status == 200 || answer.status == 400 else {
            throw Outcome(answer).error(trying: "store \(parts.count) files")
        }
        guard case .object(let results)? = JSONValue(answer.body) else { return Answer() }
        let etags = results.compactMapValues { result -> ETag? in
            guard result["error"]?.flag == false, let etag = result["etag"]?.text else { return nil }
            return ETag(FileState.opaque(etag))
        }
        for result in results.values { server.client.turns.note(failure: result["message"]?.text) }
        return Answer(etags: etags)
    }
}
