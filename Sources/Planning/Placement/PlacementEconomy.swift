extension PlacementLevelling {
    /// Takes moves back that are not needed, and puts smaller ones in the place of larger ones.
    mutating func economise() {
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
                if violation <= before, !state.isOverfull(home) { return true }
                move(other, from: place, to: source)
            }
        }
        if let (one, two) = pair(worth: needed, below: size, from: home, to: place) {
            move(one, from: home, to: place)
            move(two, from: home, to: place)
            if violation <= before, !state.isOverfull(home) { return true }
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
