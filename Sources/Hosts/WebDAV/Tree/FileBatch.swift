internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// Many small files at the same time: each is stored as `create` stores it, but what the server has is looked at for
/// all of them together, and the first of a folder come there with it.
extension WebDAVFileStore: BatchStore {
    var batchLimits: BatchLimits? { BatchLimits(count: 64, byteCount: 2 << 20, resourceByteCount: 256 << 10) }

    func create(_ batch: [BatchItem]) async throws(StoreError) -> [Result<Arrival, StoreError>] {
        try requireWriting()
        var results = [Result<Arrival, StoreError>?](repeating: nil, count: batch.count)
        var files: [BatchFile] = []
        // One after the other: they may come from one reader of an archive.
        for (index, item) in batch.enumerated() {
            do throws(ContentError) {
                let count = Int(clamping: item.body.byteCount ?? 0)
                let bytes = try item.body.readAll(limit: count)
                guard bytes.count == count else {
                    throw ContentError("The content is shorter than the \(count) bytes announced.")
                }
                files.append(BatchFile(index: index, resource: item.resource, bytes: bytes))
            } catch {
                results[index] = .failure(StoreError(error))
            }
        }
        for (file, result) in try await store(files, habits()) { results[file.index] = result }
        return results.map { $0 ?? .failure(StoreError(.unavailable, "it was not stored")) }
    }

    private func store(
        _ files: [BatchFile], _ habits: ServerHabits
    ) async throws(StoreError) -> [(BatchFile, Result<Arrival, StoreError>)] {
        // One name is one file at a time; were it twice in one group, each would wait for the other.
        var hrefs: Set<Href> = []
        let (files, again) = files.reduce(into: ([BatchFile](), [BatchFile]())) { parts, file in
            if hrefs.insert(file.resource.href).inserted { parts.0.append(file) } else { parts.1.append(file) }
        }
        let byFolder = Dictionary(grouping: files) { ExactText($0.resource.href.collection) }
        let new = byFolder.filter { folder, files in
            habits.stagesFolders && files.count >= Self.fewestOfFolder && making.waits(folder.text)
        }
        let others = files.filter { new[ExactText($0.resource.href.collection)] == nil }
        let done = await withTaskGroup(of: [(BatchFile, Result<Arrival, StoreError>)].self) { tasks in
            if !others.isEmpty { tasks.addTask { await self.each(of: others, habits) } }
            for (folder, files) in new { tasks.addTask { await self.first(files, of: folder.text, habits) } }
            return await tasks.reduce(into: []) { $0 += $1 }
        }
        var late: [(BatchFile, Result<Arrival, StoreError>)] = []
        for file in again { late += await each(of: [file], habits) }
        return done + late
    }

    /// Stores files each by itself, all at once, because none of them gets an answer before each has asked.
    func each(
        of files: [BatchFile], _ habits: ServerHabits
    ) async -> [(BatchFile, Result<Arrival, StoreError>)] {
        guard !files.isEmpty else { return [] }
        // Where they are listed together, they lie together before they are moved.
        let isAlone = habits.putsSafely || !habits.listsQuickly || files.count < Self.fewestOfFolder
        let room = isAlone ? nil : temporary.room()
        do throws(StoreError) { try await room?.make() } catch { return files.map { ($0, .failure(error)) } }
        let look = habits.listsQuickly ? look(for: files.count) : nil
        let results = await concurrently(files, width: files.count) { file in
            defer { look?.leave() }
            do throws(StoreError) {
                let arrival = try await self.create(
                    file.resource, body: BytesBody(file.bytes), in: room ?? self.temporary, look)
                return (file, Result<Arrival, StoreError>.success(arrival))
            } catch { return (file, .failure(error)) }
        }
        await room?.discard()
        return results
    }
}

/// A file of a batch.
struct BatchFile: Sendable {
    /// Its place in the batch.
    let index: Int
    let resource: NewResource
    let bytes: [UInt8]
}
