/// Finds a place for everything: keeps what is placed, fills in the rest, searches where that is tight, and levels what
/// is new.
struct PlacementSolver {
    /// The answer; units that have too few hosts where there is none.
    let state: PlacementState
    /// What each host should hold, in bytes.
    let targets: PlacementTargets

    /// Whether everything has the copies it wants.
    var isComplete: Bool { state.short.isEmpty }

    /// Answers a question.
    ///
    /// - Parameters:
    ///   - rules: the ways to fill, in the order in which they are tried.
    ///   - budget: how many bytes of kept copies may move.
    init(_ problem: PlacementProblem, rules: [PlacementFill.Rule] = PlacementFill.Rule.allCases, budget: Int = 0) {
        let kept = PlacementState(problem)
        // A host that takes nothing new keeps what it has.
        let capacities = problem.isOpen.indices.map { problem.isOpen[$0] ? problem.limits[$0] : kept.loads[$0] }
        targets = PlacementTargets(problem, capacities: capacities)
        var best: PlacementState?
        for rule in rules {
            var fill = PlacementFill(kept, targets: targets.bytes, rule: rule)
            fill.run()
            if fill.state.lacking < best?.lacking ?? .max { best = fill.state }
            if best?.short.isEmpty == true { break }
        }
        var found = best ?? kept
        if !found.short.isEmpty, targets.missing == 0, case .found(let state) = PlacementSearch.run(kept) {
            found = state
        }
        guard found.short.isEmpty else {
            state = found
            return
        }
        var levelling = PlacementLevelling(found, targets: targets.bytes, budget: budget)
        levelling.runThoroughly()
        state = levelling.state
    }
}
