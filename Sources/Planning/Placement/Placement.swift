internal import Hosting
public import Items

/// Decides which hosts get which units. Pure: the same units, hosts and policy give the same answer in any order.
///
/// What is placed stays, so that a plan moves nothing. The rest is drawn by weighted rendezvous hashing within what
/// each host should hold, and at the end `PlacementCheck` looks at the answer with the policy alone in hand.
public enum Placement {
    /// The codes of the findings for what cannot be placed: there is not the room, or the policy cannot be kept.
    static let refusalCodes: Set<String> = ["no-room", "policy-impossible"]

    /// The code of the finding that the result breaks a rule, which is a defect of this program.
    public static let defectCode = "placement-defect"

    /// Finds hosts for the units that have too few; those they have they keep.
    ///
    /// - Parameters:
    ///   - hosts: in the order of the plan.
    ///   - earlier: where the units are.
    public static func place(
        _ units: [PlacementUnit], on hosts: [HostState], policy: PlacementPolicy,
        earlier: EarlierPlaces = EarlierPlaces()
    ) -> Arrangement {
        let problem = PlacementProblem(units, on: hosts, policy: policy, earlier: earlier)
        return arrange(problem, units, on: hosts, policy: policy, earlier: earlier)
    }

    /// Moves units until every host holds what it should, as far as the largest unit lets it, and mends what breaks
    /// the policy: hosts that are closing are emptied, copies at one organisation part.
    ///
    /// - Parameters:
    ///   - current: where the units are.
    ///   - maximumMove: how many bytes may move; `nil` for as many as it takes.
    public static func rebalance(
        _ units: [PlacementUnit], on hosts: [HostState], policy: PlacementPolicy, current: EarlierPlaces,
        maximumMove: UInt64? = nil
    ) -> Arrangement {
        let budget = maximumMove.map { Int(clamping: $0) } ?? .max / 4
        let closing = Set(hosts.map(\.profile).filter { $0.standing == .closing }.map(\.name))
        let problem = PlacementProblem(
            units, on: hosts, policy: policy, earlier: current, leaving: closing, budget: budget)
        let rest = budget - min(budget, problem.leavingBytes)
        return arrange(problem, units, on: hosts, policy: policy, earlier: current, isMoving: true, budget: rest)
    }

    /// Finds other hosts for everything at one host, and moves nothing else.
    ///
    /// - Parameters:
    ///   - host: its name.
    ///   - current: where the units are.
    public static func drain(
        _ host: String, of units: [PlacementUnit], on hosts: [HostState], policy: PlacementPolicy,
        current: EarlierPlaces
    ) -> Arrangement {
        let problem = PlacementProblem(units, on: hosts, policy: policy, earlier: current, leaving: [host])
        return arrange(problem, units, on: hosts, policy: policy, earlier: current, isMoving: true)
    }

    private static func arrange(
        _ problem: PlacementProblem, _ units: [PlacementUnit], on hosts: [HostState], policy: PlacementPolicy,
        earlier: EarlierPlaces, isMoving: Bool = false, budget: Int = 0
    ) -> Arrangement {
        // Units that leave a host go where the gaps are; new ones go where they are drawn.
        let rules: [PlacementFill.Rule] = isMoving ? [.emptiest, .draw, .fullest] : [.draw, .emptiest, .fullest]
        var solver = PlacementSolver(problem, rules: rules, budget: budget)
        var refusals: [PlacementRefusal] = []
        if !solver.isComplete {
            // Where copies are lacking, as many as can be had will do, but not fewer than the least.
            let least = PlacementSolver(problem.wanting { $0.least }, rules: rules, budget: budget)
            if least.isComplete {
                solver = PlacementSolver(problem.withKept(least.state), rules: rules)
                // Until there is nothing to add, so that the same question asked again adds nothing either.
                var lacking = Int.max
                while solver.state.lacking < lacking {
                    lacking = solver.state.lacking
                    solver = PlacementSolver(problem.withKept(solver.state), rules: rules)
                }
            } else {
                refusals = PlacementDiagnosis(units, on: hosts, policy: policy, problem: problem).refusals
            }
        }
        var placed = units
        for (index, piece) in problem.pieces.enumerated() {
            placed[piece.number].hosts = solver.state.hosts[index].map { Int32(problem.hostNumbers[$0]) }.sorted()
        }
        var targets = hosts.map { _ in 0.0 }
        for (index, number) in problem.hostNumbers.enumerated() { targets[number] = solver.targets.bytes[index] }
        let check = PlacementCheck(
            placed, on: hosts, policy: policy, earlier: earlier, targets: solver.isComplete ? targets : nil,
            isMoving: isMoving)
        return Arrangement(
            units: placed, moves: moves(placed, on: hosts, earlier: earlier), targets: targets,
            invariants: check.invariants, refusals: refusals, defects: check.defects)
    }

    private static func moves(
        _ units: [PlacementUnit], on hosts: [HostState], earlier: EarlierPlaces
    ) -> [PlacementMove] {
        units.flatMap { unit -> [PlacementMove] in
            guard let before = earlier.places[unit.id] else { return [] }
            let after = unit.hosts.map { hosts[Int($0)].profile.name }
            var left = before.filter { !after.contains($0) }[...]
            return after.filter { !before.contains($0) }.map { host in
                PlacementMove(unit: unit.id, from: left.popFirst(), to: host, byteCount: unit.byteCount)
            }
        }
    }
}

/// Where units go, and what is to be said about it.
public struct Arrangement: Sendable {
    /// The units as they were given, each with its hosts.
    public let units: [PlacementUnit]
    /// What has to move for it: copies of units that were placed before.
    public let moves: [PlacementMove]
    /// How many bytes each host should hold by its weight and the rules, in the order of the hosts.
    public let targets: [Double]
    /// What each rule says about the result.
    public let invariants: [PlacementInvariant]
    /// Why not everything could be placed; empty when it could.
    public let refusals: [PlacementRefusal]
    /// Where the result breaks a rule, which is a defect of this module; always empty unless there is one.
    public let defects: [String]

    /// What stands in the way of carrying it out.
    public var obstacles: [Finding] {
        refusals.map(\.finding)
            + defects.map {
                Finding(
                    Placement.defectCode, .error, "The placement breaks a rule: please report this.", detail: $0)
            }
    }

    /// The same for the report.
    public var findings: [Finding] {
        let broken = refusals.isEmpty ? invariants.filter { $0.verdict == .broken } : []
        return obstacles
            + broken.map {
                // Shares that drift apart as hosts come and go harm nobody.
                Finding(
                    "policy-broken", $0.rule == "weight" ? .note : .warning,
                    "What earlier runs placed stays where it is, and so a rule is not kept: rebalancing mends it.",
                    detail: "\($0.statement): \($0.detail ?? "")")
            }
            + invariants.filter { $0.rule == "copies" && $0.verdict == .bound }.map {
                Finding(
                    "fewer-copies", .warning, "Not everything has as many copies as it should: add hosts, or room.",
                    detail: $0.detail)
            }
    }
}

/// A copy of a unit that goes to another host.
public struct PlacementMove: Hashable, Sendable {
    /// The name of the unit.
    public let unit: String
    /// The host it leaves, by name; `nil` when it is one copy more.
    public let from: String?
    /// The host it goes to, by name.
    public let to: String
    /// The bytes of the unit.
    public let byteCount: UInt64
}
