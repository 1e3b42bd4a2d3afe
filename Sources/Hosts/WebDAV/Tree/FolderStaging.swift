internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// The first files of a folder that is not there yet. They are put into a temporary folder under their own names and
/// looked at, and then that folder gets its name: whole, or not at all, and with one request instead of one for each
/// file.
extension WebDAVFileStore {
    /// Fewer files than these cost no less this way.
    static let fewestOfFolder = 4

    private typealias StagedFile = (file: BatchFile, checked: FileUpload.Checked)

    /// What became of the files when the folder was to get its name.
    private struct Staging {
        /// The temporary folder.
        let room: TemporaryCollection
        /// The files that lie in it as they were sent.
        let files: [StagedFile]
        /// What is in the folder now; `nil` when it was not given its name, because of a file or because it has come to be
        /// there.
        let found: [StoredResource]?
    }

    /// Stores the first files of a folder.
    func first(
        _ files: [BatchFile], of folder: String, _ habits: ServerHabits
    ) async -> [(BatchFile, Result<Arrival, StoreError>)] {
        let staging: Staging?
        do throws(StoreError) {
            staging = try await making.first(folder) { () async throws(StoreError) in
                let staging = try await stage(files, of: folder, habits)
                return (staging, staging.found != nil)
            }
        } catch {
            // What is wrong with a file, it meets again by itself.
            return error.endsHost ? files.map { ($0, .failure(error)) } : await each(of: files, habits)
        }
        guard let staging else { return await each(of: files, habits) }
        if let found = staging.found {
            noteNew(found.count, in: folder)
            let byName = Dictionary(found.map { (ExactText($0.href.name), $0) }) { first, _ in first }
            return staging.files.map { file, checked in
                (file, Self.arrival(of: byName[ExactText(file.resource.href.name)], file, checked))
            }
        }
        let named = await concurrently(staging.files, width: max(1, staging.files.count)) { file, checked in
            (file, await self.name(file, checked, from: staging.room))
        }
        await staging.room.discard()
        let indexes = Set(named.map(\.0.index))
        return named + (await each(of: files.filter { !indexes.contains($0.index) }, habits))
    }

    private func stage(
        _ files: [BatchFile], of folder: String, _ habits: ServerHabits
    ) async throws(StoreError) -> Staging {
        let room = temporary.room()
        try await room.make()
        let look = habits.listsQuickly ? look(for: files.count) : nil
        let staged = await concurrently(files, width: files.count) { file -> StagedFile? in
            defer { look?.leave() }
            do throws(StoreError) {
                let checked = try await self.upload(file.resource, BytesBody(file.bytes), in: room, look) {
                    upload throws(StoreError) in try await upload.stage()
                }
                return (file, checked)
            } catch { return nil }
        }
        let whole = staged.compactMap(\.self)
        guard whole.count == files.count else { return Staging(room: room, files: whole, found: nil) }
        return Staging(room: room, files: whole, found: try await give(room, the: folder))
    }

    /// Gives a folder its name, which must be free.
    ///
    /// - Returns: what is in it then; `nil` when it did not get its name.
    private func give(
        _ room: TemporaryCollection, the folder: String
    ) async throws(StoreError) -> [StoredResource]? {
        let place = try room.address()
        let target = try tree.address(ofCollection: PathComponents(path: folder).names)
        let outcome = try await tree.client.move(place, to: target, replacing: false)
        // A lost answer, or a gateway that gave up, says nothing: the server is asked.
        if outcome.isUncertain || outcome.status >= 500 {
            guard try await !tree.isCollection(place) else { return nil }
        } else if !outcome.isSuccess {
            return nil
        }
        return try await tree.files(in: folder)
    }

    /// What the server shows of a file in the folder, as proof that it came there.
    private static func arrival(
        of found: StoredResource?, _ file: BatchFile, _ checked: FileUpload.Checked
    ) -> Result<Arrival, StoreError> {
        guard let found, found.byteCount == checked.state.byteCount else {
            let path = file.resource.href.path
            return .failure(
                StoreError(.refused, "the host moved \(path) to another place than it was told, or changed it"))
        }
        return .success(Arrival(found, by: checked.evidence))
    }

    /// Gives one file of a temporary folder its name.
    private func name(
        _ file: BatchFile, _ checked: FileUpload.Checked, from room: TemporaryCollection
    ) async -> Result<Arrival, StoreError> {
        do throws(StoreError) {
            let address = try room.address(of: file.resource.href.name)
            let arrival = try await upload(file.resource, BytesBody(file.bytes), in: room, nil) {
                upload throws(StoreError) in try await upload.name(address, checked)
            }
            noteNew(1, in: file.resource.href.collection)
            return .success(arrival)
        } catch { return .failure(error) }
    }
}
