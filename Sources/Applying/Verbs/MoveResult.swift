public import Hosting
public import Items
internal import Planning

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

extension MoveResult {
    /// Counts an item that would move.
    ///
    /// - Parameter target: the host that would get it; `nil` when it would only be taken away.
    public mutating func expect(_ line: CatalogueLine, at target: String?) {
        removed[line.host, default: [:]][line.row.kind, default: 0] += 1
        guard let target else { return }
        copied[target, default: [:]][line.row.kind, default: 0] += 1
        copiedBytes[target, default: 0] += line.row.byteCount
    }
}
