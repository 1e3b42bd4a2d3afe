internal import Glibc

extension PlacementLevelling {
    /// How to wander.
    struct Walk {
        /// How large the first steps are, as a part of what all hosts together may be off.
        let heat: Double
        /// What a byte out of balance counts, in moved bytes.
        let price: Double
        /// How many steps are tried for each copy.
        let steps: Int
    }

    /// With more copies than this there are so many ways to fill a gap that no detour is needed.
    private static let mostCopies = 600

    /// Wanders through the placements near this one and ends at the best of them: simulated annealing (Kirkpatrick,
    /// Gelatt and Vecchi 1983). Chance comes from a fixed seed, so that the same question has the same answer.
    mutating func anneal(_ walk: Walk) {
        var places: [(piece: Int, host: Int)] = []
        for host in copies.indices { for piece in copies[host] { places.append((piece, host)) } }
        let open = state.problem.isOpen.indices.filter { state.problem.isOpen[$0] }
        guard places.count > 1, places.count <= Self.mostCopies, open.count > 1 else { return }
        let price = walk.price
        let steps = walk.steps * places.count
        var heat = Double(max(1, state.problem.demand)) * state.problem.tolerance * walk.heat
        let cooling = exp(log(1e-3) / Double(steps))
        var random = Shuffle()
        var best = (energy: energy(price), self)
        for _ in 0..<steps {
            heat *= cooling
            let index = random.below(places.count)
            let (piece, from) = places[index]
            if random.below(3) > 0 {
                let to = open[random.below(open.count)]
                guard to != from, state.admits(piece, to: to, leaving: from) else { continue }
                let size = state.problem.pieces[piece].size
                let rise = Double(cost(piece, from: from, to: to)) - price * Double(gain(size, from: from, to: to))
                guard moved + cost(piece, from: from, to: to) <= budget, random.accepts(rise, heat) else { continue }
                move(piece, from: from, to: to)
                places[index].host = to
            } else {
                let other = random.below(places.count)
                let (back, to) = places[other]
                guard let rise = rise(piece, back, from: from, to: to, price), random.accepts(rise, heat) else {
                    continue
                }
                move(piece, from: from, to: to)
                move(back, from: to, to: from)
                places[index].host = to
                places[other].host = from
            }
            if energy(price) < best.energy { best = (energy(price), self) }
        }
        self = best.1
    }

    private func energy(_ price: Double) -> Double { Double(moved) + price * Double(violation) }

    /// How much worse it gets when two units change places; `nil` when they cannot.
    private func rise(_ piece: Int, _ back: Int, from: Int, to: Int, _ price: Double) -> Double? {
        let difference = state.problem.pieces[piece].size - state.problem.pieces[back].size
        guard piece != back, from != to, state.isFree(to, for: piece, leaving: from),
            state.isFree(from, for: back, leaving: to),
            state.excess(at: to, with: difference, leaving: from) <= 0,
            state.excess(at: from, with: -difference, leaving: to) <= 0
        else { return nil }
        let cost = cost(piece, from: from, to: to) + cost(back, from: to, to: from)
        guard moved + cost <= budget else { return nil }
        return Double(cost) - price * Double(gain(difference, from: from, to: to))
    }
}

/// A stream of numbers that look like chance and are always the same (xorshift64*, Marsaglia 2003 and Vigna 2016).
private struct Shuffle {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    private mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % bound }

    /// Whether to go a step that makes it worse by `rise`.
    mutating func accepts(_ rise: Double, _ heat: Double) -> Bool {
        rise <= 0 || Double(next() >> 11) / Double(1 << 53) < exp(-rise / heat)
    }
}
