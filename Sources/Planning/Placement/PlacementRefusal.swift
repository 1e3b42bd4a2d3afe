public import Hosting
public import Items

/// Why not everything can be placed, and the smallest change that would make it possible.
public enum PlacementRefusal: Hashable, Sendable {
    /// No host has a store for these units.
    case service(StoreService, units: [String])
    /// The route of these units leads to no host that takes them.
    case route(units: [String])
    /// No host in the countries that are allowed takes these units.
    case countries([String], units: [String])
    /// The copies of these units need so many hosts that differ in an attribute, and there are only so many.
    case tooFew(HostAttribute, needed: Int, available: Int, units: [String])
    /// A greatest share cannot be kept: with so many hosts more it could, or with this share.
    case share(HostAttribute, share: Double, moreHosts: Int?, needed: Double?, largestUnit: String?)
    /// The hosts lack so many bytes of room.
    case room(missing: UInt64)
    /// There is room enough, but not for whole units: this is the largest that has no place.
    case wholeUnits(unit: String)
    /// What earlier runs placed, and what stays therefore, is in the way.
    case earlier

    /// Whether it is the policy that cannot be kept, and not room that is lacking.
    public var isPolicy: Bool {
        switch self {
        case .service, .room, .wholeUnits, .earlier: false
        case .route, .countries, .tooFew, .share: true
        }
    }

    /// The same for the report.
    public var finding: Finding {
        Finding(isPolicy ? "policy-impossible" : "no-room", .error, sentence, detail: detail)
    }

    /// What is wrong and what would mend it.
    private var sentence: String {
        switch self {
        case .service(let service, _): "No host takes \(service.rawValue): add one that does, or change the route."
        case .route: "The route leads to no host that takes it: change the route, or add the host to this run."
        case .countries(let countries, _):
            "No host in \(countries.joined(separator: ", ")) takes it: add one, or a country to allow-countries."
        case .tooFew(let attribute, let needed, let available, _):
            "\(needed) copies at distinct \(attribute.plural) need \(needed) \(attribute.plural), and "
                + "\(available) may take them: add \(needed - available), or set copies = \(max(1, available))."
        case .share(let attribute, let share, let more, let needed, _):
            "max-share = \(Self.text(share)) for each \(attribute.name) cannot be kept: it needs "
                + Self.remedies(attribute, more, needed) + "."
        case .room: "The hosts have not the room: add a host, or room, or lower copies."
        case .wholeUnits:
            "There would be room for the bytes, but not in whole units: add room, or divide the unit with [[split]]."
        case .earlier:
            "It would fit if what earlier runs placed could move, which an import never does: rebalance first."
        }
    }

    private static func remedies(_ attribute: HostAttribute, _ more: Int?, _ needed: Double?) -> String {
        let hosts = more.map { number in
            attribute == .host
                ? "\(number) more \(number == 1 ? "host" : "hosts")"
                : "\(number) more \(number == 1 ? "host" : "hosts") of another \(attribute.name)"
        }
        let remedies = [hosts, needed.map { "max-share = \(text($0))" }].compactMap { $0 }
        return remedies.isEmpty ? "more room as well" : remedies.joined(separator: ", or ")
    }

    private static func text(_ share: Double) -> String {
        let hundredths = Int((share * 100).rounded())
        return hundredths % 10 == 0 ? "\(Double(hundredths) / 100)" : "0.\(hundredths < 10 ? "0" : "")\(hundredths)"
    }

    private var detail: String? {
        switch self {
        case .service(_, let units), .route(let units), .countries(_, let units), .tooFew(_, _, _, let units):
            Self.list(units)
        case .share(_, _, _, _, let unit): unit.map { "the largest unit, \($0), is larger than that share" }
        case .room(let missing): missing > 0 ? "\(missing) bytes are lacking" : nil
        case .wholeUnits(let unit): unit
        case .earlier: nil
        }
    }

    private static func list(_ units: [String]) -> String {
        units.prefix(3).joined(separator: ", ") + (units.count > 3 ? " and \(units.count - 3) more" : "")
    }
}
