/// Looks for an answer where filling in order of size finds none: depth first through all of them, leaving out what
/// cannot lead to one, until there is an answer, certainty that there is none, or no patience left.
struct PlacementSearch {
    /// What came of it.
    enum Outcome {
        case found(PlacementState)
        case impossible
        case gaveUp
    }

    private var state: PlacementState
    private var patience = 30_000
    /// The units that lack copies, the largest first.
    private let tasks: [Int]
    /// The bytes that the tasks from each on have still to place.
    private let rest: [Int]
    /// States from which there is no answer.
    private var deadEnds: Set<[Int]> = []
    /// Of each host, the first it can be exchanged with.
    private let twins: [Int]
    /// More tasks than this are not searched.
    private static let largest = 400

    /// Starts with the units that are kept.
    static func run(_ state: PlacementState) -> Outcome {
        var search = PlacementSearch(state)
        guard search.tasks.count <= largest else { return .gaveUp }
        if search.place(0) { return .found(search.state) }
        return search.patience > 0 ? .impossible : .gaveUp
    }

    private init(_ state: PlacementState) {
        let problem = state.problem
        self.state = state
        let tasks = state.short
        var rest = [0]
        for piece in tasks.reversed() {
            let missing = problem.classes[problem.pieces[piece].kind].copies - state.hosts[piece].count
            rest.append((rest.last ?? 0) + problem.pieces[piece].size * missing)
        }
        self.rest = rest.reversed()
        self.tasks = tasks
        // Where units have copies already, no host is like another.
        let areAlike = tasks.allSatisfy { state.hosts[$0].isEmpty }
        twins = problem.profiles.indices.map { host in
            problem.profiles.indices.first { $0 == host || (areAlike && Self.areTwins($0, host, problem)) } ?? host
        }
    }

    private static func areTwins(_ one: Int, _ other: Int, _ problem: PlacementProblem) -> Bool {
        func shares(_ host: Int) -> [Int] {
            problem.groupsOfHost[host].filter { problem.groups[$0].members.count == 1 }.map { problem.groups[$0].limit }
        }
        func wide(_ host: Int) -> [Int] {
            problem.groupsOfHost[host].filter { problem.groups[$0].members.count > 1 }
        }
        return problem.isOpen[one] == problem.isOpen[other] && wide(one) == wide(other)
            && shares(one).sorted() == shares(other).sorted()
            && problem.classes.allSatisfy { $0.hosts.contains(one) == $0.hosts.contains(other) }
            && problem.profiles.indices.allSatisfy {
                $0 == one || $0 == other || problem.isConflict[one][$0] == problem.isConflict[other][$0]
            }
    }

    /// The room of each host, those of hosts that can be exchanged in one order.
    private func key(_ task: Int) -> [Int] {
        var rooms: [Int: [Int]] = [:]
        for host in state.loads.indices { rooms[twins[host], default: []].append(room(host)) }
        return [task] + rooms.keys.sorted().flatMap { rooms[$0, default: []].sorted() }
    }

    private func room(_ host: Int) -> Int {
        state.problem.isOpen[host] ? max(0, min(-state.excess(at: host, with: 1) + 1, rest[0])) : 0
    }

    private mutating func place(_ task: Int) -> Bool {
        guard task < tasks.count else { return true }
        patience -= 1
        guard patience > 0, canHoldTheRest(task) else { return false }
        let key = key(task)
        guard !deadEnds.contains(key) else { return false }
        let piece = tasks[task]
        let kind = state.problem.classes[state.problem.pieces[piece].kind]
        let hosts = kind.hosts.map { ($0, room($0)) }.sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 > $1.1 }.map(\.0)
        if place(task, piece, among: hosts[...], lacking: kind.copies - state.hosts[piece].count) { return true }
        if patience > 0 { deadEnds.insert(key) }
        return false
    }

    /// Places the copies of one unit, each behind the one before in `hosts`, and then the other units.
    private mutating func place(_ task: Int, _ piece: Int, among hosts: ArraySlice<Int>, lacking: Int) -> Bool {
        if lacking == 0 { return place(task + 1) }
        for position in hosts.indices where state.admits(piece, to: hosts[position]) {
            state.add(piece, to: hosts[position])
            if place(task, piece, among: hosts[(position + 1)...], lacking: lacking - 1) { return true }
            state.remove(piece, from: hosts[position])
            if patience <= 0 { return false }
        }
        return false
    }

    private func canHoldTheRest(_ task: Int) -> Bool {
        var sum = 0
        for host in state.loads.indices {
            sum += room(host)
            if sum >= rest[task] { return true }
        }
        return false
    }
}
