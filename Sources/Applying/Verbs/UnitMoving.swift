internal import Hosting
internal import Items
internal import Planning

/// The move of one unit: copying an item to its new host, and taking it away from the old one.
struct UnitMoving: Sendable {
    let move: UnitMove
    let sessions: [String: HostSession]
    let catalogue: Catalogue
    /// Where an earlier run was about to store something at the new host: what lies there may be ours.
    let intended: Set<StoredPlace>
    let leastCopies: Int
    let tally: RunTally
    let cancellation: Cancellation
    let listings = MoveListings()

    init(
        _ move: UnitMove, sessions: [String: HostSession], catalogue: Catalogue, intended: Set<StoredPlace>,
        leastCopies: Int, tally: RunTally, cancellation: Cancellation
    ) {
        self.move = move
        self.sessions = sessions
        self.catalogue = catalogue
        self.intended = intended
        self.leastCopies = leastCopies
        self.tally = tally
        self.cancellation = cancellation
    }

    /// What came of copying one item.
    struct Copied: Sendable {
        /// What the item is compared by now, if it is known to be at the old host.
        var fingerprint: Fingerprint?
        /// What the new host holds, read back.
        var row: CatalogueRow?
        /// Whether it was stored by this run.
        var isNew = false
        /// Why the new host does not hold it.
        var error: StoreError?
    }

    func store(_ host: String, _ service: StoreService) throws(StoreError) -> any Store {
        guard let session = sessions[host] else { throw StoreError(.unavailable, "\(host) cannot be asked") }
        guard let store = session.stores[service] else {
            throw StoreError(.refused, "\(host) has no \(service.rawValue)")
        }
        return store
    }

    /// How many items are worked on at a time.
    func width(of service: StoreService) -> Int {
        let widths = [move.from, move.to].compactMap { $0 }.compactMap { sessions[$0]?.stores[service] }
        return widths.map(\.capabilities.concurrentChanges).min() ?? 1
    }

    /// The place an item will have at the new host; `nil` when it has one there already.
    func newPlace(of line: CatalogueLine, _ copies: [CatalogueLine]) -> (StoreService, Href)? {
        guard let target = move.to, !copies.contains(where: { $0.host == target }) else { return nil }
        let service = line.row.kind.service
        let path = listings.path(of: line.row.href.collection, line.row.kind)
        return (service, Href(collection: path, name: line.row.href.name))
    }

    // MARK: Copying

    /// Makes sure that the new host holds what the old one does, and has read it back.
    func copy(_ line: CatalogueLine, _ copies: [CatalogueLine]) async -> Copied {
        var copied = Copied()
        do throws(StoreError) {
            let there = listings.resource(line.row.href, line.row.kind.service, at: move.from)
            copied.fingerprint = there == nil ? line.row.fingerprint : try await state(of: line, there)
            guard let target = move.to, let wanted = copied.fingerprint else { return copied }
            if let held = copies.first(where: { $0.host == target }),
                let resource = listings.resource(held.row.href, held.row.kind.service, at: target)
            {
                if try await fingerprint(of: resource, held.row.kind, at: target, limit: nil) == wanted {
                    copied.row = held.row.moved(
                        to: resource, fingerprint: wanted, unit: move.unit, arrival: held.row.arrival)
                    return copied
                }
                guard resource.etag == held.row.etag else {
                    throw StoreError(
                        .preconditionFailed, "It was changed at \(move.from) and, otherwise, at \(target).")
                }
                copied.row = try await write(line, copies, wanted, to: held.row.href, replacing: resource.etag)
            } else {
                let href =
                    copies.first { $0.host == target }?.row.href ?? newPlace(of: line, copies)?.1 ?? line.row.href
                copied.row = try await create(line, copies, wanted, at: href)
            }
            copied.isNew = true
        } catch {
            copied.error = cancellation.isRequested ? StoreError(.cancelled, "the run was stopped") : error
        }
        return copied
    }

    /// What an item at the old host is compared by. One that changed since it was stored is read: the person's own
    /// change is what moves.
    private func state(of line: CatalogueLine, _ there: StoredResource?) async throws(StoreError) -> Fingerprint {
        guard let there else { return line.row.fingerprint }
        if let found = there.fingerprint { return found }
        guard line.row.kind.hasPath else {
            throw StoreError(.refused, "It can no longer be read as what it was.")
        }
        if there.etag == line.row.etag { return line.row.fingerprint }
        return try await fingerprint(of: there, line.row.kind, at: move.from, limit: nil)
    }

    private func create(
        _ line: CatalogueLine, _ copies: [CatalogueLine], _ wanted: Fingerprint, at href: Href
    ) async throws(StoreError) -> CatalogueRow {
        do { return try await write(line, copies, wanted, to: href, replacing: nil) } catch
            where error.code == .alreadyExists
        {
            let target = try store(move.to ?? "", line.row.kind.service)
            let found = try await target.list(href.collection).first { $0.href == href }
            guard let found else { throw error }
            if try await fingerprint(of: found, line.row.kind, at: move.to ?? "", limit: nil) == wanted {
                return line.row.moved(
                    to: found, fingerprint: wanted, unit: move.unit, arrival: ArrivalRecord(by: .content))
            }
            guard intended.contains(StoredPlace(line.row.kind.service, href)) else {
                throw StoreError(
                    .alreadyExists, "Something else has its place at \(move.to ?? ""), and it is left as it is.")
            }
            return try await write(line, copies, wanted, to: href, replacing: found.etag)
        }
    }

