internal import Digests
internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// One upload in parts. What an earlier run left at the service is used again: each part is known by its MD5, so it
/// does not matter whose it was.
struct PartsUpload {
    /// The most parts of an object (S3 user guide, "Amazon S3 multipart upload limits").
    static let maximumParts = 10_000
    /// The most parts under way at the same time.
    private static let parallelParts = 2

    let client: S3Client
    let key: String
    let content: any ContentBody
    /// Whether the service keeps conditions.
    let isConditional: Bool

    /// Uploads everything.
    ///
    /// - Parameters:
    ///   - pieces: the content, from its beginning.
    ///   - headers: what the object is to have beside its content.
    /// - Returns: the object; its evidence is the checksum of each part where the service tells that.
    func run(
        _ pieces: ContentPieces, headers: HTTPHeaders, if condition: S3Writer.Condition
    ) async throws(StoreError) -> S3Writer.Written {
        try condition.check(try await client.head(key), at: key)
        let earlier = try await earlierUpload(beginningWith: try await firstDigest(pieces))
        let id: String
        if let earlier { id = earlier.id } else { id = try await client.beginUpload(key, headers: headers) }
        do throws(StoreError) {
            let parts = try await send(pieces, of: id, having: earlier?.parts ?? [:])
            let object = try await complete(id, parts, if: condition)
            return (object, parts.allSatisfy(\.isChecked) ? .checksum : .size)
        } catch {
            // What the host or the person stopped goes on from here in the next run.
            guard !error.endsHost else { throw error }
            // One that was there before may be another program's, which is at work on it.
            guard earlier == nil else { throw error }
            // Why it failed matters more than an upload that cannot be given up.
            do throws(StoreError) { try await client.abortUpload(id, of: key) } catch {}
            throw error
        }
    }

    /// The MD5 of the first part. Nothing here keeps the part itself.
    private func firstDigest(_ pieces: ContentPieces) async throws(StoreError) -> String {
        let piece = try await pieces.next()
        pieces.unread(piece)
        return Hexadecimal.text(try MD5.digest(piece.bytes))
    }

    /// The unfinished upload to this key that begins as this content does and has most parts. Those of other content
    /// may be another program's, and are left as they are.
    private func earlierUpload(
        beginningWith digest: String
    ) async throws(StoreError) -> (id: String, parts: [Int: UploadedPart])? {
        var best: (id: String, parts: [Int: UploadedPart])?
        for id in try await client.unfinishedUploads(to: key).prefix(8) {
            let parts = try await client.parts(of: id, to: key)
            if parts[1]?.etag == digest, parts.count > best?.parts.count ?? 0 { best = (id, parts) }
        }
        return best
    }

    /// Sends the parts that the service does not have.
    private func send(
        _ pieces: ContentPieces, of id: String, having earlier: [Int: UploadedPart]
    ) async throws(StoreError) -> [UploadedPart] {
        let (client, key) = (client, key)
        let result = await withTaskGroup(of: Result<UploadedPart, StoreError>.self) {
            group -> Result<[UploadedPart], StoreError> in
            var parts: [UploadedPart] = []
            var number = 1
            do throws(StoreError) {
                var piece = try await pieces.next()
                while !piece.bytes.isEmpty {
                    let md5 = Hexadecimal.text(try MD5.digest(piece.bytes))
                    if let there = earlier[number], there.etag == md5, there.byteCount == UInt64(piece.bytes.count) {
                        parts.append(there)
                    } else {
                        if number - parts.count > Self.parallelParts, let done = await group.next() {
                            parts.append(try done.get())
                        }
                        group.addTask { [piece, number] in
                            // The room is taken for as long as the bytes are there, which the compiler cannot know.
                            defer { withExtendedLifetime(piece.share) {} }
                            do throws(StoreError) {
                                return .success(
                                    try await client.uploadPart(number, of: id, to: key, piece.bytes, md5: md5))
                            } catch { return .failure(error) }
                        }
                    }
                    // Its room is only free once nothing here holds it, and the next piece may wait for that.
                    piece = ContentPiece(bytes: [], share: nil)
                    piece = try await pieces.next()
                    number += 1
                    guard number <= Self.maximumParts else {
                        throw StoreError(.refused, "\(key) is too large: more than \(Self.maximumParts) parts")
                    }
                }
                while let done = await group.next() { parts.append(try done.get()) }
                return .success(parts.sorted { $0.number < $1.number })
            } catch {
                group.cancelAll()
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Makes the object and asks for its state.
    private func complete(_ id: String, _ parts: [UploadedPart], if condition: S3Writer.Condition)
        async throws(StoreError) -> S3Object
    {
        let byteCount = parts.reduce(0) { $0 + $1.byteCount }
        var headers: HTTPHeaders = [:]
        if isConditional {
            condition.add(to: &headers)
        } else {
            try condition.check(try await client.head(key), at: key)
        }
        switch try await client.completeUpload(id, of: key, parts, headers: headers) {
        case .done: break
        case .failed(let failure, let mayBeEcho):
            // The answer to an earlier try may be lost: then the upload is gone and the object is there.
            guard mayBeEcho, let found = try await client.head(key), found.byteCount == byteCount,
                try sameContent(found, parts)
            else {
                if failure.status == 412 || failure.status == 409 {
                    try condition.check(try await client.head(key), at: key)
                }
                throw failure.error(trying: "put \(key) together")
            }
            return found
        }
        guard let found = try await client.head(key), found.byteCount == byteCount else {
            throw StoreError(.unavailable, "\(key) was put together but is not there as it was sent")
        }
        return found
    }

    /// Whether an object is made of these parts: its ETag is the MD5 of their MD5s and their number, or else reading
    /// gives the content.
    private func sameContent(_ object: S3Object, _ parts: [UploadedPart]) throws(StoreError) -> Bool {
        let digests = parts.flatMap { Hexadecimal.bytes($0.etag) }
        if object.etag == Hexadecimal.text(try MD5.digest(digests)) + "-\(parts.count)" { return true }
        let wanted: Fingerprint
        do throws(ContentError) { wanted = try content.fingerprint() } catch { throw StoreError(error) }
        return try client.holds(wanted, at: key, object)
    }
}
