/// Units at hosts while an answer is being looked for.
struct PlacementState {
    /// The question.
    let problem: PlacementProblem
    /// The hosts of each unit.
    private(set) var hosts: [[Int]]
    /// The bytes at each host.
    private(set) var loads: [Int]
    /// The bytes at each group of hosts.
    private(set) var groupLoads: [Int]

    /// Every unit where it is kept.
    init(_ problem: PlacementProblem) {
        self.problem = problem
        hosts = Array(repeating: [], count: problem.pieces.count)
        loads = Array(repeating: 0, count: problem.profiles.count)
        groupLoads = Array(repeating: 0, count: problem.groups.count)
        for index in problem.pieces.indices {
            for host in problem.pieces[index].kept { add(index, to: host) }
        }
    }

    /// Puts a copy at a host.
    mutating func add(_ piece: Int, to host: Int) {
        hosts[piece].append(host)
        count(problem.pieces[piece].size, at: host)
    }

    /// Takes a copy away from a host.
    mutating func remove(_ piece: Int, from host: Int) {
        hosts[piece].removeAll { $0 == host }
        count(-problem.pieces[piece].size, at: host)
    }

    private mutating func count(_ size: Int, at host: Int) {
        loads[host] += size
        for group in problem.groupsOfHost[host] { groupLoads[group] += size }
    }

    /// Whether a host is one where a unit may have a copy at all, beside its others.
    ///
    /// - Parameter leaving: a host whose copy goes away, and so does not count.
    func isFree(_ host: Int, for piece: Int, leaving: Int? = nil) -> Bool {
        problem.isOpen[host] && problem.classes[problem.pieces[piece].kind].hosts.contains(host)
            && !hosts[piece].contains { $0 != leaving && problem.isConflict[$0][host] }
    }

    /// How many bytes too many a host would hold with a further unit of this size.
    ///
    /// - Parameter leaving: a host that gives as many bytes away at the same time.
    func excess(at host: Int, with size: Int, leaving: Int? = nil) -> Int {
        if size == 0 { return 0 }
        var excess = loads[host] - (problem.limits[host] - size)
        for group in problem.groupsOfHost[host] where !isWithin(leaving, group) {
            excess = max(excess, groupLoads[group] + size - problem.groups[group].limit)
        }
        return excess
    }

    private func isWithin(_ host: Int?, _ group: Int) -> Bool {
        host.map { problem.groupsOfHost[$0].contains(group) } ?? false
    }

    /// Whether a host, or a group it belongs to, holds more than it may.
    func isOverfull(_ host: Int) -> Bool {
        loads[host] > problem.limits[host]
            || problem.groupsOfHost[host].contains { groupLoads[$0] > problem.groups[$0].limit }
    }

    /// Whether a unit may get a copy at a host, or move it there.
    func admits(_ piece: Int, to host: Int, leaving: Int? = nil) -> Bool {
        isFree(host, for: piece, leaving: leaving)
            && excess(at: host, with: problem.pieces[piece].size, leaving: leaving) <= 0
    }

    /// How many copies are lacking.
    var lacking: Int {
        problem.pieces.indices.reduce(0) {
            $0 + max(0, problem.classes[problem.pieces[$1].kind].copies - hosts[$1].count)
        }
    }

    /// The units that have fewer copies than they want.
    var short: [Int] {
        problem.pieces.indices.filter { hosts[$0].count < problem.classes[problem.pieces[$0].kind].copies }
    }
}
