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
            let (number, kind) = (items[index].collection, items[index].kind)
            let unit: Int32
            if let last, last.collection == number, last.kind == kind {
                unit = last.unit
            } else {
                let collection = collections[Int(number)].collection
                let id = policy.unitID(of: kind, in: collection)
                if let known = numbers[id] {
                    unit = known
                } else {
                    unit = Int32(units.count)
                    numbers[id] = unit
                    units.append(
                        PlacementUnit(
                            id: id, service: kind.service, allowedHosts: policy.route(of: kind)?.hosts,
                            byteCount: 0, itemCount: 0))
                }
                last = (number, kind, unit)
            }
            items[index].unit = unit
            units[Int(unit)].byteCount += items[index].byteCount ?? 0
            units[Int(unit)].itemCount += 1
        }
    }
}
