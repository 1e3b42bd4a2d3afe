internal import Foundation

/// What a measurement is to show of its first row.
enum Goal {
    /// Every other program whose name begins so takes at least so many times as long.
    case times(_ peer: String, _ factor: Double)
    /// The first row stays below so many bytes of memory.
    case memory(below: Int)

    /// The goal, what was measured, and whether it holds: the ratio of the medians, and the least and the most of
    /// single rounds.
    func judgement(_ rows: [ContestRow]) -> String {
        switch self {
        case .times(let peer, let factor):
            let peers = rows.dropFirst().filter { $0.name.hasPrefix(peer) }
            guard
                let best = peers.min(by: { $0.seconds.median ?? .infinity < $1.seconds.median ?? .infinity }),
                let others = best.seconds.median, let own = rows[0].seconds.median
            else { return "\(peer): not measured" }
            let ratios = zip(best.seconds, rows[0].seconds).map { $0 / $1 }.sorted()
            let numbers = [others / own, ratios.first ?? 0, ratios.last ?? 0, factor].map {
                String(format: "%.2f", $0)
            }
            return "\(best.name) takes \(numbers[0]) times as long (\(numbers[1]) to \(numbers[2])); goal: at least "
                + "\(numbers[3]): \(others / own >= factor ? "held" : "missed")"
        case .memory(let limit):
            let peak = rows[0].costs.map(\.peak).max() ?? 0
            return "peak memory \(peak / 1_000_000) MB; goal: below \(limit / 1_000_000): "
                + (peak < limit ? "held" : "missed")
        }
    }
}
