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
        var known: [HostSnapshot.Address: [CatalogueRow]] = [:]
        for row in rows.values {
            known[HostSnapshot.Address(row.kind.service, row.href.collection), default: []].append(row)
        }
        for address in planned.addresses(existing: existing, newPaths: snapshot.newPaths) {
            guard let store = session.stores[address.service] else { continue }
            // A collection may have got another path than it was asked to have, under which the state still knows it.
            let name = existing[address.service]?.first { $0.path == address.path }?.displayName
            let asked = planned.filter { $0.collection.name == name && $0.path != address.path }
            let places = [address] + asked.map { HostSnapshot.Address(address.service, $0.path) }
            let earlier = places.reversed().flatMap { known[$0] ?? [] }.map { $0.resource(in: address.path) }
            snapshot.add(try await store.list(address.path, knowing: earlier), at: address)
        }
        return snapshot
    }
}

extension CatalogueRow {
    /// What lies there, as the state knows it.
    ///
    /// - Parameter collection: the path by which its collection is asked for.
    fileprivate func resource(in collection: String) -> StoredResource {
        StoredResource(
            href: Href(collection: collection, name: href.name), etag: etag, byteCount: byteCount,
            uid: kind == .file ? nil : identity, fingerprint: fingerprint)
    }
}
