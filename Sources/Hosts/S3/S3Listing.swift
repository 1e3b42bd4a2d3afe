internal import Hosting
internal import Transport

/// What lies directly below a prefix.
struct S3Listing {
    /// The objects by their names after the prefix.
    var objects: [(name: String, object: S3Object)] = []
    /// The names that other keys have before their next `/`.
    var folders: [String] = []
}

extension S3Client {
    /// Lists what lies directly below a prefix (ListObjectsV2 with a delimiter), page by page.
    ///
    /// - Parameter limit: stops after the first page of so many keys; for looking whether the bucket can be listed.
    func list(_ prefix: String, limit: Int? = nil) async throws(StoreError) -> S3Listing {
        var listing = S3Listing()
        var token: String?
        var seen: Set<String> = []
        while true {
            var query = [("list-type", "2"), ("delimiter", "/"), ("encoding-type", "url"), ("prefix", prefix)]
            if let token { query.append(("continuation-token", token)) }
            if let limit { query.append(("max-keys", String(limit))) }
            let answer: Answer
            switch try await send(.get, query: query) {
            case .done(let page): answer = page
            // Some services that keep objects as files take a missing folder for an error.
            case .failed(let failure, _) where failure.code == "NoSuchKey": return listing
            case .failed(let failure, _): throw failure.error(trying: "list \(location.bucket)/\(prefix)")
            }
            let page = try S3XMLReader.root(answer.body)
            guard page.name == "ListBucketResult" else {
                throw StoreError(.unavailable, "the service answers to a listing with \(page.name)")
            }
            try add(page, below: prefix, to: &listing)
            guard limit == nil, page.text(of: "IsTruncated") == "true" else { return listing }
            let next = page.text(of: "NextContinuationToken")
            guard let next, !next.isEmpty, seen.insert(next).inserted else {
                throw StoreError(.unavailable, "the service breaks off the listing of \(prefix) without a way to go on")
            }
            token = next
        }
    }

    private func add(_ page: S3Element, below prefix: String, to listing: inout S3Listing) throws(StoreError) {
        let isEncoded = page.text(of: "EncodingType") == "url"
        /// The part of a key after the prefix; `nil` for the prefix itself.
        func name(_ text: String?, isFolder: Bool) throws(StoreError) -> String? {
            guard let text, let key = isEncoded ? Self.decoded(text) : text,
                key.utf8.starts(with: prefix.utf8)
            else { throw StoreError(.unavailable, "the service lists a key below \(prefix) that cannot be read") }
            var rest = key.utf8.dropFirst(prefix.utf8.count)
            if isFolder, rest.last == UInt8(ascii: "/") { rest.removeLast() }
            return rest.isEmpty || rest.contains(UInt8(ascii: "/")) ? nil : String(rest)
        }
        for entry in page.all("Contents") {
            guard let name = try name(entry.text(of: "Key"), isFolder: false) else { continue }
            guard let etag = entry.text(of: "ETag"), let count = entry.text(of: "Size").flatMap({ UInt64($0) }) else {
                throw StoreError(.unavailable, "the service lists \(prefix)\(name) without ETag or size")
            }
            listing.objects.append((name, S3Object(etag: S3Object.unquoted(etag), byteCount: count)))
        }
        for entry in page.all("CommonPrefixes") {
            if let name = try name(entry.text(of: "Prefix"), isFolder: true) { listing.folders.append(name) }
        }
    }

    /// Decodes a key of a listing with `encoding-type=url`: a plus sign is a space, as in a form; services that write
    /// `%20` write a plus sign in a key as `%2B`.
    static func decoded(_ text: String) -> String? {
        PercentEncoding.decode(text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "%20"))
    }
}
