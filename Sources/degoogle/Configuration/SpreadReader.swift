internal import Foundation
internal import Hosting
internal import Items
internal import Planning
internal import TOMLKit

/// The settings of spreading: `[spread]`, `[[route]]`, `[[split]]`, and what `[hosts]` says about it.
extension ConfigurationReader {
    /// Reads them.
    ///
    /// - Parameter hosts: the hosts that are described, for routes and tags.
    func policy(_ table: TOMLTable, hosts: [HostProfile]) throws(Stop) -> PlacementPolicy {
        var policy = PlacementPolicy()
        if let spread = try subtable("spread", of: table, at: []) {
            let place = ["spread"]
            try refuseUnknown(
                in: spread,
                known: ["copies", "min-copies", "distinct", "allow-countries", "max-share", "folder-depth"], of: place)
            policy.copies = try count("copies", in: spread, at: place) ?? policy.copies
            policy.folderDepth = try count("folder-depth", in: spread, at: place) ?? policy.folderDepth
            policy.minimumCopies = try count("min-copies", in: spread, at: place)
            if let least = policy.minimumCopies, least > policy.copies {
                throw wrong(place + ["min-copies"], "must not be more than copies, which is \(policy.copies)")
            }
            if spread["distinct"] != nil {
                policy.distinct = try strings("distinct", in: spread, at: place).map { name throws(Stop) in
                    try attribute(name, of: hosts, at: place + ["distinct"])
                }
            }
            if spread["allow-countries"] != nil {
                policy.allowedCountries = try strings("allow-countries", in: spread, at: place)
            }
            policy.maximumShares = try maximumShares(in: spread, hosts: hosts)
        }
        for route in try tables("route", of: table) { policy.routes.append(try self.route(route, hosts: hosts)) }
        for split in try tables("split", of: table) { policy.splits.append(try self.split(split)) }
        return policy
    }

    /// A number greater than 0 and not greater than 1.
    func share(_ key: String, in table: TOMLTable, at place: [String]) throws(Stop) -> Double? {
        guard let value = table[key] else { return nil }
        guard let share = value.double ?? value.int.map(Double.init), share > 0, share <= 1 else {
            throw wrong(place + [key], "must be a part of everything, such as 0.4, and at most 1")
        }
        return share
    }

    /// What a host has in common with others.
    func tags(in table: TOMLTable, at place: [String]) throws(Stop) -> [String: String] {
        guard let written = try subtable("tags", of: table, at: place) else { return [:] }
        var tags: [String: String] = [:]
        for key in written.keys.sorted() {
            guard !["host", "organisation", "country"].contains(key) else {
                throw wrong(place + ["tags", key], "has a meaning of its own and cannot be a tag")
            }
            tags[key] = try string(key, in: written, at: place + ["tags"])
        }
        return tags
    }

    /// Whether a host takes new units.
    func standing(in table: TOMLTable, at place: [String]) throws(Stop) -> HostProfile.Standing {
        guard let word = try string("state", in: table, at: place) else { return .open }
        guard let standing = HostProfile.Standing(rawValue: word) else {
            let all = HostProfile.Standing.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong(place + ["state"], "is \"\(word)\"; there are \(all)")
        }
        return standing
    }

    /// `max-share = 0.4` is about each organisation, and so about each host; a table says it for other attributes.
    private func maximumShares(
        in spread: TOMLTable, hosts: [HostProfile]
    ) throws(Stop) -> [HostAttribute: Double] {
        guard let table = spread["max-share"]?.table else {
            return try share("max-share", in: spread, at: ["spread"]).map { [.organisation: $0] } ?? [:]
        }
        var shares: [HostAttribute: Double] = [:]
        let place = ["spread", "max-share"]
        for key in table.keys.sorted() {
            shares[try attribute(key, of: hosts, at: place)] = try share(key, in: table, at: place)
        }
        return shares
    }

    /// `host`, `organisation`, `country`, or a tag that a host has.
    private func attribute(
        _ name: String, of hosts: [HostProfile], at place: [String]
    ) throws(Stop) -> HostAttribute {
        let tags = Set(hosts.flatMap(\.tags.keys)).sorted()
        let known = ["host", "organisation", "country"] + tags
        guard known.contains(name) else {
            throw wrong(place, "names \"\(name)\", which no host has; there are \(known.joined(separator: ", "))")
        }
        return HostAttribute(name)
    }

    private func tables(_ key: String, of table: TOMLTable) throws(Stop) -> [TOMLTable] {
        guard let value = table[key] else { return [] }
        guard let array = value.array else { throw wrong([key], "must be written [[\(key)]]") }
        var tables: [TOMLTable] = []
        for element in array {
            guard let table = element.table else { throw wrong([key], "must be written [[\(key)]]") }
            tables.append(table)
        }
        return tables
    }

    private func route(_ table: TOMLTable, hosts: [HostProfile]) throws(Stop) -> PlacementPolicy.Route {
        let place = ["route"]
        let conditions = ["kind", "collection", "path", "before", "after"]
        try refuseUnknown(in: table, known: conditions + ["to", "copies"], of: place)
        let targets = try strings("to", in: table, at: place)
        guard !targets.isEmpty, conditions.contains(where: { table[$0] != nil }) else {
            throw wrong(place, "needs to, and at least one of \(conditions.joined(separator: ", "))")
        }
        for target in targets where !hosts.contains(where: { $0.name == target }) {
            throw wrong(place + ["to"], "names the host \"\(target)\", which is not described under [hosts]")
        }
        var route = PlacementPolicy.Route(kinds: try kinds(in: table), hosts: targets)
        route.collection = try string("collection", in: table, at: place).map(PathPattern.init)
        route.path = try string("path", in: table, at: place).map(PathPattern.init)
        route.before = try year("before", in: table)
        route.after = try year("after", in: table)
        route.copies = try count("copies", in: table, at: place)
        return route
    }

    private func kinds(in table: TOMLTable) throws(Stop) -> [ItemKind] {
        var kinds: [ItemKind] = []
        for kind in try strings("kind", in: table, at: ["route"]) {
            guard let value = ItemKind(rawValue: kind) else {
                let all = ItemKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw wrong(["route", "kind"], "names the kind \"\(kind)\"; there are \(all)")
            }
            kinds.append(value)
        }
        return kinds
    }

    private func year(_ key: String, in table: TOMLTable) throws(Stop) -> Int? {
        guard let value = table[key] else { return nil }
        guard let year = value.int, (1...9999).contains(year) else {
            throw wrong(["route", key], "must be a year, such as 2015")
        }
        return year
    }

    private func split(_ table: TOMLTable) throws(Stop) -> PlacementPolicy.Split {
        let place = ["split"]
        try refuseUnknown(in: table, known: ["collection", "depth", "by", "parts"], of: place)
        guard let collection = try string("collection", in: table, at: place) else {
            throw wrong(place, "needs collection, the name of a folder, a calendar or an address book")
        }
        let ways = [
            try count("depth", in: table, at: place).map(PlacementPolicy.Split.Way.depth),
            try count("parts", in: table, at: place).map(PlacementPolicy.Split.Way.parts),
            try string("by", in: table, at: place).map { word throws(Stop) in
                guard word == "year" else { throw wrong(place + ["by"], "must be \"year\"") }
                return .year
            },
        ].compactMap { $0 }
        guard let way = ways.first, ways.count == 1 else {
            throw wrong(place, "needs one of depth = 4, by = \"year\", parts = 8")
        }
        return PlacementPolicy.Split(collection: PathPattern(collection), way: way)
    }
}
