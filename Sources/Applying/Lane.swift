internal import Archives
internal import Hosting
internal import Importing
internal import Items
internal import Planning

/// The work for one host, from the first collection to the last file.
///
/// A lane reads the archives itself, in their order, and only what its host gets. That costs a second inflating of a
/// compressed tar for a second host, and buys that no host ever waits for another and that memory stays flat.
struct Lane: Sendable {
    let host: Int32
    let session: HostSession
    let plan: Plan
    let archives: ArchiveSet
    let importers: [any Importer]
    let journal: Journal
    let tally: RunTally
    let cancellation: Cancellation

    /// Changes are journalled in groups: one sync of the journal for each group, not for each change.
    private static let groupSize = 64

    func run(_ changes: [Int]) async -> Result<LaneResult, StateDirectory.Fault> {
        let ledger = LaneLedger(host: host)
        do {
            try await makeCollections(for: changes, ledger)
            let converted = changes.filter { plan.items[Int(plan.changes[$0].item)].isConverted }
            let direct = changes.filter { !plan.items[Int(plan.changes[$0].item)].isConverted }
            if !converted.isEmpty { try await storeConverted(converted, ledger) }
            if !direct.isEmpty { try await storeEntries(direct, ledger) }
        } catch let fault as StateDirectory.Fault {
            return .failure(fault)
        } catch {
            // The lane ended early (`LaneEnded`): what it did not come to is untouched, and its reason is in `lost`.
        }
        return .success(ledger.result(ofUntried: changes))
    }

    // MARK: Collections

    private func makeCollections(for changes: [Int], _ ledger: LaneLedger) async throws {
        let wanted = Set(changes.map { plan.items[Int(plan.changes[$0].item)].collection }).sorted()
        for number in wanted {
            try stopIfAsked(ledger)
            let collection = plan.collections[Int(number)].collection
            guard let store = session.stores[StoreService(for: collection.form)] else { continue }
            do throws(StoreError) {
                try await store.makeCollection(plan.path(of: number, at: host), as: collection)
            } catch {
                guard !error.endsHost else { throw ledger.end(error) }
                // Each item of it will be refused by name.
            }
        }
    }

    // MARK: Calendar objects and cards

    /// Runs the importers again: what they convert is not kept between planning and storing.
    private func storeConverted(_ changes: [Int], _ ledger: LaneLedger) async throws {
        let sink = StoringSink(changes: changes, plan: plan, groupSize: Self.groupSize) { group in
            try await store(group.map { ($0.change, BytesBody($0.bytes)) }, ledger)
        }
        try await ImportSession(archives: archives, importers: importers).run(into: sink)
        try await sink.flush()
    }

    // MARK: Files

    private func storeEntries(_ changes: [Int], _ ledger: LaneLedger) async throws {
        let byPart = Dictionary(grouping: changes) { plan.items[Int(plan.changes[$0].item)].source.part }
        for part in byPart.keys.sorted() {
            let inOrder = (byPart[part] ?? []).sorted {
                plan.items[Int(plan.changes[$0].item)].source < plan.items[Int(plan.changes[$1].item)].source
            }
            var workers = session.stores[.files]?.capabilities.concurrentChanges ?? 1
            // A tar is read front to back by one reader; two would inflate it twice.
            if case .tar = archives.parts[Int(part)].format { workers = 1 }
            try await storeInOrder(inOrder, workers: workers, ledger)
        }
    }

