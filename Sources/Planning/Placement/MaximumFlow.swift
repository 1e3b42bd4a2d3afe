/// A network and the greatest flow through it, by Dinic's algorithm (E. A. Dinic, Soviet Math. Doklady 11, 1970):
/// shortest augmenting paths, all of one length at a time.
struct MaximumFlow {
    private struct Edge {
        let target: Int
        var room: Double
    }

    /// Edges in pairs: each, and behind it the one back.
    private var edges: [Edge] = []
    private var outgoing: [[Int]]
    private var levels: [Int] = []
    private var nextEdge: [Int] = []
    /// Less room than this is none.
    private let precision: Double

    /// A network of nodes without edges.
    ///
    /// - Parameter scale: how large the flows are, for telling a rest from a rounding error.
    init(nodes: Int, scale: Double) {
        outgoing = Array(repeating: [], count: nodes)
        precision = max(scale, 1) * 1e-12
    }

    /// Adds an edge.
    mutating func addEdge(from source: Int, to target: Int, capacity: Double) {
        outgoing[source].append(edges.count)
        outgoing[target].append(edges.count + 1)
        edges.append(Edge(target: target, room: capacity))
        edges.append(Edge(target: source, room: 0))
    }

    /// Sends as much as can be sent, and gives how much that is.
    mutating func run(from source: Int, to sink: Int) -> Double {
        var total = 0.0
        while true {
            findLevels(from: source)
            guard levels[sink] >= 0 else { return total }
            nextEdge = Array(repeating: 0, count: outgoing.count)
            while true {
                let sent = push(.infinity, from: source, to: sink)
                if sent <= precision { break }
                total += sent
            }
        }
    }

    /// After `run`: whether a node is on the source's side of the smallest cut.
    func isBeforeCut(_ node: Int) -> Bool { levels[node] >= 0 }

    private mutating func findLevels(from source: Int) {
        levels = Array(repeating: -1, count: outgoing.count)
        levels[source] = 0
        var queue = [source]
        var position = 0
        while position < queue.count {
            let node = queue[position]
            position += 1
            for edge in outgoing[node] where edges[edge].room > precision && levels[edges[edge].target] < 0 {
                levels[edges[edge].target] = levels[node] + 1
                queue.append(edges[edge].target)
            }
        }
    }

    /// The network is a few nodes deep, so that this does not go deep either.
    private mutating func push(_ amount: Double, from node: Int, to sink: Int) -> Double {
        if node == sink { return amount }
        while nextEdge[node] < outgoing[node].count {
            let edge = outgoing[node][nextEdge[node]]
            let target = edges[edge].target
            if edges[edge].room > precision, levels[target] == levels[node] + 1 {
                let sent = push(min(amount, edges[edge].room), from: target, to: sink)
                if sent > precision {
                    edges[edge].room -= sent
                    edges[edge ^ 1].room += sent
                    return sent
                }
            }
            nextEdge[node] += 1
        }
        return 0
    }
}
