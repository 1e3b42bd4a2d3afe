public import Hosting
public import Items
internal import Planning

/// What became of a plan.
public struct Execution: Sendable {
    /// What became of one change.
    public enum Outcome: Sendable, Hashable {
        /// There was nothing to do, or nothing has been tried.
        case untouched
        /// It is done, and in the catalogue, with how it came there.
        case done(ArrivalRecord?)
        /// It could not be done; the sentence says why.
        case failed(StoreError)

        /// Whether it is done.
        public var isDone: Bool {
            if case .done = self { true } else { false }
        }

        /// How what was stored came there.
        public var arrival: ArrivalRecord? {
            if case .done(let arrival) = self { arrival } else { nil }
        }
    }

    /// By the number of the change in the plan.
    public internal(set) var outcomes: [Outcome]
    /// Hosts that nothing more was sent to, and why, by number.
    public internal(set) var lostHosts: [Int32: StoreError] = [:]
    /// Whether the person stopped the run before its end.
    public internal(set) var isInterrupted = false
    /// What was noticed about entries while their content was read.
    public var findings: [Finding] = []

    /// Nothing has been tried.
    public init(changeCount: Int) {
        outcomes = [Outcome](repeating: .untouched, count: changeCount)
    }
}
