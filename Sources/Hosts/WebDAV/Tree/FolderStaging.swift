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
        var results: [(BatchFile, Result<Arrival, StoreError>)]
        if let found = staging.found {
            noteNew(found.count, in: folder)
            let byName = Dictionary(found.map { (ExactText($0.href.name), $0) }) { first, _ in first }
            results = []
            for (file, checked) in staging.files {
                results.append((file, await arrival(of: byName[ExactText(file.resource.href.name)], file, checked)))
            }
        } else {
            results = await concurrently(staging.files, width: max(1, staging.files.count)) { file, checked in
                (file, await self.name(file, checked, from: staging.room))
            }
            // A run elsewhere may have cleared the room away.
            results.removeAll { if case .failure(let error) = $1 { error.code == .notFound } else { false } }
            await staging.room.discard()
        }
        let indexes = Set(results.map(\.0.index))
        return results + (await each(of: files.filter { !indexes.contains($0.index) }, habits))
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
                let upload = try await self.prepare(file.resource, BytesBody(file.bytes), in: room, look)
                return (file, try await upload.stage())
            } catch { return nil }
        }
        let whole = staged.compactMap(\.self)
        // A host may take two names for one: then the second file lies where the first one was, and neither is moved.
        guard try await holds(room, whole) else { return Staging(room: room, files: [], found: nil) }
        guard whole.count == files.count else { return Staging(room: room, files: whole, found: nil) }
        return Staging(room: room, files: whole, found: try await give(room, whole, the: folder))
    }

    /// Whether each file lies in a room under its own name, as it was looked at.
    private func holds(_ room: TemporaryCollection, _ files: [StagedFile]) async throws(StoreError) -> Bool {
        let listed = try await tree.files(in: room.path)
        let states = Dictionary(listed.map { (ExactText($0.href.name), $0) }) { first, _ in first }
        return files.allSatisfy { file, checked in
            states[ExactText(file.resource.href.name)]?.byteCount == checked.state.byteCount
        }
    }

    /// Gives a folder its name, which must be free.
    ///
    /// - Returns: what is in it then; `nil` when it did not get its name.
    private func give(
        _ room: TemporaryCollection, _ files: [StagedFile], the folder: String
    ) async throws(StoreError) -> [StoredResource]? {
        let place = try room.address()
        let target = try tree.address(ofCollection: PathComponents(path: folder).names)
        let outcome = try await tree.client.move(place, to: target, replacing: false)
        // A lost answer, or a gateway that gave up, says nothing: the server is asked.
        let isUncertain = outcome.isUncertain || outcome.status >= 500
        guard outcome.isSuccess || isUncertain else { return nil }
        do throws(StoreError) {
            if isUncertain, try await tree.isCollection(place) { return nil }
            let found = try await tree.files(in: folder)
            if isUncertain, try await !isOurs(found, files) { return nil }
            return found
        } catch {
            // The folder may be there, so nobody knows what became of the files.
            throw StoreError(.unavailable, error.description)
        }
    }

    /// Whether a folder is surely the one that was moved, although nobody said so: by all that is in it.
    private func isOurs(_ found: [StoredResource], _ files: [StagedFile]) async throws(StoreError) -> Bool {
        guard found.count == files.count else { return false }
        for (file, _) in files {
            let address = try tree.address(of: file.resource.href)
            let answer = try await tree.client.send(HTTPRequest(.get, address))
            guard answer.status == 200, answer.body == file.bytes else { return false }
        }
        return true
    }

    /// What the server shows of a file in the folder, as proof that it came there.
    private func arrival(
        of found: StoredResource?, _ file: BatchFile, _ checked: FileUpload.Checked
    ) async -> Result<Arrival, StoreError> {
        let href = file.resource.href
        do throws(StoreError) {
            var shown = found
            if shown?.byteCount != checked.state.byteCount {
                // A listing may lag behind, or write the name otherwise.
                shown = try await tree.state(of: tree.address(of: href)).map { FileTree.resource(href, $0) }
            }
            guard let shown, shown.byteCount == checked.state.byteCount else {
                return .failure(
                    StoreError(
                        .refused, "the host moved \(href.path) to another place than it was told, or changed it"))
            }
            return .success(Arrival(shown, by: checked.evidence))
        } catch { return .failure(StoreError(.unavailable, error.description)) }
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
