internal import Hosting
internal import Items
internal import Planning

/// Exposure in the JSON report.
struct ExposureRow: Encodable {
    struct Row: Encodable {
        let name: String
        let bytes: UInt64
        let part: Double
        let kinds: [String: Int]
        let countries: [String]
        let hosts: [String]

        init(_ holder: Exposure.Holder) {
            name = holder.name
            bytes = holder.bytes
            part = holder.part
            kinds = Dictionary(uniqueKeysWithValues: holder.items.map { ($0.key.rawValue, $0.value) })
            countries = holder.countries
            hosts = holder.hosts.map(\.name)
        }
    }

    struct SharedRow: Encodable {
        let attribute, value: String
        let hosts: [String]
        let organisations: Int
    }

    let hosts: [Row]
    let organisations: [Row]
    let effectiveHosts: Double
    let shared: [SharedRow]
    let rules: [PlacementInvariant]

    enum CodingKeys: String, CodingKey {
        case hosts, organisations, shared, rules
        case effectiveHosts = "effective-hosts"
    }

    init(_ plan: Plan) {
        let exposure = Exposure(plan)
        hosts = exposure.hosts.map(Row.init)
        organisations = exposure.organisations.map(Row.init)
        effectiveHosts = exposure.effectiveHosts
        shared = exposure.shared.map {
            SharedRow(attribute: $0.attribute, value: $0.value, hosts: $0.hosts, organisations: $0.organisations)
        }
        rules = plan.invariants
    }
}
