internal import Hosting

/// Whether a host may hold a unit at all, and what forbids it.
enum Eligibility: Hashable {
    case eligible
    /// It has no store for it.
    case service
    /// A route leads elsewhere.
    case route
    /// Its country is not among those that are allowed.
    case country

    static func of(_ host: HostState, _ unit: PlacementUnit, _ policy: PlacementPolicy) -> Eligibility {
        if !host.services.contains(unit.service) { return .service }
        if let allowed = unit.allowedHosts, !allowed.contains(host.profile.name) { return .route }
        if let countries = policy.allowedCountries {
            guard let country = host.profile.country?.uppercased(),
                countries.contains(where: { $0.uppercased() == country })
            else { return .country }
        }
        return .eligible
    }
}
