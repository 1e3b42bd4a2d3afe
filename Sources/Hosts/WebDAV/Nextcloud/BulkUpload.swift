internal import CCrypto
internal import Hosting
internal import Items
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
    static func bytes(_ parts: [Part]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(parts.reduce(64) { $0 + $1.bytes.count + 300 })
        for part in parts {
            var lines = [
                "--\(boundary)", "X-File-Path: \(part.path)", "X-File-MD5: \(Checksum.md5(part.bytes))",
            ]
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

/// Checksums that other programs ask for; none of them proves anything against an attacker.
enum Checksum {
    /// MD5 (RFC 1321) in hexadecimal digits.
    static func md5(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 16)
        var count: UInt32 = 16
        EVP_Digest(bytes, bytes.count, &digest, &count, EVP_md5(), nil)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
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

    /// Sends the files. What has the path of one is overwritten. What failed because the database was locked is sent
    /// again when nothing else changes it.
    ///
    /// - Throws: what the status means when it is no success.
    func send(_ parts: [BulkBody.Part]) async throws(StoreError) -> Answer {
        let turns = server.client.turns
        let (first, isLocked) = try await turns.with { () async throws(StoreError) in try await request(parts) }
        guard isLocked else { return first }
        let missing = parts.filter { first.etags[$0.path] == nil }
        var (answer, _) = try await turns.alone { () async throws(StoreError) in try await request(missing) }
        answer.etags.merge(first.etags) { again, _ in again }
        return answer
    }

    private func request(_ parts: [BulkBody.Part]) async throws(StoreError) -> (Answer, isLocked: Bool) {
        let address = try server.address(["remote.php", "dav", "bulk"])
        let headers: HTTPHeaders = ["Content-Type": BulkBody.contentType, "Accept": "application/json"]
        let answer = try await server.client.send(
            HTTPRequest(.post, address, headers: headers), body: .bytes(BulkBody.bytes(parts)), tellingFailure: true)
        if answer.status == 500 || answer.status == 504 {
            return (Answer(gaveUp: true), server.client.turns.note(failure: Outcome(answer).message))
        }
        // 400 comes with what was stored before the part that could not be read.
        guard answer.status == 200 || answer.status == 400 else {
            throw Outcome(answer).error(trying: "store \(parts.count) files")
        }
        guard case .object(let results)? = JSONValue(answer.body) else { return (Answer(), false) }
        let etags = results.compactMapValues { result -> ETag? in
            guard result["error"]?.flag == false, let etag = result["etag"]?.text else { return nil }
            return ETag(FileState.opaque(etag))
        }
        var isLocked = false
        for result in results.values where server.client.turns.note(failure: result["message"]?.text) {
            isLocked = true
        }
        return (Answer(etags: etags), isLocked)
    }
}