    private func storeInOrder(_ changes: [Int], workers: Int, _ ledger: LaneLedger) async throws {
        let cursor = GroupCursor(changes, size: Self.groupSize)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 0..<max(1, workers) {
                tasks.addTask {
                    let readers = PartReaders(archives)
                    while let group = cursor.next() {
                        try await store(
                            group.map { index in
                                let item = plan.items[Int(plan.changes[index].item)]
                                return (
                                    index, EntryBody(entry: item.source, byteCount: item.byteCount, readers: readers)
                                )
                            }, ledger)
                        ledger.warn(readers.takeFindings())
                    }
                }
            }
            try await tasks.waitForAll()
        }
    }

    // MARK: One group

    private func store(_ group: [(change: Int, body: any ContentBody)], _ ledger: LaneLedger) async throws {
        try stopIfAsked(ledger)
        let name = plan.hosts[Int(host)].profile.name
        try journal.intend(group.map { place(of: plan.changes[$0.change]) }, at: name)
        var rows: [CatalogueRow] = []
        var abandoned: [(StoreService, Href)] = []
        var ending: StoreError?
        for (index, body) in group {
            if ending != nil || cancellation.isRequested {
                abandoned.append(place(of: plan.changes[index]))
                continue
            }
            switch await store(index, body, ledger) {
            case .success(let row):
                rows.append(row)
                ledger.record(.done, of: index)
                tally.finishItem()
            case .failure(let error):
                abandoned.append(place(of: plan.changes[index]))
                if error.endsHost {
                    ending = error
                } else {
                    ledger.record(.failed(error), of: index)
                    tally.finishItem()
                }
            }
        }
        try journal.complete(rows, abandoned: abandoned, at: name)
        if let ending { throw ledger.end(ending) }
    }

    /// Makes one change, and settles one whose place is taken by asking what lies there.
    private func store(
        _ index: Int, _ body: any ContentBody, _ ledger: LaneLedger
    ) async -> Result<CatalogueRow, StoreError> {
        let change = plan.changes[index]
        let item = plan.items[Int(change.item)]
        guard let store = session.stores[item.kind.service] else {
            return .failure(StoreError(.refused, "The host has no \(item.kind.service.rawValue)."))
        }
        let watched = WatchedBody(body, tally: tally, cancellation: cancellation)
        let resource = NewResource(href: plan.href(of: change), modified: item.modified)
        do throws(StoreError) {
            let stored: StoredResource
            switch change.etag {
            case nil: stored = try await store.create(resource, body: watched)
            case let etag?: stored = try await store.update(resource, body: watched, ifMatch: etag)
            }
            // A calendar object or card may be written anew by the host; the store has made sure of what it means.
            let isWhole = item.kind != .file || stored.byteCount == watched.readBytes
            guard let fingerprint = watched.fingerprint, isWhole else {
                return .failure(
                    StoreError(.refused, "The host says it has \(stored.byteCount) of \(watched.readBytes) bytes."))
            }
            return .success(row(for: change, stored, item.fingerprint ?? fingerprint, item))
        } catch {
            if cancellation.isRequested { return .failure(StoreError(.cancelled, "the run was stopped")) }
            if error.code == .alreadyExists || error.code == .preconditionFailed {
                return await settle(index, watched, in: store, error)
            }
            return .failure(error)
        }
    }

    /// Finds out whether what lies in the place of a change is what the change would have put there: then it is done,
    /// by a run that was killed before it could say so.
    private func settle(
        _ index: Int, _ body: WatchedBody, in store: any Store, _ error: StoreError
    ) async -> Result<CatalogueRow, StoreError> {
        let change = plan.changes[index]
        let item = plan.items[Int(change.item)]
        let href = plan.href(of: change)
        do {
            let listed = try await store.list(href.collection)
            // A calendar object or card may be there under another name: its UID is what it is known by.
            let there =
                listed.first { ExactText($0.href.name) == ExactText(href.name) }
                ?? (item.kind == .file ? nil : listed.first { $0.uid == item.identity })
            guard let there else { return .failure(error) }
            let wanted = try item.fingerprint ?? body.fingerprint()
            let found = try await fingerprint(of: there, in: store)
            guard wanted == found else { return .failure(error) }
            return .success(row(for: change, there, wanted, item))
        } catch let other as StoreError {
            return .failure(other.endsHost ? other : error)
        } catch {
            return .failure(StoreError(.source, "\(error)"))
        }
    }

    private func fingerprint(of resource: StoredResource, in store: any Store) async throws -> Fingerprint {
        if let known = resource.fingerprint { return known }
        return try await store.get(resource.href).fingerprint()
    }

    private func row(
        for change: Change, _ stored: StoredResource, _ fingerprint: Fingerprint, _ item: PlanItem
    ) -> CatalogueRow {
        let part = archives.parts[Int(item.source.part)].identityText
        return plan.row(for: change, stored: stored, fingerprint: fingerprint, part: part)
    }

    private func place(of change: Change) -> (StoreService, Href) {
        (plan.items[Int(change.item)].kind.service, plan.href(of: change))
    }

    private func stopIfAsked(_ ledger: LaneLedger) throws {
        if cancellation.isRequested { throw ledger.end(StoreError(.cancelled, "the run was stopped")) }
    }
}
