public import Hosting
internal import Items

extension [PlanCollection] {
    /// The collections at a host that a plan must know: those the items go to, under the plan's own path or, for
    /// calendars and address books, under that of one its owner calls the same.
    ///
    /// - Parameter existing: the collections of the host, by store.
    public func addresses(existing: [StoreService: [StoredCollection]]) -> [HostSnapshot.Address] {
        var addresses: Set<HostSnapshot.Address> = []
        for collection in self {
            let service = StoreService(for: collection.collection.form)
            let all = collection.collection.form == .folder ? [] : existing[service] ?? []
            let adopted = all.filter { $0.displayName == collection.collection.name }
            for stored in adopted { addresses.insert(HostSnapshot.Address(service, stored.path)) }
            // The server may have given it another path than it was asked to; then both mean the same.
            guard adopted.isEmpty || all.contains(where: { ExactText($0.path) == ExactText(collection.path) }) else {
                continue
            }
            addresses.insert(HostSnapshot.Address(service, collection.path))
        }
        return addresses.sorted { ($0.service.rawValue, $0.path) < ($1.service.rawValue, $1.path) }
    }
}
