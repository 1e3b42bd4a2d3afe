internal import Archives
internal import Hosting
internal import Importing
internal import Items
internal import Planning

/// Stores groups of changes, each with an intent before and lines of the catalogue after.
extension Lane {
    /// Stores contents that lie in memory: in batches where the store takes such, else as many at a time as it takes.
    func store(_ group: [(change: Int, bytes: [UInt8])], _ ledger: LaneLedger) async throws {
        try await journalled(group.map(\.change), ledger) { record in
            for (service, members) in byService(group, \.change) {
                let bodies = members.map { (change: $0.change, body: BytesBody($0.bytes)) }
                let rest = Set(await storeBatches(bodies, of: service, record).map(\.change))
                await storeAtOnce(members.filter { rest.contains($0.change) }, of: service, record)
            }
        }
    }

    /// Stores contents as they are read, in a group of its own.
    func store(_ group: [(change: Int, body: EntryBody)], _ ledger: LaneLedger) async throws {
        try await journalled(group.map(\.change), ledger) { record in await store(group, record) }
    }

    /// Stores contents as they are read: in batches where the store takes such, else one after the other.
    func store(_ group: [(change: Int, body: EntryBody)], _ record: GroupRecord) async {
        for (service, members) in byService(group, \.change) {
            for (change, body) in await storeBatches(members, of: service, record) {
                guard record.goesOn, !cancellation.isRequested else { return }
                record.note(await store(change, body), of: change)
            }
        }
    }

    /// Members of a group by the store they go to, in an order that is always the same.
    private func byService<Member>(
        _ group: [Member], _ change: (Member) -> Int
    ) -> [(key: StoreService, value: [Member])] {
        Dictionary(grouping: group) { item(of: change($0)).kind.service }.sorted { $0.key.rawValue < $1.key.rawValue }
    }

    private func storeAtOnce(
        _ group: [(change: Int, bytes: [UInt8])], of service: StoreService, _ record: GroupRecord
    ) async {
        await withTaskGroup(of: (Int, Result<CatalogueRow, StoreError>).self) { tasks in
            var waiting = group[...]
            var running = 0
            let width = concurrentChanges(of: service)
            while true {
                while running < width, record.goesOn, !cancellation.isRequested, let next = waiting.popFirst() {
                    tasks.addTask { (next.change, await store(next.change, BytesBody(next.bytes))) }
                    running += 1
                }
                guard let (change, result) = await tasks.next() else { return }
                running -= 1
                record.note(result, of: change)
            }
        }
    }

    /// Stores what fits into batches.
    ///
    /// - Returns: the others, in their order.
    private func storeBatches<Body: ContentBody>(
        _ group: [(change: Int, body: Body)], of service: StoreService, _ record: GroupRecord
    ) async -> [(change: Int, body: Body)] {
        guard let store = session.stores[service] as? any BatchStore, let limits = store.batchLimits else {
            return group
        }
        var rest: [(change: Int, body: Body)] = []
        var batch: [(change: Int, body: Body)] = []
        var bytes: UInt64 = 0
        for (change, body) in group {
            guard plan.changes[change].etag == nil, let count = body.byteCount, count <= limits.resourceByteCount else {
                rest.append((change, body))
                continue
            }
            if batch.count == limits.count || bytes + count > limits.byteCount {
                await create(batch, in: store, record)
                (batch, bytes) = ([], 0)
            }
            batch.append((change, body))
            bytes += count
        }
        await create(batch, in: store, record)
        return rest
    }

    private func create<Body: ContentBody>(
        _ batch: [(change: Int, body: Body)], in store: any BatchStore, _ record: GroupRecord
    ) async {
        guard !batch.isEmpty, record.goesOn, !cancellation.isRequested else { return }
        let bodies = batch.map { WatchedBody($0.body, tally: tally, cancellation: cancellation) }
        do throws(StoreError) {
            let results = try await store.create(
                zip(batch, bodies).map { member, body in
                    let change = plan.changes[member.change]
                    let resource = NewResource(
                        href: plan.href(of: change), modified: item(of: member.change).modified)
                    return BatchItem(resource, body: body)
                })
            for ((member, body), result) in zip(zip(batch, bodies), results) {
                record.note(await ending(result, of: member.change, body, in: store), of: member.change)
            }
        } catch {
            // What became of each is unknown: their intents stay.
            for (change, _) in batch { record.note(.failure(error), of: change, isUnknown: true) }
        }
    }

