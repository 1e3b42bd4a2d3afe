public import Hosting
internal import Items
public import Planning

/// Asks hosts what they hold in the collections a plan is about.
public enum Survey {
    /// Looks at one host.
    ///
    /// - Parameters:
    ///   - planned: the collections of the plan.
    ///   - rows: what the state says lies there. What is as it was left is not asked for again: a host may write anew
    ///     what it stores, so what was sent says better what it means.
    /// - Returns: what is there.
    /// - Throws: the first `StoreError`; a host that cannot be looked at cannot be planned for.
    public static func snapshot(
        of session: HostSession, for planned: [PlanCollection], knowing rows: [StoredPlace: CatalogueRow]
    ) async throws(StoreError) -> HostSnapshot {
        var snapshot = HostSnapshot()
        var existing: [StoreService: [StoredCollection]] = [:]
        for service in StoreService.allCases where !service.isFileTree {
            guard let store = session.stores[service] else { continue }
            let collections = try await store.collections()
            existing[service] = collections
            for collection in collections { snapshot.add(collection, of: service) }
        }
        for address in planned.mayBeMade {
            let path = session.stores[address.service]?.path(ofNew: address.path) ?? address.path
            if path != address.path { snapshot.add(newPath: path, of: address) }
        }
        var known: [HostSnapshot.Address: [StoredResource]] = [:]
        for row in rows.values {
            known[HostSnapshot.Address(row.kind.service, row.href.collection), default: []].append(row.resource)
        }
        let lookups: [(address: HostSnapshot.Address, store: any Store, known: [StoredResource])] =
            planned.addresses(existing: existing, newPaths: snapshot.newPaths).compactMap { address in
                session.stores[address.service].map { (address, $0, known[address] ?? []) }
            }
        // Of a file tree there may be hundreds of folders to ask for, each a round trip.
        let lists = await concurrently(lookups, width: 16) { lookup in
            do throws(StoreError) {
                return Result<[StoredResource], StoreError>.success(
                    try await lookup.store.list(lookup.address.path, knowing: lookup.known))
            } catch { return .failure(error) }
        }
        for (lookup, list) in zip(lookups, lists) { snapshot.add(try list.get(), at: lookup.address) }
        return snapshot
    }
}

extension CatalogueRow {
    /// What lies there, as the state knows it.
    var resource: StoredResource {
        StoredResource(
            href: href, etag: etag, byteCount: byteCount, uid: kind == .file ? nil : identity, fingerprint: fingerprint)
    }
}
