public import Hosting
public import Items

/// What a plan does with one item at one host.
public struct Change: Sendable, Codable {
    /// The five answers; the raw values are the keys of the JSON report.
    public enum Action: String, Sendable, Codable, CaseIterable {
        /// It is not there and will be.
        case create
        /// It is there as an earlier run left it, and the export has a newer state.
        case update
        /// It is there and equal.
        case unchanged
        /// It goes to no host because none takes it, or not to this one, which says beforehand that it does not.
        case skip
        /// Something else is there, which no run of this tool put there: it is left alone.
        case conflict

        /// The sign in front of a line: `+ ~ = - !`.
        public var symbol: String {
            switch self {
            case .create: "+"
            case .update: "~"
            case .unchanged: "="
            case .skip: "-"
            case .conflict: "!"
            }
        }
    }

    /// What is done.
    public let action: Action
    /// The number of the host in the plan; -1 for a `skip` that is about no host.
    public let host: Int32
    /// The number of the item in the plan.
    public let item: Int32
    /// The name of the resource at the host where it is not the item's own: something there has the UID already.
    public let existingName: String?
    /// The state that an update replaces.
    public let etag: ETag?
    /// Why, where the action does not say it.
    public let reason: String?
    /// How what is there came there, where the state knows.
    public let arrival: ArrivalRecord?
    /// The properties an update changes; `nil` where nobody looked, and for files.
    public internal(set) var differences: [PropertyDifference]?

    init(
        _ action: Action, host: Int32, item: Int32, existingName: String? = nil, etag: ETag? = nil,
        reason: String? = nil, arrival: ArrivalRecord? = nil
    ) {
        self.arrival = arrival
        self.action = action
        self.host = host
        self.item = item
        self.existingName = existingName
        self.etag = etag
        self.reason = reason
    }
}
