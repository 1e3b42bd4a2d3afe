/// Which outcomes are worth another try, and when: a pure value, so that the waiting can be tested without waiting.
public struct RetryPolicy: Hashable, Sendable {
    /// The most tries, the first one counted.
    public var tries = 5
    /// The wait before the second try; it doubles with each further one.
    public var firstDelay = Duration.milliseconds(500)
    /// The most a host may have this program wait for one try.
    public var longestDelay = Duration.seconds(120)
    /// Statuses whose first answer stands although it would else be worth another try.
    public var accepted: Set<Int> = []
    /// Chooses the jitter: the same seed gives the same waits.
    public var seed: UInt64 = 0

    /// Five tries, from half a second up to two minutes.
    public init() {}

    /// What to do after a try.
    public enum Decision: Hashable, Sendable {
        /// The outcome stands.
        case accept
        /// Try again after this.
        case retry(after: Duration)
    }

    /// Locked (RFC 4918), too many requests (RFC 6585), and the server's own trouble. Every other status means the
    /// same answer would come again, or, as 401 and 403 do, that asking again does harm.
    public static let retriedStatuses: Set<Int> = [423, 429, 500, 502, 503, 504]

    /// Judges an answer.
    ///
    /// - Parameters:
    ///   - tries: how many there were, this one counted.
    ///   - now: seconds since 1970, for a Retry-After that holds a date.
    ///   - salt: tells requests apart that fail together, so that they do not come back together.
    public func decision(
        status: Int, retryAfter: String?, tries: Int, now: Int64, salt: UInt64 = 0
    ) -> Decision {
        guard Self.retriedStatuses.contains(status), !accepted.contains(status), tries < self.tries else {
            return .accept
        }
        let own = delay(afterTry: tries, salt: salt)
        guard let asked = retryAfter.flatMap({ RetryAfter.seconds($0, now: now) }) else { return .retry(after: own) }
        let wanted = Duration.seconds(min(asked, 1_000_000))
        // A host that says when is believed; to come earlier would be refused again, so a wait too long ends it.
        guard wanted <= longestDelay else { return .accept }
        return .retry(after: max(wanted, wanted + own / 8))
    }

    /// Judges an error.
    public func decision(_ error: TransportError, tries: Int, salt: UInt64 = 0) -> Decision {
        guard tries < self.tries else { return .accept }
        switch error.code {
        case .connectionLost, .timedOut, .refused: return .retry(after: delay(afterTry: tries, salt: salt))
        case .unresolvable, .untrusted, .tooLarge, .malformed, .redirectRefused, .invalidRequest, .cancelled, .source,
            .secret, .notPermitted, .notFound, .alreadyExists, .noRoom, .rejected, .system:
            return .accept
        }
    }

    /// The wait after a failed try: between half and all of a doubling time.
    func delay(afterTry tries: Int, salt: UInt64) -> Duration {
        let doublings = min(max(0, tries - 1), 20)
        let full = min(firstDelay * (1 << doublings), longestDelay)
        let draw = mixed(seed &+ mixed(salt) &+ UInt64(tries)) >> 44
        return full / 2 + full / 2 * Double(draw) / Double(1 << 20)
    }

    /// The finaliser of SplitMix64: every bit of the input changes every bit of the result.
    private func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
