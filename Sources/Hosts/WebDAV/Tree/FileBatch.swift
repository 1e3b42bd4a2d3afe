internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// Many small files at the same time: each is stored as `create` stores it, but what the server has is looked at for
/// all of them together.
extension WebDAVFileStore: BatchStore {
    var batchLimits: BatchLimits? { BatchLimits(count: 64, byteCount: 2 << 20, resourceByteCount: 256 << 10) }

    func create(_ batch: [BatchItem]) async throws(StoreError) -> [Result<Arrival, StoreError>] {
        try requireWriting()
        guard try await !putsDirectly() else { return try await store(batch) }
        let ticket: AdaptiveLimit.Ticket
        do { ticket = try await batches.enter() } catch { throw StoreError(error) }
        defer { batches.leave(ticket, .unknown) }
        return try await store(batch)
    }

    private func store(_ batch: [BatchItem]) async throws(StoreError) -> [Result<Arrival, StoreError>] {
        var results = [Result<Arrival, StoreError>?](repeating: nil, count: batch.count)
        var files: [(index: Int, resource: NewResource, bytes: [UInt8])] = []
        // One after the other: they may come from one reader of an archive.
        for (index, item) in batch.enumerated() {
            do throws(ContentError) {
                let count = Int(clamping: item.body.byteCount ?? 0)
                let bytes = try item.body.readAll(limit: count)
                guard bytes.count == count else {
                    throw ContentError("The content is shorter than the \(count) bytes announced.")
                }
                files.append((index, item.resource, bytes))
            } catch {
                results[index] = .failure(StoreError(error))
            }
        }
        let look = try await look(for: files.count)
        // All at once, because none of them gets an answer before each has asked.
        let arrivals = await concurrently(files, width: files.count) { file in
            defer { look?.leave() }
            do throws(StoreError) {
                return Result<Arrival, StoreError>.success(
                    try await self.create(file.resource, body: BytesBody(file.bytes), look))
            } catch { return .failure(error) }
        }
        for (file, result) in zip(files, arrivals) { results[file.index] = result }
        return results.map { $0 ?? .failure(StoreError(.unavailable, "it was not stored")) }
    }
}
