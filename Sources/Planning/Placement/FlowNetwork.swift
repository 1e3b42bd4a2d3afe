/// The flow of bytes from classes of units through hosts, in which a unit may be divided.
///
/// It is a bound, and the shares of single hosts are part of their capacities: distinctness is kept for the attribute with the fewest groups, and shares for attributes that nest.
/// Where there are more of them, or units are large, less than this can be placed, but never more.
struct FlowNetwork {
    private let template: MaximumFlow
    private let hostCount: Int
    private static let source = 0
    private static let sink = 1

    private static func entrance(of host: Int) -> Int { 2 + 2 * host }
    private static func exit(of host: Int) -> Int { 3 + 2 * host }

    /// The network of a question.
    init(_ problem: PlacementProblem) {
        hostCount = problem.profiles.count
        var bytes = problem.classes.map { _ in 0 }
        for piece in problem.pieces { bytes[piece.kind] += piece.size }
        let distinct = problem.distinct.map { attribute in problem.profiles.map { attribute.group(of: $0) } }
            .min { Set($0).count < Set($1).count }
        let keys = distinct ?? problem.profiles.map { HostAttribute.host.group(of: $0) }
        // The first host of each group stands for it.
        let groups = keys.indices.filter { keys.firstIndex(of: keys[$0]) == $0 }
        let firstGroup = 2 + 2 * hostCount
        let firstClass = firstGroup + problem.groups.count
        var flow = MaximumFlow(
            nodes: firstClass + problem.classes.count * (1 + groups.count), scale: Double(problem.demand))
        for (index, kind) in problem.classes.enumerated() {
            let node = firstClass + index * (1 + groups.count)
            flow.addEdge(from: Self.source, to: node, capacity: Double(bytes[index] * kind.copies))
            for (number, first) in groups.enumerated() {
                let hosts = kind.hosts.filter { keys[$0] == keys[first] }
                guard !hosts.isEmpty else { continue }
                flow.addEdge(from: node, to: node + 1 + number, capacity: Double(bytes[index]))
                for host in hosts {
                    flow.addEdge(from: node + 1 + number, to: Self.entrance(of: host), capacity: Double(bytes[index]))
                }
            }
        }
        let levels = Self.nestingLevels(problem)
        for host in 0..<hostCount {
            let first = levels.first?.first { problem.groups[$0].members.contains(host) }
            flow.addEdge(
                from: Self.exit(of: host), to: first.map { firstGroup + $0 } ?? Self.sink, capacity: .infinity)
        }
        for (index, level) in levels.enumerated() {
            for group in level {
                let wider = levels.dropFirst(index + 1).first?.first {
                    problem.groups[$0].members.contains(problem.groups[group].members[0])
                }
                flow.addEdge(
                    from: firstGroup + group, to: wider.map { firstGroup + $0 } ?? Self.sink,
                    capacity: Double(problem.groups[group].limit))
            }
        }
        template = flow
    }

    /// The groups of the attributes that limit shares, from the attribute with the most groups to that with the
    /// fewest, as far as each nests in the next.
    private static func nestingLevels(_ problem: PlacementProblem) -> [[Int]] {
        let attributes = Dictionary(grouping: problem.groups.indices) { problem.groups[$0].attribute }
            .filter { $0.key != .host }
            .sorted { ($1.value.count, $0.key.name) < ($0.value.count, $1.key.name) }
        var levels: [[Int]] = []
        for (_, level) in attributes {
            let nests =
                levels.last?.allSatisfy { inner in
                    level.contains { Set(problem.groups[$0].members).isSuperset(of: problem.groups[inner].members) }
                } ?? true
            if nests { levels.append(level) }
        }
        return levels
    }

    /// The greatest flow, and the hosts whose capacity bounds it.
    func run(_ capacities: [Double]) -> (flow: Double, cut: [Int]) {
        var network = template
        for host in 0..<hostCount {
            network.addEdge(
                from: Self.entrance(of: host), to: Self.exit(of: host), capacity: capacities[host])
        }
        let flow = network.run(from: Self.source, to: Self.sink)
        let cut = (0..<hostCount).filter {
            network.isBeforeCut(Self.entrance(of: $0)) && !network.isBeforeCut(Self.exit(of: $0))
        }
        return (flow, cut)
    }
}
