internal import Hosting

/// How many bytes each host should hold: what its weight says, as far as quotas, shares, routes and distinctness let
/// it.
///
/// The targets are the max-min fair ones: the greatest load per weight is as small as it can be, then the next, and
/// so on. Each step is the smallest level `λ` at which a flow of classes of units through hosts of capacity
/// `min(limit, λ·weight)` carries everything; it is found by Newton's method on the capacity of the smallest cut,
/// which is a concave, piecewise linear function of `λ`.
struct PlacementTargets {
    /// In bytes, by host.
    let bytes: [Double]
    /// How much of the demand no host can take even if units could be divided: 0 where all can be placed.
    let missing: Double

    /// Computes them.
    ///
    /// - Parameter capacities: how much each host may hold at most; its limit where it takes new units.
    init(_ problem: PlacementProblem, capacities: [Int]) {
        let network = FlowNetwork(problem)
        let limits = capacities.indices.map { host in
            let shares = problem.groupsOfHost[host].filter { problem.groups[$0].members.count == 1 }
            return Double(shares.reduce(min(capacities[host], problem.demand)) { min($0, problem.groups[$1].limit) })
        }
        let demand = Double(problem.demand)
        let enough = demand * (1 - 1e-9)
        let (most, _) = network.run(limits)
        var targets = limits
        guard most >= enough, demand > 0 else {
            bytes = demand > 0 ? limits : limits.map { _ in 0 }
            missing = max(0, demand - most)
            return
        }
        missing = 0
        var isSettled = problem.profiles.map { _ in false }
        while isSettled.contains(false) {
            var level = 0.0
            var bound: [Int] = []
            while true {
                for host in limits.indices where !isSettled[host] {
                    targets[host] = min(limits[host], level * problem.profiles[host].weight)
                }
                let (flow, cut) = network.run(targets)
                let isRising = { (host: Int) in !isSettled[host] && targets[host] < limits[host] }
                if flow >= enough { break }
                bound = cut.filter(isRising)
                let slope = bound.reduce(0) { $0 + problem.profiles[$1].weight }
                guard slope > 0 else { break }
                let next = level + (demand - flow) / slope
                // The last step is one of rounding.
                guard next > level * (1 + 1e-12) else { break }
                level = next
            }
            // These cannot hold less; the others may.
            let settled = bound.isEmpty ? isSettled.indices.filter { !isSettled[$0] } : bound
            for host in settled { isSettled[host] = true }
        }
        bytes = targets
    }
}
