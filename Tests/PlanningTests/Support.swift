import Hosting
import Items

@testable import Planning

func entry(_ number: Int, part: Int = 0) -> EntryReference {
    EntryReference(part: Int32(part), entry: Int32(number))
}

/// A calendar object with a UID; `text` decides what it is compared by.
func event(
    _ uid: String, in calendar: String = "Work", saying text: String = "first", revision: String = "",
    from number: Int = 0
) -> Item {
    Item(
        .event, identity: uid, in: ItemCollection(.calendar, name: calendar), from: entry(number),
        bytes: Array(text.utf8), fingerprint: Fingerprint(of: text), revision: revision)
}

/// A task of a list.
func task(_ uid: String, in calendar: String = "Work", from number: Int = 0) -> Item {
    Item(
        .task, identity: uid, in: ItemCollection(.calendar, name: calendar), from: entry(number), bytes: [1],
        fingerprint: Fingerprint(of: uid))
}

/// A file of the export.
func file(_ path: String, size: UInt64? = 10, crc: UInt32? = 7, from number: Int = 0, part: Int = 0) -> Item {
    Item(fileAt: path, from: entry(number, part: part), byteCount: size, checksum: crc)
}

/// A note an importer made.
func note(_ path: String, saying text: String = "first", from number: Int = 0, part: Int = 0) -> Item {
    Item(noteAt: path, from: entry(number, part: part), bytes: Array(text.utf8), title: path)
}

/// A file that a note refers to.
func attachment(_ path: String, size: UInt64? = 10, from number: Int = 0, part: Int = 0) -> Item {
    Item(attachmentAt: path, from: entry(number, part: part), byteCount: size, checksum: 7)
}

/// A file an importer made.
func made(_ path: String, saying text: String = "first", from number: Int = 0, part: Int = 0) -> Item {
    Item(fileAt: path, from: entry(number, part: part), bytes: Array(text.utf8))
}

/// Items as a planner takes them: settled and named.
func inventory(
    of items: [Item], fingerprints: [EntryReference: Fingerprint] = [:], known: [ItemKey: KnownName] = [:]
) -> Inventory {
    let parts = (items.map { Int($0.source.part) }.max() ?? 0) + 1
    var inventory = Inventory(
        entryCounts: (0..<parts).map { part in
            (items.filter { Int($0.source.part) == part }.map { Int($0.source.entry) }.max() ?? -1) + 1
        })
    for source in Set(items.map(\.source)) { inventory.ledger.record(.imported, of: source) }
    for item in items { inventory.add(item) }
    inventory.settle(fingerprints: fingerprints) { "part \($0.part): entry \($0.entry)" }
    inventory.assignNames(known: known)
    return inventory
}

func host(_ name: String, weight: Double = 1, room: UInt64? = nil, snapshot: HostSnapshot? = HostSnapshot())
    -> HostState
{
    HostState(
        profile: HostProfile(name: name, url: "folder:/\(name)", weight: weight),
        services: Set(StoreService.allCases), availableBytes: room, snapshot: snapshot)
}

func plan(
    _ inventory: Inventory, at hosts: [HostState], policy: PlacementPolicy = PlacementPolicy(),
    memory: PlanMemory = PlanMemory(), answers: ContentAnswers = ContentAnswers()
) -> Plan {
    let parts = [String](repeating: "part", count: 8)
    return Planner(inventory, hosts: hosts, policy: policy, memory: memory, partIdentities: parts)
        .plan(answers: answers, sources: [], inputs: "inputs")
}

extension Plan {
    /// The paths of the items with the names of the hosts they go to.
    var places: [String: [String]] {
        var places: [String: [String]] = [:]
        for change in changes where change.host >= 0 {
            places[href(of: change).path, default: []].append(hosts[Int(change.host)].profile.name)
        }
        return places
    }
}
