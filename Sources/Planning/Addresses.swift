public import Hosting
internal import Items

extension [PlanCollection] {
    /// The collections at a host that a plan must know: those the items go to, under the plan's own path or, for
    /// calendars and address books, under that of one its owner calls the same.
    ///
    /// - Parameters:
    ///   - existing: the collections of the host, by store.
    ///   - newPath: the path a calendar or address book gets, or has, when none is called like it.
    public func addresses(
        existing: [StoreService: [StoredCollection]], newPath: (HostSnapshot.Address) -> String
    ) -> [HostSnapshot.Address] {
        var addresses: Set<HostSnapshot.Address> = []
        for collection in self {
            let service = StoreService(for: collection.collection.form)
            let own = HostSnapshot.Address(service, collection.path)
            addresses.insert(HostSnapshot.Address(service, newPath(own)))
            guard collection.collection.form != .folder else { continue }
            for stored in existing[service] ?? [] where stored.displayName == collection.collection.name {
                addresses.insert(HostSnapshot.Address(service, stored.path))
            }
        }
        return addresses.sorted { ($0.service.rawValue, $0.path) < ($1.service.rawValue, $1.path) }
    }
}
