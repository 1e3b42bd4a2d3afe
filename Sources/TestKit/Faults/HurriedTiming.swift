public import Transport

extension Timing {
    /// The system's clocks, with waits a hundredth as long: what waits for a host to recover need not wait as long for a
    /// server of a test.
    public static let hurried = hurried(ahead: 0)

    /// The same, with another date.
    ///
    /// - Parameter seconds: how far the date is ahead.
    public static func hurried(ahead seconds: Int64) -> Timing {
        Timing(
            now: { system.now() + seconds }, elapsed: system.elapsed, sleep: { try await Task.sleep(for: $0 / 100) })
    }
}
