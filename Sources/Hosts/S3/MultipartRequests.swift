internal import Digests
internal import Hosting
internal import RemoteHosting
internal import Transport

/// A part that the service has.
struct UploadedPart: Equatable {
    let number: Int
    /// Without its quotes.
    let etag: String
    /// In bytes.
    let byteCount: UInt64
    /// Whether its ETag is the checksum of what was sent.
    var isChecked = true
}

/// The requests of an upload in parts.
extension S3Client {
    /// Begins one (CreateMultipartUpload).
    ///
    /// - Returns: its identifier.
    func beginUpload(_ key: String, headers: HTTPHeaders) async throws(StoreError) -> String {
        let answer = try await demand(
            .post, key: key, query: [("uploads", "")], headers: headers, body: [], trying: "begin the upload of \(key)")
        guard let id = try S3XMLReader.root(answer.body).text(of: "UploadId"), !id.isEmpty else {
            throw StoreError(.unavailable, "the service begins the upload of \(key) without a name for it")
        }
        return id
    }

    /// Sends a part (UploadPart) and holds the service's checksum of it against ours.
    func uploadPart(_ number: Int, of id: String, to key: String, _ bytes: [UInt8], md5: String)
        async throws(StoreError) -> UploadedPart
    {
        let answer = try await demand(
            .put, key: key, query: [("partNumber", String(number)), ("uploadId", id)], body: bytes,
            trying: "upload part \(number) of \(key)")
        guard let etag = answer.headers["ETag"].map(S3Object.unquoted), !etag.isEmpty else {
            throw StoreError(.unavailable, "the service gives part \(number) of \(key) no ETag")
        }
        guard etag == md5 || !MD5.isDigest(etag) || answer.encryptsOtherwise else {
            throw StoreError(.refused, "part \(number) of \(key) did not arrive as it was sent")
        }
        return UploadedPart(
            number: number, etag: etag, byteCount: UInt64(bytes.count), isChecked: etag == md5)
    }

    /// Ends an upload without an object (AbortMultipartUpload).
    func abortUpload(_ id: String, of key: String) async throws(StoreError) {
        _ = try await demand(
            .delete, key: key, query: [("uploadId", id)], trying: "give up the unfinished upload of \(key)")
    }

    /// The names of the unfinished uploads to a key (ListMultipartUploads); of very many the first thousand.
    func unfinishedUploads(to key: String) async throws(StoreError) -> [String] {
        let outcome = try await send(.get, query: [("uploads", ""), ("prefix", key), ("encoding-type", "url")])
        let root: S3Element
        switch outcome {
        case .done(let answer): root = try S3XMLReader.root(answer.body)
        // rclone says so when there is none; others do not have this request.
        case .failed(let failure, _) where failure.status == 404 || failure.status == 501: return []
        case .failed(let failure, _): throw failure.error(trying: "list the unfinished uploads")
        }
        let isEncoded = root.text(of: "EncodingType") == "url"
        return root.all("Upload").compactMap { entry in
            guard let text = entry.text(of: "Key"), let found = isEncoded ? Self.decoded(text) : text,
                found.utf8.elementsEqual(key.utf8), let id = entry.text(of: "UploadId"), !id.isEmpty
            else { return nil }
            return id
        }
    }

    /// The parts the service has of an upload (ListParts), by number.
    func parts(of id: String, to key: String) async throws(StoreError) -> [Int: UploadedPart] {
        var parts: [Int: UploadedPart] = [:]
        var marker = 0
        while true {
            let answer = try await demand(
                .get, key: key, query: [("uploadId", id), ("part-number-marker", String(marker))],
                trying: "list what is there of \(key)")
            let root = try S3XMLReader.root(answer.body)
            for entry in root.all("Part") {
                guard let number = entry.text(of: "PartNumber").flatMap({ Int($0) }),
                    let etag = entry.text(of: "ETag"), let count = entry.text(of: "Size").flatMap({ UInt64($0) })
                else { continue }
                parts[number] = UploadedPart(number: number, etag: S3Object.unquoted(etag), byteCount: count)
            }
            let next = root.text(of: "NextPartNumberMarker") ?? ""
            guard root.text(of: "IsTruncated") == "true" else { return parts }
            guard let number = Int(next), number > marker else {
                throw StoreError(.unavailable, "the service breaks off the list of parts of \(key)")
            }
            marker = number
        }
    }

    /// Makes an object of the parts (CompleteMultipartUpload).
    func completeUpload(_ id: String, of key: String, _ parts: [UploadedPart], headers: HTTPHeaders)
        async throws(StoreError) -> Outcome
    {
        var text = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        for part in parts {
            let etag = part.etag.split(separator: "&").joined(separator: "&amp;").split(separator: "<")
                .joined(separator: "&lt;")
            text += "<Part><PartNumber>\(part.number)</PartNumber><ETag>\"\(etag)\"</ETag></Part>"
        }
        text += "</CompleteMultipartUpload>"
        let outcome = try await send(
            .post, key: key, query: [("uploadId", id)], headers: headers, body: Array(text.utf8))
        // The service may begin its answer before it knows the outcome.
        if case .done(let answer) = outcome, try S3XMLReader.root(answer.body).name == "Error" {
            return .failed(S3Failure(status: 500, body: answer.body), mayBeEcho: true)
        }
        return outcome
    }
}

extension S3Client.Answer {
    /// Whether the service encrypts with a key of its own kind, so that its ETags are no MD5 of what was sent.
    var encryptsOtherwise: Bool {
        headers["x-amz-server-side-encryption"]?.hasPrefix("aws:kms") == true
            || headers["x-amz-server-side-encryption-customer-algorithm"] != nil
    }
}
