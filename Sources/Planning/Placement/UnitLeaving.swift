internal import Hosting
public import Items

/// Finds other hosts for what lies at one that is to be left.
public enum UnitLeaving {
    /// What has to move.
    ///
    /// - Parameters:
    ///   - host: the name of the host to leave.
    ///   - units: everything that lies there, with its hosts in `places`.
    ///   - others: the hosts that stay.
    ///   - places: the names of the hosts that hold each unit, by its name.
    /// - Returns: a move for each unit, and a finding for each that no other host can take: it stays.
    public static func moves(
        from host: String, of units: [StoredUnit], to others: [HostState], policy: PlacementPolicy,
        places: [String: [String]]
    ) -> (moves: [UnitMove], findings: [Finding]) {
        let wanted = units.map { unit in
            let route = policy.route(ofAll: unit.kind)
            return PlacementUnit(
                id: unit.id, service: unit.kind.service, allowedHosts: route?.hosts, copies: route?.copies,
                byteCount: unit.byteCount, itemCount: unit.itemCount)
        }
        let arrangement = Placement.place(
            wanted, on: others, policy: policy, earlier: EarlierPlaces(places: places))
        var moves: [UnitMove] = []
        for unit in arrangement.units {
            let holders = Set(places[unit.id] ?? [])
            let names = unit.hosts.map { others[Int($0)].profile.name }
            guard !names.isEmpty else { continue }
            let new = names.filter { !holders.contains($0) }
            moves +=
                new.isEmpty
                ? [UnitMove(unit: unit.id, from: host, to: nil)]
                : new.prefix(1).map { UnitMove(unit: unit.id, from: host, to: $0) }
        }
        return (moves, arrangement.refusals.map(\.finding))
    }
}

extension PlacementPolicy {
    /// The route that all items of a kind take. Routes that look at names or dates decided when a unit was cut.
    fileprivate func route(ofAll kind: ItemKind) -> Route? {
        routes.first { route in
            (route.kinds.isEmpty || route.kinds.contains(kind)) && route.collection == nil && route.path == nil
                && route.before == nil && route.after == nil
        }
    }
}

/// A unit as it lies at a host.
public struct StoredUnit: Hashable, Sendable {
    /// Its name.
    public let id: String
    /// The kind of its items, or of one of them.
    public let kind: ItemKind
    /// Their bytes.
    public let byteCount: UInt64
    /// Their number.
    public let itemCount: Int

    /// Describes a unit.
    public init(id: String, kind: ItemKind, byteCount: UInt64, itemCount: Int) {
        self.id = id
        self.kind = kind
        self.byteCount = byteCount
        self.itemCount = itemCount
    }
}
