public import Hosting
public import Items

/// Collects what importers yield, and settles what was yielded twice.
///
/// Two items of one identity are one item when they are equal; when they differ, the greatest revision of an event or
/// a card wins, and of files and notes all are kept, each under a name of its own.
public struct Inventory: Sendable {
    /// The collections, in the order they were first seen; sorted by `settle`.
    public private(set) var collections: [PlanCollection] = []
    /// The items; sorted by `settle`.
    public private(set) var items: [PlanItem] = []
    /// Where every entry went.
    public var ledger: Ledger
    /// What a person should know.
    public private(set) var findings: [Finding] = []
    private var numbers: [CollectionKey: Int32] = [:]
    private var last: (key: CollectionKey, number: Int32)?

    private struct CollectionKey: Hashable {
        let form: ItemCollection.Form
        let name: ExactText
    }

    /// Starts empty.
    ///
    /// - Parameter entryCounts: the number of entries of each part.
    public init(entryCounts: [Int]) {
        ledger = Ledger(entryCounts: entryCounts)
        // Most entries become one item, calendars more; what is not used takes no memory from the system.
        items.reserveCapacity(entryCounts.reduce(0, +) / 4 * 5)
    }

    /// Takes an item.
    public mutating func add(_ item: Item) {
        items.append(PlanItem(item, collection: number(of: item.collection)))
    }

    /// Takes a finding.
    public mutating func add(_ finding: Finding) { findings.append(finding) }

    private mutating func number(of collection: ItemCollection) -> Int32 {
        let key = CollectionKey(form: collection.form, name: ExactText(collection.name))
        // Items of one collection follow each other.
        if let last, last.key == key, collections[Int(last.number)].collection.only == collection.only {
            return last.number
        }
        let number: Int32
        if let known = numbers[key] {
            number = known
            // Two that share a name are one collection, and one that is for everything.
            if collections[Int(number)].collection.only != collection.only {
                collections[Int(number)].collection.only = nil
            }
        } else {
            number = Int32(collections.count)
            numbers[key] = number
            collections.append(PlanCollection(collection: collection, path: collection.name))
        }
        last = (key, number)
        return number
    }

    /// The entries whose content must be compared before `settle`: files of one path and one size.
    ///
    /// A CRC-32 is not proof enough to leave a copy of somebody's photo behind, so these are read.
    public mutating func entriesToCompare() -> [EntryReference] {
        sort()
        return groups().filter { $0.count > 1 && items[$0.lowerBound].kind.hasPath }.flatMap { group in
            group.filter { items[$0].fingerprint == nil && hasTwin($0, in: group) }.map { items[$0].source }
        }
    }

    /// Whether only a look at the content can tell a file from another of its path.
    private func hasTwin(_ index: Int, in group: Range<Int>) -> Bool {
        guard let size = items[index].byteCount else { return true }
        return group.contains { $0 != index && (items[$0].byteCount ?? size) == size }
    }

    /// Makes every identity unique.
    ///
    /// - Parameters:
    ///   - fingerprints: of the entries that `entriesToCompare` named; one that could not be read is missing.
    ///   - place: the name of an entry for people.
    public mutating func settle(fingerprints: [EntryReference: Fingerprint], place: (EntryReference) -> String) {
        sort()
        // In place: a second array of a hundred thousand items would be the most memory a dry run needs.
        var count = 0
        func keep(_ item: PlanItem) {
            items[count] = item
            count += 1
        }
        for group in groups() {
            if group.count == 1 {
                if count != group.lowerBound { items[count] = items[group.lowerBound] }
                count += 1
            } else if items[group.lowerBound].kind.hasPath {
                for item in differentFiles(in: group, fingerprints: fingerprints, place: place) { keep(item) }
            } else {
                keep(newest(of: group, place: place))
            }
        }
        items.removeSubrange(count...)
    }

    /// Gives every collection and item the name it has at the hosts. After `settle`.
    ///
    /// - Parameters:
    ///   - known: the names that earlier runs gave.
    ///   - rules: which names of files the hosts do not take, where they say.
    public mutating func assignNames(known: [ItemKey: KnownName], rules: NameRules = NameRules()) {
        var naming = ResourceNaming(known: known, rules: rules)
        // In the order of their names, so that a collision is settled the same way in every run.
        for index in collections.indices.sorted(by: { precedes($0, $1) }) {
            collections[index].path = naming.path(of: collections[index].collection)
        }
        for index in items.indices {
            let kind = items[index].kind
            let wanted =
                switch kind {
                case .note, .attachment, .file: items[index].name
                case .contact: SafeName.resource(uid: items[index].identity, ending: ".vcf")
                case .event, .task, .journal, .freeBusy: SafeName.resource(uid: items[index].identity, ending: ".ics")
                }
            let path = collections[Int(items[index].collection)].path
            let name = naming.name(wanted, of: ItemKey(of: items[index], in: collections), kind: kind, in: path)
            if !kind.hasPath || ExactText(name) != ExactText(wanted) { items[index].resourceName = name }
        }
        findings += naming.findings
    }

    /// The kinds of items in each calendar, by its number.
    var calendarKinds: [Int32: Set<ItemKind>] {
        var kinds: [Int32: Set<ItemKind>] = [:]
        var last: (collection: Int32, kind: ItemKind)?
        for item in items where item.kind.service == .calendars {
            if let last, last == (item.collection, item.kind) { continue }
            last = (item.collection, item.kind)
            kinds[item.collection, default: []].insert(item.kind)
        }
        return kinds
    }

