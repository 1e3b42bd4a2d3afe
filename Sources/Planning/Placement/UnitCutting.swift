internal import Hosting
internal import Items

/// Cuts the items into placement units.
struct UnitCutting {
    /// The units, in the order of their first item.
    private(set) var units: [PlacementUnit] = []
    private let policy: PlacementPolicy
    private var numbers: [ExactText: Int32] = [:]

    /// Gives each item the number of its unit.
    init(items: inout [PlanItem], collections: [PlanCollection], policy: PlacementPolicy) {
        self.policy = policy
        var last: (collection: Int32, kind: ItemKind, unit: Int32)?
        for index in items.indices {
            let (number, kind) = (items[index].collection, items[index].kind)
            let unit: Int32
            if let last, last.collection == number, last.kind == kind {
                unit = last.unit
            } else {
                let item = items[index]
                let collection = collections[Int(number)].collection
                let (route, routeLooksAtItem) = route(of: item, in: collection)
                let (name, cutLooksAtItem) = name(of: item, in: collection)
                unit = self.number(of: name + (route?.label(for: collection.form) ?? ""), item, route)
                // Where only kind and collection decide, the items that follow need not be looked at.
                last = routeLooksAtItem || cutLooksAtItem ? nil : (number, kind, unit)
            }
            items[index].unit = unit
            units[Int(unit)].add(bytes: items[index].byteCount ?? 0)
        }
    }

    private mutating func number(of id: String, _ item: PlanItem, _ route: PlacementPolicy.Route?) -> Int32 {
        let key = ExactText(id)
        if let known = numbers[key] { return known }
        let number = Int32(units.count)
        numbers[key] = number
        units.append(
            PlacementUnit(id: id, service: item.kind.service, allowedHosts: route?.hosts, copies: route?.copies))
        return number
    }

    /// The route an item takes, and whether another item of its kind and collection may take another.
    private func route(of item: PlanItem, in collection: ItemCollection) -> (PlacementPolicy.Route?, Bool) {
        var looksAtItem = false
        let kind = item.kind.chosenAs
        let name = collection.form == .notes ? String(Self.name(of: collection, depth: 1)) : collection.name
        for route in policy.routes {
            guard route.kinds.isEmpty || route.kinds.contains(where: { $0.chosenAs == kind }),
                route.collection.map({ $0.matches(name) }) ?? true
            else { continue }
            if kind == .note {
                // A note and what it refers to never part: only what is true of the whole folder counts.
                let isCovered = route.path.map { $0.covers(name) } ?? true
                guard isCovered, route.before == nil, route.after == nil else { continue }
                return (route, looksAtItem)
            }
            if let path = route.path {
                guard item.kind == .file else { continue }
                if !path.covers(collection.name) {
                    looksAtItem = true
                    if !path.covers(item.identity) { continue }
                }
            }
            if route.before != nil || route.after != nil {
                looksAtItem = true
                guard let year = item.modified.map(CivilYear.of) else { continue }
                if let before = route.before, year >= before { continue }
                if let after = route.after, year <= after { continue }
            }
            return (route, looksAtItem)
        }
        return (nil, looksAtItem)
    }

    /// The name of the unit of an item, but for its route. A top folder of notes is one unit whatever the policy says,
    /// so that no note parts from the files it refers to. With it goes whether other items of its collection have
    /// another.
    private func name(of item: PlanItem, in collection: ItemCollection) -> (String, Bool) {
        guard collection.form != .notes else {
            return ("\(collection.form.rawValue)/\(Self.name(of: collection, depth: 1))", false)
        }
        let split = policy.splits.first { $0.collection.covers(collection.name) }
        var depth = policy.folderDepth
        var (suffix, looksAtItem) = ("", true)
        switch split?.way {
        case nil: looksAtItem = false
        case .depth(let deeper): (depth, looksAtItem) = (deeper, false)
        case .year: suffix = "#year=" + (item.modified.map { String(CivilYear.of($0)) } ?? "none")
        case .parts(let count): suffix = "#part=\(Fingerprint(of: Self.stem(of: item)).prefix % UInt64(count) + 1)"
        }
        return ("\(collection.form.rawValue)/\(Self.name(of: collection, depth: depth))\(suffix)", looksAtItem)
    }

    /// What a file has in common with those that belong to it: a photo with its video and its sidecar.
    private static func stem(of item: PlanItem) -> String {
        guard item.kind == .file else { return item.identity }
        let bytes = item.identity.utf8
        let name = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) } ?? bytes.startIndex
        // A name may begin with a dot.
        let dot = bytes[name...].dropFirst().firstIndex(of: UInt8(ascii: "."))
        return dot.map { String(item.identity[..<$0]) } ?? item.identity
    }

    private static func name(of collection: ItemCollection, depth wanted: Int) -> Substring {
        let name = collection.name[...]
        guard collection.form.isFileTree else { return name }
        var depth = 0
        let cut = name.utf8.firstIndex { byte in
            if byte == UInt8(ascii: "/") { depth += 1 }
            return depth == wanted
        }
        return cut.map { name[..<$0] } ?? name
    }
}

extension PlacementPolicy.Route {
    /// What tells the unit of this route from another of the same collection. A folder is one unit unless the route
    /// looks into it, and its items are all of one kind.
    fileprivate func label(for form: ItemCollection.Form) -> String {
        var conditions: [String] = []
        if !form.isFileTree, !kinds.isEmpty { conditions.append(kinds.map(\.rawValue).joined(separator: "+")) }
        if form.isFileTree, let collection { conditions.append("collection=\(collection.text)") }
        if let path { conditions.append("path=\(path.text)") }
        if let after { conditions.append("after=\(after)") }
        if let before { conditions.append("before=\(before)") }
        return conditions.map { "#" + $0 }.joined()
    }
}

/// The year of a time, in the Gregorian calendar and UTC.
enum CivilYear {
    /// - Parameter seconds: since 1970.
    static func of(_ seconds: Int64) -> Int {
        // Days are counted from 1 March of year 0, so that a leap day ends its year; 400 years have 146,097 days.
        let days = Int(seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let day = days - era * 146_097
        let year = (day - day / 1460 + day / 36524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        return era * 400 + year + (dayOfYear >= 306 ? 1 : 0)
    }
}
