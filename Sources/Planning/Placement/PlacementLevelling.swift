/// Moves units until every host holds what it should within the tolerance, moving as few bytes as it can.
///
/// A copy that has no place yet moves for nothing; one that is kept costs its bytes.
struct PlacementLevelling {
    private(set) var state: PlacementState
    /// The bytes of kept copies that were moved.
    private(set) var moved = 0
    let budget: Int
    let lowest: [Int]
    let highest: [Int]
    /// The copies at each host that may move: numbers of units, and so the largest first.
    private(set) var copies: [[Int]]

    /// A step: one unit elsewhere, or two that change places.
    struct Step {
        let piece: Int
        let from: Int
        let to: Int
        var back: Int?
        let gain: Int
        let cost: Int

        /// Whether it is worth more than another: more gain for each byte, then more gain.
        func isBetter(than other: Step?) -> Bool {
            guard let other else { return true }
            let (left, right) = (Double(gain) * Double(max(other.cost, 0)), Double(other.gain) * Double(max(cost, 0)))
            return left == right ? gain > other.gain : left > right
        }
    }

    /// Starts from where everything is.
    ///
    /// - Parameters:
    ///   - targets: what each host should hold, in bytes.
    ///   - budget: how many bytes of kept copies may move.
    init(_ state: PlacementState, targets: [Double], budget: Int) {
        self.state = state
        self.budget = budget
        let problem = state.problem
        let hosts = problem.profiles.indices
        lowest = hosts.map {
            problem.isOpen[$0] ? Int((targets[$0] * (1 - problem.tolerance)).rounded(.up)) : 0
        }
        highest = hosts.map {
            problem.isOpen[$0] ? min(problem.limits[$0], Int(targets[$0] * (1 + problem.tolerance))) : .max / 4
        }
        copies = Array(repeating: [], count: problem.profiles.count)
        for piece in problem.pieces.indices where problem.pieces[piece].size > 0 {
            for host in state.hosts[piece] where mayMove(piece, from: host) { copies[host].append(piece) }
        }
    }

    /// Levels.
    mutating func run() {
        var patience = 4 * state.problem.pieces.count + 200
        var swaps = 200
        while patience > 0, violation > 0 {
            patience -= 1
            if let step = bestMove() {
                take(step)
            } else if swaps > 0, let step = bestSwap() {
                swaps -= 1
                take(step)
            } else {
                break
            }
        }
        if moved > 0 { economise() }
    }

    /// How often another way is looked for: what later rounds find is not worth their time.
    private static let rounds = 16

    /// Levels, and then looks whether another way leads to less.
    mutating func runThoroughly() {
        let start = self
        run()
        let least = Double(start.leastToMove) * 1.005
        var (round, failures) = (0, 0)
        while worth > least, failures < 4, round < Self.rounds {
            var other = round == 0 ? start : self
            var beam = PlacementBeam(
                other, effort: round == 0 ? 60_000 : 25_000, limit: round == 0 ? worth : worth * 1.05)
            for (piece, from, to) in beam.run(round: round) { other.move(piece, from: from, to: to) }
            other.run()
            let isBetter = other.worth < worth && other.keepsRules(asFarAs: self)
            failures = isBetter ? 0 : failures + 1
            if isBetter { self = other }
            round += 1
        }
    }

    // MARK: What is out of balance

    /// What the answer costs: the bytes that move, and what is still out of balance at its price.
    var worth: Double {
        var (imbalance, strain) = (0, 0)
        for host in copies.indices { imbalance += violation(state.loads[host], at: host) }
        for group in state.groupLoads.indices {
            strain += max(0, state.groupLoads[group] - state.problem.groups[group].limit)
        }
        return Double(moved) + Self.price(imbalance: imbalance, strain: strain)
    }

    /// Whether no host and no group holds more than it may, but for what it holds too many in another answer.
    private func keepsRules(asFarAs other: PlacementLevelling) -> Bool {
        copies.indices.allSatisfy { state.loads[$0] <= max(state.problem.limits[$0], other.state.loads[$0]) }
            && state.groupLoads.indices.allSatisfy {
                state.groupLoads[$0] <= max(state.problem.groups[$0].limit, other.state.groupLoads[$0])
            }
    }

    /// - Parameter strain: the bytes that hosts together hold beyond what a rule allows, which nothing outweighs.
    static func price(imbalance: Int, strain: Int) -> Double {
        Double(imbalance) * PlacementPolicy.priceOfImbalance + Double(strain) * 1000 * PlacementPolicy.priceOfImbalance
    }

    /// At least so many bytes must move: what some hosts have too many, or others too few, less what moves for nothing.
    private var leastToMove: Int {
        let over = copies.indices.reduce(0) { $0 + max(0, state.loads[$1] - highest[$1]) }
        let under = copies.indices.reduce(0) { $0 + max(0, lowest[$1] - state.loads[$1]) }
        let free = copies.indices.reduce(0) { sum, host in
            copies[host].reduce(sum) { isKept($1, at: host) ? $0 : $0 + state.problem.pieces[$1].size }
        }
        return max(0, max(over, under) - free)
    }

