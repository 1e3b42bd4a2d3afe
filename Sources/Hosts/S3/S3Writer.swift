internal import Digests
internal import Hosting
internal import Items
internal import RemoteHosting
internal import Synchronization
internal import Transport

/// Puts content at keys: in one request where it is small, else in parts. An object exists whole or not at all.
struct S3Writer: Sendable {
    /// What a key must hold before it is written.
    enum Condition {
        case nothing
        case object(etag: String)
    }

    /// Below this size content goes out in one request, else in parts of at least this size. AWS takes no parts below
    /// 5 MiB.
    static let pieceSize = 8 << 20

    /// The most bytes of content in memory. Each part is held until it has arrived, to be sent again if it must.
    static let memory = 3 * pieceSize

    /// An object, and how it was made sure of.
    typealias Written = (object: S3Object, evidence: Evidence)

    let client: S3Client
    private let budget = MemoryBudget(total: memory)
    private let turns = NameTurns()
    let habits = ServiceHabits()

    init(client: S3Client) { self.client = client }

    /// Writes an object.
    ///
    /// - Returns: the object, and how it was made sure of.
    /// - Throws: `.alreadyExists` or `.preconditionFailed` when the condition does not hold, `.source` when the content
    ///   fails; the object then is as it was.
    func write(_ content: any ContentBody, to key: String, modified: Int64?, if condition: Condition)
        async throws(StoreError) -> Written
    {
        try await turns.with(key) { () async throws(StoreError) in
            let pieces = try ContentPieces(content, size: Self.partSize(for: content.byteCount), budget: budget)
            if let whole = try await Self.whole(pieces) {
                return try await put(whole, to: key, modified: modified, if: condition)
            }
            let upload = PartsUpload(
                client: client, key: key, content: content, isConditional: habits.conditions == .kept)
            return try await upload.run(pieces, headers: Self.metadata(modified), if: condition)
        }
    }

    /// The whole content, if it is smaller than a piece. Else nothing here keeps the first piece, so that its room is
    /// free as soon as it has arrived.
    private static func whole(_ pieces: ContentPieces) async throws(StoreError) -> ContentPiece? {
        let first = try await pieces.next()
        if first.bytes.count < pieces.size { return first }
        pieces.unread(first)
        return nil
    }

    /// The size of each part but the last, in bytes: whole MiB, so that there are not too many parts.
    static func partSize(for byteCount: UInt64?) -> Int {
        let smallest = Int(clamping: (byteCount ?? 0) / UInt64(PartsUpload.maximumParts - 1))
        return max(pieceSize, (smallest >> 20 + 1) << 20)
    }

    /// The time of last change as rclone keeps it: seconds since 1970, in `x-amz-meta-mtime`.
    private static func metadata(_ modified: Int64?) -> HTTPHeaders {
        modified.map { ["x-amz-meta-mtime": String($0)] } ?? [:]
    }

    // MARK: One request

    private func put(_ piece: ContentPiece, to key: String, modified: Int64?, if condition: Condition)
        async throws(StoreError) -> Written
    {
        let bytes = piece.bytes
        var headers = Self.metadata(modified)
        headers["x-amz-checksum-sha256"] = Base64.encode(SignatureV4.sha256(bytes))
        let object = S3Object(etag: Hexadecimal.text(try MD5.digest(bytes)), byteCount: UInt64(bytes.count))
        if habits.conditions != .kept || !condition.isNothing {
            try condition.check(try await client.head(key), at: key)
        }
        if habits.conditions != .unknown {
            guard habits.conditions == .kept else { return try await send(bytes, to: key, headers, object) }
            return try await sendConditionally(bytes, to: key, headers, object, condition)
        }
        let stored = try await sendConditionally(bytes, to: key, headers, object, condition)
        if habits.conditions == .unknown, condition.isNothing {
            try await habits.learn(client, key: key, bytes: bytes, headers: headers)
        }
        return stored
    }

    private func sendConditionally(
        _ bytes: [UInt8], to key: String, _ headers: HTTPHeaders, _ object: S3Object, _ condition: Condition
    ) async throws(StoreError) -> Written {
        var conditional = headers
        condition.add(to: &conditional)
        switch try await client.send(.put, key: key, headers: conditional, body: bytes) {
        case .done(let answer): return try await confirmed(answer, bytes, at: key, object)
        case .failed(let failure, _) where failure.isConditionUnknown:
            habits.conditions = .ignored
            return try await send(bytes, to: key, headers, object)
        case .failed(let failure, let mayBeEcho) where failure.status == 412 || failure.status == 409:
            // Two writers at once get 409 (ConditionalRequestConflict), and one of them an object.
            let found = try await client.head(key)
            if mayBeEcho, let found, found == object { return (found, .checksum) }
            try condition.check(found, at: key)
            throw failure.error(trying: "store \(key)")
        case .failed(let failure, _): throw failure.error(trying: "store \(key)")
        }
    }

    private func send(_ bytes: [UInt8], to key: String, _ headers: HTTPHeaders, _ object: S3Object)
        async throws(StoreError) -> Written
    {
        let answer = try await client.demand(.put, key: key, headers: headers, body: bytes, trying: "store \(key)")
        return try await confirmed(answer, bytes, at: key, object)
    }

    /// Makes sure that the service has what was sent: its ETag is the MD5 of it, or else reading back gives it.
    private func confirmed(_ answer: S3Client.Answer, _ bytes: [UInt8], at key: String, _ object: S3Object)
        async throws(StoreError) -> Written
    {
        if let etag = answer.headers["ETag"], S3Object.unquoted(etag) == object.etag { return (object, .checksum) }
        guard let found = try await client.head(key), found.byteCount == object.byteCount else {
            throw StoreError(.unavailable, "\(key) did not arrive as it was sent")
        }
        if found.etag == object.etag { return (found, .checksum) }
        guard try client.holds(Fingerprint(of: bytes), at: key, found) else {
            throw StoreError(.unavailable, "\(key) did not arrive as it was sent")
        }
        return (found, .content)
    }
}

extension S3Client {
    /// Whether reading an object gives content of this fingerprint.
    func holds(_ fingerprint: Fingerprint, at key: String, _ object: S3Object) throws(StoreError) -> Bool {
        do { return try content(of: key, byteCount: object.byteCount).fingerprint() == fingerprint } catch {
            throw StoreError(.unavailable, "\(key) cannot be read back: \(error)")
        }
    }
}

extension S3Writer.Condition {
    var isNothing: Bool {
        if case .nothing = self { true } else { false }
    }

    /// Adds the field that has the service check it (RFC 9110 sections 13.1.1 and 13.1.2).
    func add(to headers: inout HTTPHeaders) {
        switch self {
        case .nothing: headers["If-None-Match"] = "*"
        case .object(let etag): headers["If-Match"] = "\"\(etag)\""
        }
    }

    /// Checks it against what is there.
    func check(_ found: S3Object?, at key: String) throws(StoreError) {
        switch self {
        case .nothing:
            if found != nil { throw StoreError(.alreadyExists, "there is a \(key) already") }
        case .object(let etag):
            guard found?.etag == etag else {
                throw StoreError(.preconditionFailed, "\(key) has changed or is gone")
            }
        }
    }
}
