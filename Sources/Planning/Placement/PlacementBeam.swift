/// Looks for the cheapest way to bring every host into its bounds: decides unit after unit, and keeps after each the
/// most promising ways to have decided so far (beam search: B. T. Lowerre, Carnegie Mellon University 1976).
///
/// What is not decided yet counts as lying where it is now. So a way is worth what it has moved and what must still
/// move at the least: the bytes that hosts have too many, or those that others have too few, whichever is more. What
/// no later decision can mend counts at its price.
struct PlacementBeam {
    /// Something that can be done with a unit.
    private struct Option {
        /// The hosts its copies leave.
        var from: [Int] = []
        /// The hosts they go to, in the same order.
        var to: [Int] = []
        /// How many bytes of kept copies move by it.
        var cost = 0
    }

    /// A way to have decided all units up to one.
    private struct Way {
        let worth: Double
        let cost: Int
        /// The way it goes on from, by its number.
        let parent: Int
        /// What it does with the unit, by its number.
        let option: Int
        /// Ways to the same loads, as far as that matters, have the same.
        let digest: UInt64
    }

    /// A unit that was decided, and the ways that were kept.
    private struct Level {
        let piece: Int
        let options: [Option]
        let ways: [Way]
    }

    /// More units than this are not decided: the smaller ones fill every gap without.
    private static let mostPieces = 200

    private let start: PlacementLevelling
    private let hosts: Range<Int>
    private let effort: Int
    private let limit: Double
    /// How exactly a load is looked at, to tell ways apart.
    private let grid: [Int]
    /// The bytes at each host that are not decided yet.
    private var undecided: [Int]

    /// Starts from where everything is.
    ///
    /// - Parameters:
    ///   - effort: how many ways are kept, times hosts, times what can be done with a unit.
    ///   - limit: what is worth more than this is of no use.
    init(_ start: PlacementLevelling, effort: Int, limit: Double) {
        self.start = start
        self.effort = effort
        self.limit = limit - Double(start.moved)
        hosts = start.copies.indices
        grid = hosts.map { max(1, (min(start.highest[$0], PlacementProblem.unlimited) - start.lowest[$0]) / 16) }
        undecided = start.copies.map { $0.reduce(0) { $0 + start.state.problem.pieces[$1].size } }
    }

    /// The best way that was found.
    ///
    /// - Parameter round: the first goes from the largest unit to the smallest, the others in an order of their own.
    /// - Returns: the moves of single copies; none when nothing better was found.
    mutating func run(round: Int) -> [(piece: Int, from: Int, to: Int)] {
        var levels: [Level] = []
        var loads = start.state.loads
        var costs = [0]
        for piece in pieces(round) {
            let size = start.state.problem.pieces[piece].size
            let options = options(of: piece)
            for host in start.state.hosts[piece] where start.mayMove(piece, from: host) { undecided[host] -= size }
            let ways = best(ways(options, size, loads, costs), effort / options.count / hosts.count)
            guard !ways.isEmpty else { return [] }
            loads = ways.flatMap { way in
                var next = Array(loads[(way.parent * hosts.count)..<((way.parent + 1) * hosts.count)])
                for host in options[way.option].from { next[host] -= size }
                for host in options[way.option].to { next[host] += size }
                return next
            }
            costs = ways.map(\.cost)
            levels.append(Level(piece: piece, options: options, ways: ways))
        }
        var moves: [(piece: Int, from: Int, to: Int)] = []
        var number = 0
        for level in levels.reversed() {
            let option = level.options[level.ways[number].option]
            for (from, to) in zip(option.from, option.to) { moves.append((level.piece, from, to)) }
            number = level.ways[number].parent
        }
        return moves
    }

    private func pieces(_ round: Int) -> [Int] {
        let movable = Set(start.copies.joined())
        let pieces = start.state.problem.pieces.indices.filter { movable.contains($0) }.prefix(Self.mostPieces)
        guard round > 0 else { return Array(pieces) }
        return pieces.map { (Self.mix(UInt64($0) &+ UInt64(round) << 32), $0) }.sorted { $0 < $1 }.map(\.1)
    }

    /// What can be done with a unit: nothing, one copy moved, or both of two.
    private func options(of piece: Int) -> [Option] {
        let state = start.state
        var single: [Option] = []
        for from in state.hosts[piece] where start.mayMove(piece, from: from) {
            for to in hosts where !state.hosts[piece].contains(to) && state.isFree(to, for: piece, leaving: from) {
                single.append(Option(from: [from], to: [to], cost: start.cost(piece, from: from, to: to)))
            }
        }
        var double: [Option] = []
        if state.hosts[piece].count == 2 {
            for one in single where one.from[0] == state.hosts[piece][0] {
                for other in single
                where other.from[0] != one.from[0] && !state.problem.isConflict[one.to[0]][other.to[0]] {
                    double.append(
                        Option(from: one.from + other.from, to: one.to + other.to, cost: one.cost + other.cost))
                }
            }
        }
        return [Option()] + single + double
    }

    /// Every way on from those that were kept.
    private func ways(_ options: [Option], _ size: Int, _ loads: [Int], _ costs: [Int]) -> [Way] {
        var ways: [Way] = []
        ways.reserveCapacity(costs.count * options.count)
        var next = [Int](repeating: 0, count: hosts.count)
        for parent in costs.indices {
            for (number, option) in options.enumerated() {
                let cost = costs[parent] + option.cost
                guard start.moved + cost <= start.budget else { continue }
                for host in hosts { next[host] = loads[parent * hosts.count + host] }
                for host in option.from { next[host] -= size }
                for host in option.to { next[host] += size }
                let worth = Double(cost) + outlook(next)
                guard worth < limit else { continue }
                var digest: UInt64 = 0
                for host in hosts { digest = Self.mix(digest ^ UInt64(truncatingIfNeeded: next[host] / grid[host])) }
                ways.append(Way(worth: worth, cost: cost, parent: parent, option: number, digest: digest))
            }
        }
        return ways
    }

    /// The best ways, one for all that come to the same.
    private func best(_ ways: [Way], _ wanted: Int) -> [Way] {
        var ways = ways
        let wanted = max(1, wanted)
        if ways.count > 3 * wanted {
            let most = ways.map(\.worth).sorted()[3 * wanted]
            ways.removeAll { $0.worth > most }
        }
        ways.sort { ($0.worth, $0.digest, $0.parent, $0.option) < ($1.worth, $1.digest, $1.parent, $1.option) }
        var seen: Set<UInt64> = []
        var chosen: [Way] = []
        for way in ways where chosen.count < wanted && seen.insert(way.digest).inserted { chosen.append(way) }
        return chosen
    }

    /// What loads will cost at the least from here on.
    private func outlook(_ loads: [Int]) -> Double {
        var (over, under, stuck, strain, rest) = (0, 0, 0, 0, 0)
        for host in hosts {
            over += max(0, loads[host] - start.highest[host])
            under += max(0, start.lowest[host] - loads[host])
            stuck += max(0, loads[host] - undecided[host] - start.highest[host])
            strain += max(0, loads[host] - undecided[host] - start.state.problem.limits[host])
            rest += undecided[host]
        }
        for group in start.state.problem.groups {
            var (load, decided) = (0, 0)
            for host in group.members {
                load += loads[host]
                decided += loads[host] - undecided[host]
            }
            over = max(over, load - group.limit)
            strain += max(0, decided - group.limit)
        }
        stuck += max(0, under - rest)
        return Double(max(over, under)) + PlacementLevelling.price(imbalance: stuck, strain: strain)
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
