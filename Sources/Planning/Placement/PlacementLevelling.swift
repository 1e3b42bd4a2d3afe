/// Moves units until every host holds what it should within the tolerance, moving as few bytes as it can.
///
/// A copy that has no place yet moves for nothing; one that is kept costs its bytes.
struct PlacementLevelling {
    private(set) var state: PlacementState
    /// The bytes of kept copies that were moved.
    private(set) var moved = 0
    private let budget: Int
    private let lowest: [Int]
    private let highest: [Int]
    /// The copies at each host that may move: numbers of units, and so the largest first.
    private var copies: [[Int]]

    /// A step: one unit elsewhere, or two that change places.
    private struct Step {
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
            problem.isOpen[$0] ? min(problem.limits[$0], Int(targets[$0] * (1 + problem.tolerance))) : .max
        }
        copies = Array(repeating: [], count: problem.profiles.count)
        for piece in problem.pieces.indices where problem.pieces[piece].size > 0 {
            for host in state.hosts[piece] where budget > 0 || !problem.pieces[piece].kept.contains(host) {
                copies[host].append(piece)
            }
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

    // MARK: What is out of balance

    private func violation(_ load: Int, at host: Int) -> Int {
        max(0, load - highest[host]) + max(0, lowest[host] - load)
    }

    private var violation: Int {
        var sum = 0
        for host in state.loads.indices { sum += violation(state.loads[host], at: host) }
        for group in state.groupLoads.indices {
            sum += max(0, state.groupLoads[group] - state.problem.groups[group].limit)
        }
        return sum
    }

    /// How much less is out of balance when `size` bytes go from one host to another.
    private func gain(_ size: Int, from: Int, to: Int) -> Int {
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

    private func isKept(_ piece: Int, at host: Int) -> Bool { state.problem.pieces[piece].kept.contains(host) }

    /// The bytes of kept copies that a move adds; fewer than none where it brings a copy back.
    private func cost(_ piece: Int, from: Int, to: Int) -> Int {
        let size = state.problem.pieces[piece].size
        return (isKept(piece, at: from) ? size : 0) - (isKept(piece, at: to) ? size : 0)
    }

    private mutating func take(_ step: Step) {
        move(step.piece, from: step.from, to: step.to)
        if let back = step.back { move(back, from: step.to, to: step.from) }
    }

    private mutating func move(_ piece: Int, from: Int, to: Int) {
        moved += cost(piece, from: from, to: to)
        state.remove(piece, from: from)
        state.add(piece, to: to)
        copies[from].remove(at: position(of: piece, at: from))
        copies[to].insert(piece, at: position(of: piece, at: to))
    }

    /// Where a unit is, or would be, among the copies at a host.
    private func position(of piece: Int, at host: Int) -> Int {
        position(at: host) { $0 >= piece }
    }

    private func position(at host: Int, where isBehind: (Int) -> Bool) -> Int {
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
                        if step.gain > 0, moved + step.cost <= budget, step.isBetter(than: best) { best = step }
                    }
                }
            }
        }
        return best
    }

    /// How many bytes would be best to move: what one has too many, what the other has too few, what stays in bounds.
    private func usefulSizes(from: Int, to: Int) -> [Int] {
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

    // MARK: Swaps

    private func bestSwap() -> Step? {
        var best: Step?
        for from in copies.indices where !copies[from].isEmpty && state.problem.isOpen[from] {
            for to in copies.indices where to != from && state.problem.isOpen[to] && !copies[to].isEmpty {
                for size in usefulSizes(from: from, to: to) {
                    if let step = swap(of: size, from: from, to: to), step.isBetter(than: best) { best = step }
                }
            }
        }
        return best
    }

    /// Two units that differ by about `size` bytes: both lists are walked once, side by side.
    private func swap(of size: Int, from: Int, to: Int) -> Step? {
        var best: Step?
        var position = 0
        for piece in copies[from] {
            let bytes = state.problem.pieces[piece].size
            while position < copies[to].count, state.problem.pieces[copies[to][position]].size > bytes - size {
                position += 1
            }
            for back in copies[to][max(0, position - 1)..<min(copies[to].count, position + 1)] where back != piece {
                let difference = bytes - state.problem.pieces[back].size
                let price = cost(piece, from: from, to: to) + cost(back, from: to, to: from)
                guard difference > 0, moved + price <= budget, state.isFree(to, for: piece, leaving: from),
                    state.isFree(from, for: back, leaving: to),
                    state.excess(at: to, with: difference, leaving: from) <= 0
                else { continue }
                let step = Step(
                    piece: piece, from: from, to: to, back: back, gain: gain(difference, from: from, to: to),
                    cost: price)
                if step.gain > 0, step.isBetter(than: best) { best = step }
            }
        }
        return best
    }
}

