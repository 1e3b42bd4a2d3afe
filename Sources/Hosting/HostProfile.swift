/// One account at a hoster, as the person describes it in the configuration.
public struct HostProfile: Hashable, Sendable, Codable {
    /// Whether a host takes new placement units. The raw values are the words of the configuration.
    public enum Standing: String, Hashable, Sendable, Codable, CaseIterable {
        /// It takes what it is given.
        case open
        /// It keeps what it has and gets no new unit.
        case sticky
        /// It gets no new unit, and what it has is to go elsewhere.
        case closing
    }

    /// The short name the person gave it; plans, reports and the state speak of the host by it.
    public let name: String
    /// Where it is: `folder:/srv/maison`. Never holds a password.
    public let url: String
    /// Who runs it, for spreading over organisations.
    public let organisation: String?
    /// The country its law comes from: an ISO 3166-1 alpha-2 code.
    public let country: String?
    /// What else it may share with other hosts, by the person's own words: `machine-room`, `admin`.
    public let tags: [String: String]
    /// How many bytes it may hold.
    public let quota: UInt64?
    /// How many bytes of its room stay free.
    public let reserve: UInt64
    /// Its share beside the others: 2 gets twice what 1 gets. Greater than 0.
    public let weight: Double
    /// The greatest part of all bytes it may hold, above 0 and at most 1.
    public let maximumShare: Double?
    /// Whether it takes new units.
    public let standing: Standing

    /// The user name of the account, where the host asks for one. How its secret is found is the configuration's
    /// business.
    public let user: String?

    /// Describes a host.
    public init(
        name: String, url: String, organisation: String? = nil, country: String? = nil, tags: [String: String] = [:],
        quota: UInt64? = nil, reserve: UInt64 = 0, weight: Double = 1, maximumShare: Double? = nil,
        standing: Standing = .open, user: String? = nil
    ) {
        self.name = name
        self.url = url
        self.organisation = organisation
        self.country = country
        self.tags = tags
        self.quota = quota
        self.reserve = reserve
        self.weight = weight
        self.maximumShare = maximumShare
        self.standing = standing
        self.user = user
    }
}