    func violation(_ load: Int, at host: Int) -> Int {
        max(0, load - highest[host]) + max(0, lowest[host] - load)
    }

    var violation: Int {
        var sum = 0
        for host in state.loads.indices { sum += violation(state.loads[host], at: host) }
        for group in state.groupLoads.indices {
            sum += max(0, state.groupLoads[group] - state.problem.groups[group].limit)
        }
        return sum
    }

    /// How much less is out of balance when `size` bytes go from one host to another.
    func gain(_ size: Int, from: Int, to: Int) -> Int {
        let (source, target) = (state.loads[from], state.loads[to])
        var gain = violation(source, at: from) + violation(target, at: to)
        gain -= violation(source - size, at: from) + violation(target + size, at: to)
        let problem = state.problem
        for group in problem.groupsOfHost[from] where !problem.groupsOfHost[to].contains(group) {
            let excess = state.groupLoads[group] - problem.groups[group].limit
            gain += max(0, excess) - max(0, excess - size)
        }
        return gain
    }

    /// Whether a step brings more than it costs.
    func isWorthIt(_ step: Step) -> Bool {
        step.gain > 0 && Double(step.gain) * PlacementPolicy.priceOfImbalance > Double(step.cost)
            && moved + step.cost <= budget
    }

    /// Whether a copy may leave its host at all.
    func mayMove(_ piece: Int, from host: Int) -> Bool {
        state.problem.isOpen[host] && (budget > 0 || !isKept(piece, at: host))
    }

    func isKept(_ piece: Int, at host: Int) -> Bool { state.problem.pieces[piece].kept.contains(host) }

    /// The bytes of kept copies that a move adds; fewer than none where it brings a copy back.
    func cost(_ piece: Int, from: Int, to: Int) -> Int {
        let size = state.problem.pieces[piece].size
        return (isKept(piece, at: from) ? size : 0) - (isKept(piece, at: to) ? size : 0)
    }

    private mutating func take(_ step: Step) {
        move(step.piece, from: step.from, to: step.to)
        if let back = step.back { move(back, from: step.to, to: step.from) }
    }

    mutating func move(_ piece: Int, from: Int, to: Int) {
        moved += cost(piece, from: from, to: to)
        state.remove(piece, from: from)
        state.add(piece, to: to)
        copies[from].remove(at: position(of: piece, at: from))
        copies[to].insert(piece, at: position(of: piece, at: to))
    }

    /// Where a unit is, or would be, among the copies at a host.
    func position(of piece: Int, at host: Int) -> Int {
        position(at: host) { $0 >= piece }
    }

    func position(at host: Int, where isBehind: (Int) -> Bool) -> Int {
        var (low, high) = (0, copies[host].count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(copies[host][middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    // MARK: Single moves

    private func bestMove() -> Step? {
        var best: Step?
        for from in copies.indices where !copies[from].isEmpty {
            for to in copies.indices where to != from && state.problem.isOpen[to] {
                for size in usefulSizes(from: from, to: to) {
                    for piece in piecesNear(size, from: from, to: to) {
                        let bytes = state.problem.pieces[piece].size
                        let step = Step(
                            piece: piece, from: from, to: to, gain: gain(bytes, from: from, to: to),
                            cost: cost(piece, from: from, to: to))
                        if isWorthIt(step), step.isBetter(than: best) { best = step }
                    }
                }
            }
        }
        return best
    }

    /// How many bytes would be best to move: what one has too many, what the other has too few, what stays in bounds.
    func usefulSizes(from: Int, to: Int) -> [Int] {
        var over = state.loads[from] - highest[from]
        for group in state.problem.groupsOfHost[from] where !state.problem.groupsOfHost[to].contains(group) {
            over = max(over, state.groupLoads[group] - state.problem.groups[group].limit)
        }
        let under = lowest[to] - state.loads[to]
        let room = highest[to] - state.loads[to]
        let spare = state.loads[from] - lowest[from]
        guard over > 0 || under > 0 else { return [] }
        return Set([over, under, min(over, room), min(under, spare)].filter { $0 > 0 }).sorted()
    }

    /// The units next to a size, above and below, that may go from one host to another.
    private func piecesNear(_ size: Int, from: Int, to: Int) -> [Int] {
        let middle = position(at: from) { state.problem.pieces[$0].size <= size }
        let below = copies[from][middle...].prefix(40).first { state.admits($0, to: to, leaving: from) }
        let above = copies[from][..<middle].suffix(40).last { state.admits($0, to: to, leaving: from) }
        return [below, above].compactMap { $0 }
    }
}
