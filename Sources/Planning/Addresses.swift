public import Hosting
internal import Items

extension [PlanCollection] {
    /// The calendars and address books that a plan may make at a host, under the plan's own paths.
    public var mayBeMade: [HostSnapshot.Address] {
        filter { !$0.collection.form.isFileTree }.flatMap { collection in
            let service = StoreService(for: collection.collection.form)
            var paths = [collection.path]
            if service == .calendars {
                paths += ApartCalendar.kinds.map {
                    SafeName.component(ApartCalendar.name(for: $0, beside: collection.collection.name))
                }
            }
            return paths.map { HostSnapshot.Address(service, $0) }
        }
    }

    /// The collections at a host that a plan must know: those the items go to, under the plan's own path or, for
    /// calendars and address books, under that of one its owner calls the same.
    ///
    /// - Parameters:
    ///   - existing: the collections of the host, by store.
    ///   - newPaths: the paths that calendars and address books get, where they are not the plan's own.
    public func addresses(
        existing: [StoreService: [StoredCollection]], newPaths: [HostSnapshot.Address: String] = [:]
    ) -> [HostSnapshot.Address] {
        var addresses: Set<HostSnapshot.Address> = []
        for collection in self {
            let service = StoreService(for: collection.collection.form)
            let own = HostSnapshot.Address(service, collection.path)
            addresses.insert(HostSnapshot.Address(service, newPaths[own] ?? own.path))
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
