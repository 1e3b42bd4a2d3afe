/// A copy of a placement unit that goes from one host to another.
public struct UnitMove: Hashable, Sendable, Codable {
    /// The name of the unit.
    public let unit: String
    /// The host it leaves, by name.
    public let from: String
    /// The host it goes to, by name; `nil` when enough hosts hold it already and the copy is only taken away.
    public let to: String?

    /// Describes a move.
    public init(unit: String, from: String, to: String?) {
        self.unit = unit
        self.from = from
        self.to = to
    }
}
