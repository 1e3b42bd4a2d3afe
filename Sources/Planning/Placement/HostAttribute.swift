public import Hosting

/// What hosts may have in common: the organisation, the country, or any tag the person gave.
public struct HostAttribute: Hashable, Sendable, Codable {
    /// Its name in the configuration.
    public let name: String

    /// The attribute of that name; one that is none of the three below is a tag.
    public init(_ name: String) { self.name = name }

    /// The host itself, which it shares with no other.
    public static let host = HostAttribute("host")
    /// Who runs it.
    public static let organisation = HostAttribute("organisation")
    /// Whose law it is under.
    public static let country = HostAttribute("country")

    /// What a host says of it; `nil` when it says nothing.
    public func value(of profile: HostProfile) -> String? {
        switch self {
        case .host: profile.name
        case .organisation: profile.organisation
        case .country: profile.country
        default: profile.tags[name]
        }
    }

    /// The group of hosts a host belongs to: those that say the same. One that says nothing is a group of its own.
    func group(of profile: HostProfile) -> Group {
        value(of: profile).map(Group.named) ?? .alone(profile.name)
    }

    /// Hosts that share the value of an attribute.
    enum Group: Hashable {
        case named(String)
        case alone(String)

        /// What people call it.
        var name: String {
            switch self {
            case .named(let name), .alone(let name): name
            }
        }
    }

    /// The word for several of them.
    var plural: String {
        switch self {
        case .host: "hosts"
        case .organisation: "organisations"
        case .country: "countries"
        default: "values of \(name)"
        }
    }
}
