internal import Applying
internal import Foundation
internal import Reporting

/// One line on a terminal that says how far a run is: items, bytes, rate and time left.
struct ProgressLine {
    /// Runs `body` while the line is shown, if stderr is a terminal and the person wants talk.
    static func show<Value: Sendable>(
        _ tally: RunTally, isWanted: Bool, while body: () async throws -> Value
    ) async rethrows -> Value {
        guard isWanted, Terminal.isTerminal(STDERR_FILENO) else { return try await body() }
        let started = ContinuousClock.now
        let line = Task.detached {
            while !Task.isCancelled {
                Terminal.rewriteLine(text(tally, elapsed: ContinuousClock.now - started))
                try? await Task.sleep(for: .milliseconds(250))
            }
            Terminal.rewriteLine("")
        }
        do {
            let value = try await body()
            line.cancel()
            await line.value
            return value
        } catch {
            line.cancel()
            await line.value
            throw error
        }
    }

    /// The line after `elapsed`.
    static func text(_ tally: RunTally, elapsed: Duration) -> String {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let rate = seconds > 0 ? Double(tally.doneBytes) / seconds : 0
        var text =
            "\(Amount.count(tally.doneItems)) of \(Amount.count(tally.totalItems)) items, "
            + "\(Amount.bytes(tally.doneBytes)) of \(Amount.bytes(tally.totalBytes)), \(Amount.bytes(UInt64(rate)))/s"
        if rate > 0, seconds > 1, tally.totalBytes > tally.doneBytes {
            text += ", \(duration(Double(tally.totalBytes - tally.doneBytes) / rate)) left"
        }
        return text
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3600: return "\(whole / 60) min \(whole % 60) s"
        default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
        }
    }
}
