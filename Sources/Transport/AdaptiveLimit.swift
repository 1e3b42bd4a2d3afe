/// How many requests a host gets at the same time: one more for each round in which it keeps up, half as soon as it
/// does not. A pure value: it has no clock and is told what happened.
public struct AdaptiveLimit: Hashable, Sendable {
    /// How a request ended, as far as the host's strength goes.
    public enum Outcome: Hashable, Sendable {
        /// Answered. `latency` where it can be compared with that of others: of small requests.
        case kept(latency: Duration?)
        /// 429, 503, another 5xx, or no answer in time.
        case overloaded
        /// Says nothing about its strength: a connection it had kept long enough, a redirect refused, a cancelled task,
        /// content that could not be read.
        case unknown
    }

    /// A request that is under way.
    public struct Ticket: Hashable, Sendable {
        fileprivate let round: UInt64
    }

    /// The most there may ever be.
    public let maximum: Int
    private var width: Double
    private var isProbing = true
    private var round: UInt64 = 0
    private var best: Double?
    private var usual: Double?

    /// Starts low.
    ///
    /// - Parameters:
    ///   - maximum: at least 1.
    ///   - initial: how many at first.
    public init(maximum: Int, initial: Int = 4) {
        self.maximum = max(1, maximum)
        width = Double(min(max(1, initial), self.maximum))
    }

    /// How many requests may be under way now, at least 1.
    public var limit: Int { max(1, Int(width)) }

    /// Notes that a request begins.
    public func begin() -> Ticket { Ticket(round: round) }

    /// Notes how a request ended.
    public mutating func end(_ ticket: Ticket, _ outcome: Outcome) {
        switch outcome {
        case .unknown: return
        case .overloaded: shrink(ticket, to: 0.5)
        case .kept(let latency):
            if let latency, isBlowUp(latency) {
                shrink(ticket, to: 0.75)
            } else {
                width = min(Double(maximum), width + (isProbing ? 1 : 1 / width))
            }
        }
    }

    /// What was under way together is one piece of news: only a request begun after the last cut cuts again.
    private mutating func shrink(_ ticket: Ticket, to factor: Double) {
        guard ticket.round == round else { return }
        round += 1
        isProbing = false
        width = max(1, width * factor)
        usual = nil
    }

    /// Whether requests usually take four times as long as they can. The best time ages, since a host may become
    /// slower for reasons of its own, such as a collection that grows.
    private mutating func isBlowUp(_ latency: Duration) -> Bool {
        let parts = latency.components
        let seconds = max(Double(parts.seconds) + Double(parts.attoseconds) * 1e-18, 1e-6)
        let best = min(seconds, (best ?? seconds) * 1.01)
        let usual = (usual ?? seconds) * 0.9 + seconds * 0.1
        self.best = best
        self.usual = usual
        return usual > 4 * best && usual > 0.01
    }
}
