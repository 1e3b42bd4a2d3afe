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
            addresses.insert(HostSnapshot.Address(service, collection.path))
            guard !collection.collection.form.isFileTree else { continue }
            for stored in existing[service] ?? [] where stored.displayName == collection.collection.name {
                addresses.insert(HostSnapshot.Address(service, stored.path))
            }
            guard service == .calendars else { continue }
            let apart = ApartCalendar.kinds.map { ApartCalendar.name(for: $0, beside: collection.collection.name) }
            for stored in existing[service] ?? []
            where apart.contains(where: { stored.displayName == $0 || stored.path == SafeName.component($0) }) {
                addresses.insert(HostSnapshot.Address(service, stored.path))
            }
        }
        return addresses.sorted { ($0.service.rawValue, $0.path) < ($1.service.rawValue, $1.path) }
    }
}
