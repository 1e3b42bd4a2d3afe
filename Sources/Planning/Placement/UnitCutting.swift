internal import Hosting
internal import Items

/// Cuts the items into placement units.
struct UnitCutting {
    /// The units, in the order of their first item.
    private(set) var units: [PlacementUnit] = []

    /// Gives each item the number of its unit.
    init(items: inout [PlanItem], collections: [PlanCollection], policy: PlacementPolicy) {
        var numbers: [String: Int32] = [:]
        var last: (collection: Int32, kind: ItemKind, unit: Int32)?
        for index in items.indices {
            let item = items[index]
            let unit: Int32
            if let last, last.collection == item.collection, last.kind == item.kind {
                unit = last.unit
            } else {
                let collection = collections[Int(item.collection)].collection
                let id = policy.unitID(of: item.kind, in: collection)
                if let known = numbers[id] {
                    unit = known
                } else {
                    unit = Int32(units.count)
                    numbers[id] = unit
                    units.append(
                        PlacementUnit(
                            id: id, service: item.kind.service, allowedHosts: policy.route(of: item.kind)?.hosts,
                            byteCount: 0, itemCount: 0))
                }
                last = (item.collection, item.kind, unit)
            }
            items[index].unit = unit
            units[Int(unit)].byteCount += item.byteCount ?? 0
            units[Int(unit)].itemCount += 1
        }
    }
}
