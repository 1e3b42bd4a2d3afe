/// Where units are, as far as earlier runs or the hosts themselves say.
public struct EarlierPlaces: Sendable {
    /// The names of the hosts of each unit, by its name.
    public var places: [String: [String]]
    /// How many bytes of these units lie at a host now, by its name: they need no new room. A host that is missing
    /// holds all of the units that were placed there.
    public var storedBytes: [String: UInt64]

    /// Where units are.
    public init(places: [String: [String]] = [:], storedBytes: [String: UInt64] = [:]) {
        self.places = places
        self.storedBytes = storedBytes
    }
}