    /// Stores an item at the new host and reads it back. It is taken from the old host, else from another that holds
    /// the same.
    private func write(
        _ line: CatalogueLine, _ copies: [CatalogueLine], _ wanted: Fingerprint, to href: Href, replacing etag: ETag?
    ) async throws(StoreError) -> CatalogueRow {
        let service = line.row.kind.service
        let target = try store(move.to ?? "", service)
        let others = copies.filter { $0.host != move.from && $0.host != move.to && $0.row.fingerprint == wanted }
        var failure = StoreError(.notFound, "No host gives it.")
        for source in [line] + others {
            let content: any ContentBody
            do { content = try await store(source.host, service).get(source.row.href) } catch {
                failure = StoreError(.notFound, error.description)
                continue
            }
            do throws(StoreError) {
                let watched = WatchedBody(content, tally: tally, cancellation: cancellation)
                let body: any ContentBody =
                    service.isFileTree ? ExpectedBody(body: watched, fingerprint: wanted) : watched
                let resource = NewResource(href: href, modified: line.row.modified)
                let arrival: Arrival
                if let etag {
                    arrival = try await target.update(resource, body: body, ifMatch: etag)
                } else {
                    arrival = try await target.create(resource, body: body)
                }
                let stored = arrival.resource
                guard try await fingerprint(of: stored, line.row.kind, at: move.to ?? "", limit: nil) == wanted else {
                    throw StoreError(.refused, "\(move.to ?? "") holds something else than was sent to it.")
                }
                // A file was read back just now; of anything else its store has told what it holds.
                let evidence = service.isFileTree ? .content : arrival.record.evidence
                return line.row.moved(
                    to: stored, fingerprint: wanted, unit: move.unit,
                    arrival: ArrivalRecord(by: evidence, altered: arrival.record.alterations))
            } catch {
                // Only what the source is to blame for can be mended by another source.
                guard error.code == .source, !cancellation.isRequested else { throw error }
                failure = error
            }
        }
        throw failure
    }

    /// What a resource holds now: for calendar objects and cards as its store says, for files by reading them.
    private func fingerprint(
        of resource: StoredResource, _ kind: ItemKind, at host: String, limit: Int?
    ) async throws(StoreError) -> Fingerprint {
        if let known = resource.fingerprint { return known }
        guard kind.hasPath else { throw StoreError(.refused, "\(host) cannot read it back.") }
        let content = try await store(host, kind.service).get(resource.href)
        do throws(ContentError) {
            return try WatchedBody(content, tally: RunTally(totalItems: 0, totalBytes: 0), cancellation: cancellation)
                .fingerprint()
        } catch { throw StoreError(error) }
    }

    // MARK: Taking away

    /// Takes an item away from the old host, once enough others were read and hold the same.
    ///
    /// - Returns: why it stays.
    func remove(_ line: CatalogueLine, _ copies: [CatalogueLine], after copied: Copied) async -> StoreError? {
        if let error = copied.error { return error }
        guard !cancellation.isRequested else { return StoreError(.cancelled, "the run was stopped") }
        guard let wanted = copied.fingerprint else { return StoreError(.notFound, "It is not there.") }
        var held = 0
        if let row = copied.row, let target = move.to {
            guard await isThere(row, wanted, at: target) else {
                return StoreError(.refused, "\(target) does not have it as it was sent there.")
            }
            held = 1
        }
        for copy in copies where held < leastCopies && copy.host != move.from && copy.host != move.to {
            if await holds(copy, wanted) { held += 1 }
        }
        guard held >= leastCopies else {
            let hosts = leastCopies == 1 ? "no other host holds" : "fewer than \(leastCopies) other hosts hold"
            return StoreError(.refused, "It stays, because \(hosts) the same.")
        }
        guard let there = listings.resource(line.row.href, line.row.kind.service, at: move.from) else { return nil }
        do throws(StoreError) {
            try await store(move.from, line.row.kind.service).delete(line.row.href, ifMatch: there.etag)
            return nil
        } catch {
            guard error.code == .preconditionFailed else { return error }
            return StoreError(.preconditionFailed, "It was changed while it was being moved: run this again.")
        }
    }

    /// Whether the new host holds what was sent to it. A file was read back already, and is read again if it has changed
    /// since.
    private func isThere(_ row: CatalogueRow, _ wanted: Fingerprint, at target: String) async -> Bool {
        guard let there = listings.resource(row.href, row.kind.service, at: target) else { return false }
        if row.kind.hasPath, there.etag == row.etag, there.byteCount == row.byteCount { return true }
        do { return try await fingerprint(of: there, row.kind, at: target, limit: nil) == wanted } catch {
            return false
        }
    }

    /// Whether another copy is there and the same, read now.
    private func holds(_ copy: CatalogueLine, _ wanted: Fingerprint) async -> Bool {
        do {
            let store = try store(copy.host, copy.row.kind.service)
            guard !copy.row.kind.hasPath else { return try await store.get(copy.row.href).fingerprint() == wanted }
            let key = MoveListings.Key(copy.host, copy.row.kind.service, copy.row.href.collection)
            let there = try await listings.list(key, in: store)
            return there[ExactText(copy.row.href.name)]?.fingerprint == wanted
        } catch { return false }
    }
}
