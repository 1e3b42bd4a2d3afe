public import Hosting
public import Planning

/// Asks hosts what they hold in the collections a plan is about.
public enum Survey {
    /// Looks at one host.
    ///
    /// - Parameter planned: the collections of the plan.
    /// - Returns: what is there.
    /// - Throws: the first `StoreError`; a host that cannot be looked at cannot be planned for.
    public static func snapshot(of session: HostSession, for planned: [PlanCollection]) async throws(StoreError)
        -> HostSnapshot
    {
        var snapshot = HostSnapshot()
        var existing: [StoreService: [StoredCollection]] = [:]
        for service in StoreService.allCases where !service.isFileTree {
            guard let store = session.stores[service] else { continue }
            let collections = try await store.collections()
            existing[service] = collections
            for collection in collections { snapshot.add(collection, of: service) }
        }
        for address in planned.addresses(existing: existing) {
            guard let store = session.stores[address.service] else { continue }
            snapshot.add(try await store.list(address.path), at: address)
        }
        return snapshot
    }
}