    /// Cuts the items into placement units. After `assignNames`.
    mutating func cutUnits(policy: PlacementPolicy) -> [PlacementUnit] {
        UnitCutting(items: &items, collections: collections, policy: policy).units
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        let (one, two) = (collections[left].collection, collections[right].collection)
        return one.form == two.form ? one.name.precedesInBytes(two.name) : one.form.rawValue < two.form.rawValue
    }

    private mutating func newest(of group: Range<Int>, place: (EntryReference) -> String) -> PlanItem {
        // The sort put the newest last.
        let winner = items[group.upperBound - 1]
        for index in group.dropLast() where items[index].fingerprint != winner.fingerprint {
            let name = winner.title ?? winner.identity
            findings.append(
                Finding(
                    "older-version", .note, entry: place(items[index].source),
                    "It is there in two states; the newer one is imported.",
                    detail: "\(name): the newer one is in \(place(winner.source))"))
        }
        return winner
    }

    private mutating func differentFiles(
        in group: Range<Int>, fingerprints: [EntryReference: Fingerprint], place: (EntryReference) -> String
    ) -> [PlanItem] {
        var different: [PlanItem] = []
        // The last is the one of the newest export: it keeps the plain name.
        for index in group.reversed() {
            var item = items[index]
            item.fingerprint = item.fingerprint ?? fingerprints[item.source]
            if let twin = different.first(where: { $0.fingerprint != nil && $0.fingerprint == item.fingerprint }) {
                // An entry of which more was made than this keeps its row.
                if !item.isConverted {
                    ledger.merge(item.source, reason: "the same file as \(place(twin.source))")
                }
                continue
            }
            if !different.isEmpty {
                // Named by its content, so that it has the same name whatever else is imported with it.
                let hash = item.fingerprint.map { String($0.description.prefix(8)) }
                let label = hash ?? item.byteCount.map { "\($0) bytes" } ?? "older"
                item.identity = SafeName.labelled(item.identity, label)
                findings.append(
                    Finding(
                        "two-versions", .note, entry: place(item.source),
                        "Another file of the same name differs from it, so both are kept.", detail: "as \(item.name)"))
            }
            different.append(item)
        }
        return different
    }

    /// Sorts by collection, kind and identity, the newest of one identity last. Numbers are moved and not items, which
    /// hold references.
    private mutating func sort() {
        var ranks = [Int](repeating: 0, count: collections.count)
        for (rank, number) in collections.indices.sorted(by: { precedes($0, $1) }).enumerated() { ranks[number] = rank }
        let order = items.withUnsafeBufferPointer { items in
            Self.grouped(items, by: ranks).sorted { one, two in
                let (left, right) = (ranks[Int(items[one].collection)], ranks[Int(items[two].collection)])
                return left == right ? Self.precedes(items[one], items[two]) : left < right
            }
        }
        arrange(order)
    }

    /// Puts at each place the item whose number `order` has there, without a second array.
    private mutating func arrange(_ order: [Int]) {
        var order = order
        for start in order.indices {
            var place = start
            while order[place] != start {
                let next = order[place]
                items.swapAt(place, next)
                order[place] = place
                place = next
            }
            order[place] = place
        }
    }

    /// The numbers of the items by the rank of their collection, else as they are: files of one folder mostly come in
    /// order, and then there is little left to sort.
    private static func grouped(_ items: UnsafeBufferPointer<PlanItem>, by ranks: [Int]) -> [Int] {
        var next = [Int](repeating: 0, count: ranks.count + 1)
        for item in items.indices { next[ranks[Int(items[item].collection)] + 1] += 1 }
        for rank in ranks.indices { next[rank + 1] += next[rank] }
        var order = [Int](repeating: 0, count: items.count)
        for item in items.indices {
            let rank = ranks[Int(items[item].collection)]
            order[next[rank]] = item
            next[rank] += 1
        }
        return order
    }

    /// The order of two items of one collection.
    private static func precedes(_ left: PlanItem, _ right: PlanItem) -> Bool {
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        let identity = left.identity.orderInBytes(right.identity)
        if identity != 0 { return identity < 0 }
        // Of files of one path, which are all kept, the one of the newest export comes last.
        if left.kind.hasPath, left.source != right.source { return left.source < right.source }
        let revision = left.revision.orderInBytes(right.revision)
        if revision != 0 { return revision < 0 }
        if let one = left.fingerprint, let two = right.fingerprint, one != two { return one < two }
        return left.source < right.source
    }

    private func isSame(_ left: Int, _ right: Int) -> Bool {
        items[left].collection == items[right].collection && items[left].kind == items[right].kind
            && items[left].identity.utf8.count == items[right].identity.utf8.count
            && items[left].identity.orderInBytes(items[right].identity) == 0
    }

    /// The runs of items of one identity.
    private func groups() -> [Range<Int>] {
        var groups: [Range<Int>] = []
        groups.reserveCapacity(items.count)
        var start = 0
        for index in items.indices.dropFirst() where !isSame(start, index) {
            groups.append(start..<index)
            start = index
        }
        if start < items.count { groups.append(start..<items.count) }
        return groups
    }
}
