internal import Glibc
internal import Hosting
internal import Items

/// Places the copies that have no place, the largest units first, for they have the fewest places to go.
struct PlacementFill {
    /// Which of the hosts that admit a unit gets it.
    enum Rule: CaseIterable {
        /// The one with the best draw that is not over its target by it; where all would be, the emptiest.
        case draw
        /// The one that is the least full, measured by its target.
        case emptiest
        /// The one with the least room left, so that large gaps stay for large units.
        case fullest
    }

    private(set) var state: PlacementState
    private let targets: [Double]
    private let rule: Rule
    private let hostHashes: [UInt64]
    /// How many more units may be looked at for `makeRoom`, so that a hopeless case ends soon.
    private var patience = 2_000_000

    /// Starts with the units that are kept.
    ///
    /// - Parameter targets: what each host should hold, in bytes.
    init(_ state: PlacementState, targets: [Double], rule: Rule) {
        self.state = state
        self.targets = targets
        self.rule = rule
        hostHashes = state.problem.profiles.map { Fingerprint(of: $0.name).prefix }
    }

    /// Gives every unit the copies it lacks, as far as that goes.
    mutating func run() {
        let problem = state.problem
        for index in problem.pieces.indices {
            let wanted = problem.classes[problem.pieces[index].kind].copies
            guard state.hosts[index].count < wanted else { continue }
            let candidates = ranked(for: index)
            while state.hosts[index].count < wanted {
                if let host = choose(index, among: candidates) {
                    state.add(index, to: host)
                } else if !makeRoom(for: index, among: candidates) {
                    break
                }
            }
        }
    }

    /// The hosts that may take a unit, the best draw first.
    private func ranked(for piece: Int) -> [Int] {
        let kind = state.problem.classes[state.problem.pieces[piece].kind]
        let hash = Fingerprint(of: state.problem.pieces[piece].id).prefix
        var draws: [(host: Int, draw: Double)] = []
        for host in kind.hosts where state.problem.isOpen[host] { draws.append((host, draw(of: host, hash))) }
        draws.sort { $0.draw == $1.draw ? $0.host < $1.host : $0.draw > $1.draw }
        return draws.map(\.host)
    }

    /// Weighted rendezvous hashing (Thaler and Ravishankar 1998; weights by the logarithmic method of Schindelhauer
    /// and Schomaker 2005). Only names decide, so that a host that comes or goes changes no draw between others.
    private func draw(of host: Int, _ piece: UInt64) -> Double {
        // The finaliser of MurmurHash3 (Appleby 2011) mixes two digests as well as a third digest would.
        var hash = piece ^ hostHashes[host]
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        hash ^= hash >> 33
        let weight = targets[host] > 0 ? targets[host] : state.problem.profiles[host].weight * 1e-9
        return -weight / log((Double(hash >> 11) + 0.5) / Double(1 << 53))
    }

    private func choose(_ piece: Int, among candidates: [Int]) -> Int? {
        let size = state.problem.pieces[piece].size
        let admitting = candidates.filter { state.admits(piece, to: $0) }
        switch rule {
        case .draw:
            let ceiling = 1 + state.problem.tolerance
            let fitting = admitting.first { Double(state.loads[$0] + size) <= ceiling * targets[$0] }
            return fitting ?? admitting.min { fullness($0, size) < fullness($1, size) }
        case .emptiest: return admitting.min { fullness($0, size) < fullness($1, size) }
        case .fullest: return admitting.max { state.excess(at: $0, with: size) < state.excess(at: $1, with: size) }
        }
    }

    private func fullness(_ host: Int, _ size: Int) -> Double {
        Double(state.loads[host] + size) / max(targets[host], 1e-9)
    }

    /// Moves one unit that was placed just now out of the way of another.
    private mutating func makeRoom(for piece: Int, among candidates: [Int]) -> Bool {
        let size = state.problem.pieces[piece].size
        for host in candidates where state.isFree(host, for: piece) {
            guard patience > 0 else { return false }
            patience -= piece
            let excess = state.excess(at: host, with: size)
            // The smallest that is large enough: the pieces are sorted, the largest first.
            for other in state.problem.pieces.indices[..<piece].reversed()
            where state.problem.pieces[other].size >= excess && state.hosts[other].contains(host)
                && !state.problem.pieces[other].kept.contains(host)
            {
                state.remove(other, from: host)
                if state.excess(at: host, with: size) <= 0 {
                    state.add(piece, to: host)
                    let kind = state.problem.classes[state.problem.pieces[other].kind]
                    if let place = kind.hosts.first(where: { $0 != host && state.admits(other, to: $0) }) {
                        state.add(other, to: place)
                        return true
                    }
                    state.remove(piece, from: host)
                }
                state.add(other, to: host)
            }
        }
        return false
    }
}
