/// One account at a hoster, as the person describes it in the configuration.
public struct HostProfile: Hashable, Sendable, Codable {
    /// The short name the person gave it; plans, reports and the state speak of the host by it.
    public let name: String
    /// Where it is: `folder:/srv/maison`. Never holds a password.
    public let url: String
    /// Who runs it, for spreading over organisations.
    public let organisation: String?
    /// The country its law comes from: an ISO 3166-1 alpha-2 code.
    public let country: String?
    /// How many bytes it may hold.
    public let quota: UInt64?
    /// Its share beside the others: 2 gets twice what 1 gets. Greater than 0.
    public let weight: Double
    /// The user name of the account, where the host asks for one. How its secret is found is the configuration's
    /// business.
    public let user: String?

    /// Describes a host.
    public init(
        name: String, url: String, organisation: String? = nil, country: String? = nil, quota: UInt64? = nil,
        weight: Double = 1, user: String? = nil
    ) {
        self.name = name
        self.url = url
        self.organisation = organisation
        self.country = country
        self.quota = quota
        self.weight = weight
        self.user = user
    }
}
