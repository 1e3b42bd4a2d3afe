internal import Hosting
internal import Items

extension Planner {
    /// Calendars and address books that the host has, or makes, under another path; those that are there are found by
    /// what their owner calls them.
    static func adoptedPaths(of collections: [PlanCollection], at host: HostState) -> [Int32: String] {
        guard let snapshot = host.snapshot else { return [:] }
        var paths: [Int32: String] = [:]
        for (number, collection) in collections.enumerated() where !collection.collection.form.isFileTree {
            let service = StoreService(for: collection.collection.form)
            let named = snapshot.collections(of: service).filter { $0.displayName == collection.collection.name }
            let own = HostSnapshot.Address(service, collection.path)
            if let path = named.map(\.path).min() ?? snapshot.newPaths[own] { paths[Int32(number)] = path }
        }
        return paths
    }

    /// The hosts that hold a unit already: as the state says, else, where the state is lost, as the hosts show.
    func whereUnitsAre(_ policy: PlacementPolicy) -> EarlierPlaces {
        var earlier = EarlierPlaces(places: memory.placements)
        var found: [Int32: [Int: Int]] = [:]
        for host in hosts.indices where hosts[host].snapshot != nil {
            let name = hosts[host].profile.name
            let isHere = units.map { memory.placements[$0.id]?.contains(name) }
            var stored: UInt64 = 0
            for item in inventory.items {
                let known = isHere[Int(item.unit)]
                // What lies there needs no new room; only a host with limited room is asked for it.
                guard known == nil || (known == true && hosts[host].availableBytes != nil),
                    existing(item, at: host) != nil
                else { continue }
                stored &+= item.byteCount ?? 0
                if known == nil { found[item.unit, default: [:]][host, default: 0] += 1 }
            }
            earlier.storedBytes[name] = stored
        }
        for (unit, counts) in found {
            let order = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
            let most = order.first?.value ?? 0
            // The host with the most of it, and as many with most of that as there should be copies.
            let holders = order.filter { $0.value * 2 > most }.prefix(policy.copies(of: units[Int(unit)]).wanted)
            earlier.places[units[Int(unit)].id] = holders.map { hosts[$0.key].profile.name }
        }
        return earlier
    }
}
