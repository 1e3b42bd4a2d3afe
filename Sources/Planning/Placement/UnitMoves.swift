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
        let arrangement = Placement.place(
            units.map { PlacementUnit($0, policy) }, on: others, policy: policy, earlier: EarlierPlaces(places: places))
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
        return (moves, arrangement.obstacles)
    }
}

/// Finds out what would have to move for every host to hold what it should.
public enum UnitBalancing {
    /// What has to move.
    ///
    /// - Parameters:
    ///   - units: everything that lies at the hosts.
    ///   - places: the names of the hosts that hold each unit, by its name.
    ///   - maximumMove: the most bytes that may move; `nil` for as many as it takes.
    /// - Returns: the moves, and what stands in the way. A copy that is lacking is no move: an import makes it.
    public static func moves(
        of units: [StoredUnit], on hosts: [HostState], policy: PlacementPolicy, places: [String: [String]],
        maximumMove: UInt64?
    ) -> (moves: [UnitMove], findings: [Finding]) {
        let arrangement = Placement.rebalance(
            units.map { PlacementUnit($0, policy) }, on: hosts, policy: policy,
            current: EarlierPlaces(places: places), maximumMove: maximumMove)
        let moves = arrangement.moves.compactMap { move in
            move.from.map { UnitMove(unit: move.unit, from: $0, to: move.to) }
        }
        return (moves, arrangement.obstacles)
    }
}

extension PlacementUnit {
    /// A unit as it lies at hosts, with what the policy says of it now.
    fileprivate init(_ stored: StoredUnit, _ policy: PlacementPolicy) {
        let route = policy.route(ofAll: stored.kind)
        self.init(
            id: stored.id, service: stored.kind.service, allowedHosts: route?.hosts, copies: route?.copies,
            byteCount: stored.byteCount, itemCount: stored.itemCount)
    }
}

extension PlacementPolicy {
    /// How many hosts must hold a unit while it moves: as many as a run is content with, and 1 where nobody said.
    public func leastCopies(of unit: StoredUnit) -> Int {
        min(copies(of: PlacementUnit(unit, self)).wanted, minimumCopies ?? 1)
    }

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
