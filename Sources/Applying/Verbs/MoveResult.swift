public import Hosting
public import Items
public import Planning

/// What became of moves.
public struct MoveResult: Sendable {
    /// How many items of each kind were copied, by the host they went to.
    public internal(set) var copied: [String: [ItemKind: Int]] = [:]
    /// How many bytes were copied, by the host they went to.
    public internal(set) var copiedBytes: [String: UInt64] = [:]
    /// How many items of each kind were taken away, by the host they lay at.
    public internal(set) var removed: [String: [ItemKind: Int]] = [:]
    /// How many items stay where they were, by host, although they were to move.
    public internal(set) var kept: [String: [ItemKind: Int]] = [:]
    /// Why they stay, and what else a person should know.
    public internal(set) var findings: [Finding] = []
    /// Hosts that nothing more is asked of, by name.
    public internal(set) var lost: [String: StoreError] = [:]
    /// How many moves are not done.
    public internal(set) var unfinished = 0
    /// Whether the person stopped it before its end.
    public internal(set) var isInterrupted = false

    /// Nothing has moved.
    public init() {}
}

extension Catalogue {
    /// What moves would come to. What a move that was stopped has copied already is only taken away.
    public func expected(_ moves: [UnitMove]) -> MoveResult {
        var result = MoveResult()
        let targets = Dictionary(moves.map { ([$0.from, $0.unit], $0.to) }) { first, _ in first }
        var holders: [ItemOfCatalogue: Set<String>] = [:]
        for line in lines { holders[line.item, default: []].insert(line.host) }
        for line in lines {
            guard let move = targets[[line.host, line.row.unit(among: placements)]] else { continue }
            result.removed[line.host, default: [:]][line.row.kind, default: 0] += 1
            guard let target = move, holders[line.item]?.contains(target) == false else { continue }
            result.copied[target, default: [:]][line.row.kind, default: 0] += 1
            result.copiedBytes[target, default: 0] += line.row.byteCount
        }
        return result
    }
}
