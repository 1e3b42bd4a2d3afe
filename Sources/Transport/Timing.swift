internal import Glibc

/// What time it is and how to wait; another one in tests.
public struct Timing: Sendable {
    /// Seconds since 1970.
    public let now: @Sendable () -> Int64
    /// Time since some moment, never going back.
    public let elapsed: @Sendable () -> Duration
    /// Waits; throws when the task is cancelled.
    public let sleep: @Sendable (Duration) async throws -> Void

    /// Wraps a clock.
    public init(
        now: @escaping @Sendable () -> Int64, elapsed: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.elapsed = elapsed
        self.sleep = sleep
    }

    /// The time of this machine.
    public static let system: Timing = {
        let begin = ContinuousClock.now
        return Timing(
            now: { Int64(time(nil)) }, elapsed: { ContinuousClock.now - begin },
            sleep: { try await Task.sleep(for: $0) })
    }()
}
