internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// Sends requests about one bucket: signed, tried again as the policy says, with the region found out when the service
/// tells it.
struct S3Client: Sendable {
    let http: PatientClient
    let location: S3Location
    let signature: SignatureV4

    /// An answer, and whether an earlier try may have been carried out although its answer was lost.
    struct Answer {
        let headers: HTTPHeaders
        let body: [UInt8]
    }

    /// What became of a request.
    enum Outcome {
        case done(Answer)
        /// The service said no. With `mayBeEcho` an earlier try may have been carried out, so that this may be what
        /// the service says to a repetition.
        case failed(S3Failure, mayBeEcho: Bool)
    }

    static let emptyPayload = Hexadecimal.text(SignatureV4.sha256([]))

    /// Content up to this size goes out as one piece that is not paused.
    private static let smallBody = 65_536

    /// Sends a request.
    ///
    /// - Parameters:
    ///   - key: of the object; `nil` for the bucket.
    ///   - query: names and values in plain text.
    ///   - body: what is sent, already in memory.
    func send(
        _ method: HTTPMethod, key: String? = nil, query: [(String, String)] = [], headers: HTTPHeaders = [:],
        body: [UInt8]? = nil
    ) async throws(StoreError) -> Outcome {
        var headers = headers
        headers[SignatureV4.payloadField] = body.map { Hexadecimal.text(SignatureV4.sha256($0)) } ?? Self.emptyPayload
        let request = HTTPRequest(method, try address(key: key, query: query), headers: headers)
        let content: RequestBody
        switch body {
        case nil: content = .none
        case .some(let bytes) where bytes.count <= Self.smallBody: content = .bytes(bytes)
        case .some(let bytes): content = .stream(BytesBody(bytes), length: UInt64(bytes.count))
        }
        do throws(TransportError) {
            let region = signature.region
            var answer = try await http.send(request, body: content)
            if answer.status == 301 || answer.status == 400 || answer.status == 403,
                let other = S3Failure(answer).region, other != region
            {
                signature.region = other
                answer = try await http.send(request, body: content)
            }
            if answer.isSuccess { return .done(Answer(headers: answer.headers, body: answer.body)) }
            return .failed(S3Failure(answer), mayBeEcho: answer.earlierTryMayHaveBeenProcessed)
        } catch { throw StoreError(error) }
    }

    /// Sends a request that must succeed.
    ///
    /// - Parameter action: what is tried, for the error.
    func demand(
        _ method: HTTPMethod, key: String? = nil, query: [(String, String)] = [], headers: HTTPHeaders = [:],
        body: [UInt8]? = nil, trying action: String
    ) async throws(StoreError) -> Answer {
        switch try await send(method, key: key, query: query, headers: headers, body: body) {
        case .done(let answer): return answer
        case .failed(let failure, _): throw failure.error(trying: action)
        }
    }

    /// The content of an object, received while it is read.
    func content(of key: String, byteCount: UInt64) throws(StoreError) -> any ContentBody & Sendable {
        http.client.content(
            at: try address(key: key, query: []), headers: [SignatureV4.payloadField: Self.emptyPayload],
            byteCount: byteCount)
    }

    private func address(key: String?, query: [(String, String)]) throws(StoreError) -> RemoteAddress {
        do throws(TransportError) {
            var address = location.root
            if let key {
                // Bytes, because a `/` followed by a combining mark is no `/` to a Character.
                address = try address.appending(
                    key.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
                        .map { String(decoding: $0, as: UTF8.self) })
            }
            guard !query.isEmpty else { return address }
            let pairs = query.map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }
            return try address.with(query: pairs.sorted().joined(separator: "&"))
        } catch { throw StoreError(error) }
    }
}

/// What a service says of an object.
struct S3Object: Equatable {
    /// Without its quotes.
    let etag: String
    /// In bytes.
    let byteCount: UInt64

    static func unquoted(_ etag: String) -> String {
        etag.hasPrefix("\"") && etag.hasSuffix("\"") && etag.utf8.count >= 2
            ? String(etag.dropFirst().dropLast()) : etag
    }
}

extension S3Client {
    /// What the service says of an object; `nil` when there is none (HeadObject).
    func head(_ key: String) async throws(StoreError) -> S3Object? {
        switch try await send(.head, key: key) {
        case .failed(let failure, _) where failure.status == 404: return nil
        case .failed(let failure, _): throw failure.error(trying: "look at \(key)")
        case .done(let answer):
            guard let etag = answer.headers["ETag"],
                let count = answer.headers["Content-Length"].flatMap({ UInt64($0) })
            else { throw StoreError(.unavailable, "the service tells neither ETag nor size of \(key)") }
            return S3Object(etag: S3Object.unquoted(etag), byteCount: count)
        }
    }

    /// Removes an object; that there is none is no error (DeleteObject).
    func delete(_ key: String) async throws(StoreError) {
        _ = try await demand(.delete, key: key, trying: "remove \(key)")
    }
}