// MARK: - Moving less for the same

extension PlacementLevelling {
    /// Takes moves back that are not needed, and puts smaller ones in the place of larger ones.
    private mutating func economise() {
        for _ in 0..<4 {
            var isBetter = false
            for piece in state.problem.pieces.indices {
                for host in state.problem.pieces[piece].kept where !state.hosts[piece].contains(host) {
                    for place in state.hosts[piece] where !isKept(piece, at: place) {
                        if undo(piece, from: place, to: host) || replace(piece, from: host, to: place) {
                            isBetter = true
                            break
                        }
                    }
                }
            }
            if !isBetter { break }
        }
    }

    private mutating func undo(_ piece: Int, from place: Int, to home: Int) -> Bool {
        let size = state.problem.pieces[piece].size
        guard state.admits(piece, to: home, leaving: place), gain(size, from: place, to: home) >= 0 else {
            return false
        }
        move(piece, from: place, to: home)
        return true
    }

    /// Moves one or two smaller units in the place of a larger one.
    private mutating func replace(_ piece: Int, from home: Int, to place: Int) -> Bool {
        let before = violation
        let size = state.problem.pieces[piece].size
        guard state.isFree(home, for: piece, leaving: place) else { return false }
        move(piece, from: place, to: home)
        // What must go instead, at the least.
        let needed = max(1, state.loads[home] - highest[home], lowest[place] - state.loads[place])
        for source in copies.indices where source != place {
            let smaller = position(at: source) { state.problem.pieces[$0].size < size }
            let enough = position(at: source) { state.problem.pieces[$0].size < needed }
            guard smaller < enough else { continue }
            for other in copies[source][smaller..<enough].reversed().prefix(20)
            where isKept(other, at: source) && state.admits(other, to: place, leaving: source) {
                move(other, from: source, to: place)
                if violation <= before { return true }
                move(other, from: place, to: source)
            }
        }
        if let (one, two) = pair(worth: needed, below: size, from: home, to: place) {
            move(one, from: home, to: place)
            move(two, from: home, to: place)
            if violation <= before { return true }
            move(two, from: place, to: home)
            move(one, from: place, to: home)
        }
        move(piece, from: home, to: place)
        return false
    }

    /// The two units at a host with the least sum of at least `needed`.
    private func pair(worth needed: Int, below limit: Int, from home: Int, to place: Int) -> (Int, Int)? {
        let candidates = copies[home].filter {
            state.problem.pieces[$0].size < limit && isKept($0, at: home) && state.admits($0, to: place, leaving: home)
        }
        var (large, small) = (0, candidates.count - 1)
        var best: (one: Int, two: Int, sum: Int)?
        while large < small {
            let sum = state.problem.pieces[candidates[large]].size + state.problem.pieces[candidates[small]].size
            if sum >= needed {
                if sum < min(limit, best?.sum ?? limit), state.excess(at: place, with: sum, leaving: home) <= 0 {
                    best = (candidates[large], candidates[small], sum)
                }
                large += 1
            } else {
                small -= 1
            }
        }
        return best.map { ($0.one, $0.two) }
    }
}
