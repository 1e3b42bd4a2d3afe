extension PlacementLevelling {
    /// The best pair of units that can change places.
    func bestSwap() -> Step? {
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
                guard difference > 0, state.isFree(to, for: piece, leaving: from),
                    state.isFree(from, for: back, leaving: to),
                    state.excess(at: to, with: difference, leaving: from) <= 0
                else { continue }
                let step = Step(
                    piece: piece, from: from, to: to, back: back, gain: gain(difference, from: from, to: to),
                    cost: price)
                if isWorthIt(step), step.isBetter(than: best) { best = step }
            }
        }
        return best
    }
}
