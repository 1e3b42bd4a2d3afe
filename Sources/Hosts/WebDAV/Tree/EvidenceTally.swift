internal import Hosting
internal import Synchronization

/// Counts how it was made sure.
final class EvidenceTally: Sendable {
    private let counts = Mutex<[Evidence: Int]>([:])

    func add(_ evidence: Evidence) { counts.withLock { $0[evidence, default: 0] += 1 } }

    var value: [Evidence: Int] { counts.withLock { $0 } }
}