    private func journalled(
        _ changes: [Int], _ ledger: LaneLedger, _ work: (GroupRecord) async -> Void
    ) async throws {
        try stopIfAsked(ledger)
        let name = plan.hosts[Int(host)].profile.name
        try journal.intend(changes.map(place), at: name)
        let record = GroupRecord(ledger, tally)
        await work(record)
        try journal.complete(record.rows, abandoned: settledPlaces(record, of: changes), at: name)
        if let ending = record.ending { throw ledger.end(ending) }
    }

    /// Makes one change, and settles one whose place is taken by asking what lies there.
    private func store(_ index: Int, _ body: any ContentBody) async -> Result<CatalogueRow, StoreError> {
        let change = plan.changes[index]
        let item = plan.items[Int(change.item)]
        guard let store = session.stores[item.kind.service] else {
            return .failure(StoreError(.refused, "The host has no \(item.kind.service.rawValue)."))
        }
        let watched = WatchedBody(body, tally: tally, cancellation: cancellation)
        let resource = NewResource(href: plan.href(of: change), modified: item.modified)
        let result: Result<Arrival, StoreError>
        do throws(StoreError) {
            switch change.etag {
            case nil: result = .success(try await store.create(resource, body: watched))
            case let etag?: result = .success(try await store.update(resource, body: watched, ifMatch: etag))
            }
        } catch { result = .failure(error) }
        return await ending(result, of: index, watched, in: store)
    }

    /// What a store's answer means for a change: a line of the catalogue, or an error that was looked into.
    private func ending(
        _ result: Result<Arrival, StoreError>, of index: Int, _ body: WatchedBody, in store: any Store
    ) async -> Result<CatalogueRow, StoreError> {
        let change = plan.changes[index]
        let item = item(of: index)
        switch result {
        case .success(let arrival):
            let stored = arrival.resource
            // Servers of calendars and cards may rewrite what they store; those stores look at it themselves.
            let isWhole = !item.kind.hasPath || stored.byteCount == body.readBytes
            guard let fingerprint = item.fingerprint ?? body.fingerprint, isWhole else {
                return .failure(
                    StoreError(.refused, "The host says it has \(stored.byteCount) of \(body.readBytes) bytes."))
            }
            return .success(row(for: change, stored, arrival.record, fingerprint, item))
        case .failure(let error):
            if cancellation.isRequested { return .failure(StoreError(.cancelled, "the run was stopped")) }
            if error.code == .alreadyExists || error.code == .preconditionFailed {
                return await settle(index, body, in: store, error)
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
            guard
                let there = try await listings.resource(
                    at: href, uid: item.kind.hasPath ? nil : item.identity, in: store)
            else { return .failure(error) }
            let wanted = try item.fingerprint ?? body.fingerprint()
            let found = try await fingerprint(of: there, in: store)
            guard wanted == found else { return .failure(error) }
            return .success(row(for: change, there, ArrivalRecord(by: .content), wanted, item))
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
        for change: Change, _ stored: StoredResource, _ arrival: ArrivalRecord, _ fingerprint: Fingerprint,
        _ item: PlanItem
    ) -> CatalogueRow {
        let part = archives.parts[Int(item.source.part)].identityText
        return plan.row(for: change, stored: stored, arrival: arrival, fingerprint: fingerprint, part: part)
    }

    private func item(of change: Int) -> PlanItem { plan.items[Int(plan.changes[change].item)] }

    /// The places that are not intended any more after a group, beside those of its rows. What an earlier run may have
    /// put at one of them is still there when this one puts nothing there.
    func settledPlaces(_ record: GroupRecord, of changes: [Int]) -> [(StoreService, Href)] {
        let abandoned = record.abandoned(of: changes)
        return (abandoned.map(place) + abandoned.map(askedPlace)).filter { !intended.contains(StoredPlace($0.0, $0.1)) }
            + record.done(of: changes).map(askedPlace)
    }

    /// The place a run before this one meant, when the server gave its collection another path than it was asked to.
    private func askedPlace(of change: Int) -> (StoreService, Href) {
        let item = item(of: change)
        return (
            item.kind.service, Href(collection: plan.collections[Int(item.collection)].path, name: item.name)
        )
    }

    func place(of change: Int) -> (StoreService, Href) {
        (item(of: change).kind.service, plan.href(of: plan.changes[change]))
    }
}
