public import Hosting
public import Items

/// Turns items, the state of the hosts and the person's policy into a plan. Pure: no file, no network, no clock.
///
/// In two steps, because some answers lie in contents too large to read on the off chance: `questions` names them, and
/// `plan` takes the answers.
public struct Planner {
    private var inventory: Inventory
    private let hosts: [HostState]
    private let limits: [HostLimits]
    private let memory: PlanMemory
    private let conflicts: ConflictPolicy
    private let partIdentities: [String]
    private var units: [PlacementUnit]
    private var findings: [Finding]
    private var invariants: [PlacementInvariant] = []
    private let adoptedPaths: [[Int32: String]]
    private let apart: [[ApartCalendar]]

    /// Places everything.
    ///
    /// - Parameters:
    ///   - inventory: settled and named.
    ///   - hosts: in the order in which reports name them.
    ///   - memory: what earlier runs left.
    ///   - partIdentities: of each part, a text that changes with its content.
    ///   - conflicts: what is done where something else is in the way.
    public init(
        _ inventory: consuming Inventory, hosts: [HostState], policy: PlacementPolicy, memory: PlanMemory,
        partIdentities: [String], conflicts: ConflictPolicy = .keep
    ) {
        self.conflicts = conflicts
        let collections = inventory.collections
        self.inventory = inventory
        self.hosts = hosts
        limits = hosts.map { HostLimits(host: $0) }
        self.memory = memory
        self.partIdentities = partIdentities
        units = self.inventory.cutUnits(policy: policy)
        let adopted = hosts.map { Self.adoptedPaths(of: collections, at: $0) }
        adoptedPaths = adopted
        let used = self.inventory.calendarKinds
        apart = hosts.indices.map { host in
            guard let snapshot = hosts[host].snapshot else { return [] }
            return ApartCalendar.needed(
                for: collections, holding: used, at: { adopted[host][$0] ?? collections[Int($0)].path }, snapshot)
        }
        findings = self.inventory.findings
        if !hosts.isEmpty {
            let arrangement = Placement.place(units, on: hosts, policy: policy, earlier: whereUnitsAre(policy))
            units = arrangement.units
            findings += arrangement.findings
            invariants = arrangement.invariants
        }
    }

    /// The contents that must be compared before there is a plan.
    public func questions() -> ContentQuestions {
        var questions = ContentQuestions()
        guard hosts.contains(where: { $0.snapshot != nil }) else { return questions }
        forEachCopy { item, host in
            if case .ask(let resource) = decide(item, at: host, answers: nil) {
                let asked = inventory.items[item]
                if asked.fingerprint == nil { questions.entries.append(asked.source) }
                if let resource { questions.resources[host, default: []].append((asked.kind.service, resource)) }
            }
        }
        return questions
    }

    /// The plan.
    ///
    /// - Parameters:
    ///   - answers: to `questions`; what could not be read is missing.
    ///   - sources: the exports, for the report.
    ///   - inputs: what the archives are: see `Plan.inputs`.
    public func plan(answers: ContentAnswers, sources: [PlanSource], inputs: String) -> Plan {
        var changes: [Change] = []
        if !hosts.isEmpty { changes.reserveCapacity(inventory.items.count) }
        var adoptions: [Plan.Adoption] = []
        // Without hosts there is nothing to decide, and a hundred thousand items need not be looked at.
        for (index, item) in inventory.items.enumerated() where !hosts.isEmpty {
            let targets = units[Int(item.unit)].hosts
            if targets.isEmpty {
                changes.append(Change(.skip, host: -1, item: Int32(index), reason: "no host takes it"))
            }
            for host in targets {
                switch decide(index, at: Int(host), answers: answers) {
                case .change(let change): changes.append(change)
                case .same(let resource, let fingerprint):
                    let href = resource.href
                    let existing = href.name == item.name ? nil : href.name
                    let known = row(of: resource, at: Int(host), item)
                    // What no run noted was compared with the content that is there.
                    let arrival = known?.etag == resource.etag ? known?.arrival : ArrivalRecord(by: .content)
                    changes.append(
                        Change(
                            .unchanged, host: host, item: Int32(index), existingName: existing, arrival: arrival))
                    let unit = units[Int(item.unit)].id
                    let isKnown =
                        known?.etag == resource.etag && known?.unit == unit && known?.title == item.title
                        && known?.href == href
                    guard !isKnown, let fingerprint else { continue }
                    let row = CatalogueRow(
                        kind: item.kind, item: inventory.key(of: item).text.text, href: href, etag: resource.etag,
                        byteCount: resource.byteCount, fingerprint: fingerprint, sourceKey: sourceKey(of: item),
                        unit: unit, title: item.title, modified: item.modified, arrival: arrival)
                    adoptions.append(Plan.Adoption(host: host, row: row))
                case .ask:
                    let reason = "it could not be compared with what is there"
                    changes.append(Change(.conflict, host: host, item: Int32(index), reason: reason))
                }
            }
        }
        let planHosts = hosts.indices.map { host in
            PlanHost(
                profile: hosts[host].profile, snapshot: hosts[host].snapshot?.digest, collections: adoptedPaths[host],
                apart: apart[host])
        }
        return Plan(
            version: Plan.currentVersion, sources: sources, inputs: inputs, hosts: planHosts,
            collections: inventory.collections, units: units, items: inventory.items, changes: changes,
            adoptions: adoptions,
            ledger: inventory.ledger, findings: findings + collectionFindings(changes), invariants: invariants)
    }

    /// What the hosts are known to say to the number of collections a plan makes.
    private func collectionFindings(_ changes: [Change]) -> [Finding] {
        guard hosts.contains(where: { $0.capabilities.values.contains { $0.collectionLimits != nil } }) else {
            return []
        }
        var used: [Int32: Set<Int32>] = [:]
        for change in changes where change.action == .create {
            used[change.host, default: []].insert(inventory.items[Int(change.item)].collection)
        }
        return used.sorted { $0.key < $1.key }.flatMap { host, numbers in
            let new = numbers.filter { !isThere($0, at: Int(host)) }
            return limits[Int(host)].findings(
                about: Dictionary(grouping: new) { inventory.collections[Int($0)].collection.form }.mapValues(\.count))
        }
    }

    private func isThere(_ collection: Int32, at host: Int) -> Bool {
        let planned = inventory.collections[Int(collection)]
        let path = adoptedPaths[host][collection] ?? planned.path
        let existing = hosts[host].snapshot?.collections(of: StoreService(for: planned.collection.form)) ?? []
        return existing.contains { $0.path == path }
    }
}

// MARK: - One item at one host

extension Planner {
    private enum Decision {
        case change(Change)
        case same(StoredResource, Fingerprint?)
        /// The content of the entry must be known, and that of the resource where one is given.
        case ask(resource: Href?)
    }

    private func decide(_ index: Int, at host: Int, answers: ContentAnswers?) -> Decision {
        let item = inventory.items[index]
        let number = Int32(host)
        guard let resource = existing(item, at: host) else {
            if let refusal = limits[host].refusal(of: item) {
                return .change(Change(.skip, host: number, item: Int32(index), reason: refusal))
            }
            return .change(Change(.create, host: number, item: Int32(index)))
        }
        let remembered = row(of: resource, at: host, item)
        let isUntouched = remembered?.etag == resource.etag
        if !item.isConverted, isUntouched, let remembered, remembered.sourceKey == sourceKey(of: item) {
            return .same(resource, remembered.fingerprint)
        }
        let stored =
            // A host may write anew what it stores. What is as we left it counts as what we sent.
            (isUntouched ? remembered?.fingerprint : nil) ?? resource.fingerprint
            ?? answers?.resources[host]?[StoredPlace(item.kind.service, resource.href)]
        let wanted = item.fingerprint ?? answers?.entries[item.source]
        let sizesDiffer = item.kind.hasPath && item.byteCount.map { $0 != resource.byteCount } ?? false
        if !sizesDiffer {
            guard let stored, let wanted else { return .ask(resource: stored == nil ? resource.href : nil) }
            if stored == wanted { return .same(resource, stored) }
        }
        let existingName = resource.href.name == item.name ? nil : resource.href.name
        // What is there is what an earlier run put there, so this run may replace it.
        let isOurs =
            isUntouched || (remembered != nil && remembered?.fingerprint == stored)
            || memory.intents[hosts[host].profile.name]?.contains(StoredPlace(item.kind.service, resource.href)) == true
        if isOurs {
            return .change(
                Change(
                    .update, host: number, item: Int32(index), existingName: existingName, etag: resource.etag,
                    reason: "the export has another state"))
        }
        return .change(conflict(index, with: resource, at: host))
    }

    /// What is done with an item in whose place something else stands.
    private func conflict(_ index: Int, with resource: StoredResource, at host: Int) -> Change {
        let item = inventory.items[index]
        let number = Int32(host)
        let existingName = resource.href.name == item.name ? nil : resource.href.name
        switch conflicts {
        case .replace:
            return Change(
                .update, host: number, item: Int32(index), existingName: existingName, etag: resource.etag,
                reason: "it replaces something else, as --on-conflict says")
        case .both where item.kind == .file || item.kind == .note:
            return Change(
                .create, host: number, item: Int32(index), existingName: freeName(for: item, at: host),
                reason: "something else has its name, and it is stored beside it")
        case .keep, .both:
            return Change(
                .conflict, host: number, item: Int32(index), existingName: existingName,
                reason: "something else is there, and it is left as it is")
        }
    }

    /// The first numbered name of a file or a note that nothing at the host has.
    private func freeName(for item: PlanItem, at host: Int) -> String {
        let address = HostSnapshot.Address(item.kind.service, path(of: item, at: host))
        var number = 2
        while hosts[host].snapshot?.resource(named: SafeName.numbered(item.name, number), at: address) != nil {
            number += 1
        }
        return SafeName.numbered(item.name, number)
    }

    /// What stands at a host in the place of an item: of its name, or of its UID.
    private func existing(_ item: PlanItem, at host: Int) -> StoredResource? {
        guard let snapshot = hosts[host].snapshot else { return nil }
        let address = HostSnapshot.Address(item.kind.service, path(of: item, at: host))
        if !item.kind.hasPath, let resource = snapshot.resource(uid: item.identity, at: address) { return resource }
        return snapshot.resource(named: item.name, at: address)
    }

    private func path(of item: PlanItem, at host: Int) -> String {
        apart[host].first { $0.collection == item.collection && $0.kind == item.kind }?.path
            ?? adoptedPaths[host][item.collection] ?? inventory.collections[Int(item.collection)].path
    }

    /// What the state says of a resource: at its address, or at the one it was asked to have.
    private func row(of resource: StoredResource, at host: Int, _ item: PlanItem) -> CatalogueRow? {
        let rows = memory.rows[hosts[host].profile.name]
        let asked = Href(collection: inventory.collections[Int(item.collection)].path, name: resource.href.name)
        let service = item.kind.service
        return rows?[StoredPlace(service, resource.href)] ?? rows?[StoredPlace(service, asked)]
    }

    private func sourceKey(of item: PlanItem) -> String {
        SourceKey.of(item, part: partIdentities[Int(item.source.part)])
    }

    private func forEachCopy(_ body: (Int, Int) -> Void) {
        for (index, item) in inventory.items.enumerated() {
            for host in units[Int(item.unit)].hosts { body(index, Int(host)) }
        }
    }
}

// MARK: - Where things are already

extension Planner {
    /// Calendars and address books that the host has, or makes, under another path; those that are there are found by
    /// what their owner calls them.
    private static func adoptedPaths(of collections: [PlanCollection], at host: HostState) -> [Int32: String] {
        guard let snapshot = host.snapshot else { return [:] }
        var paths: [Int32: String] = [:]
        for (number, collection) in collections.enumerated() where !collection.collection.form.isFileTree {
            let service = StoreService(for: collection.collection.form)
            let named = snapshot.collections(of: service).filter { $0.displayName == collection.collection.name }
            let own = HostSnapshot.Address(service, collection.path)
            if let path = named.map(\.path).min() ?? snapshot.newPaths[own] { paths[Int32(number)] = path }
        }
        return paths
    }

    /// The hosts that hold a unit already: as the state says, else, where the state is lost, as the hosts show.
    private func whereUnitsAre(_ policy: PlacementPolicy) -> EarlierPlaces {
        var earlier = EarlierPlaces(places: memory.placements)
        var found: [Int32: [Int: Int]] = [:]
        for host in hosts.indices where hosts[host].snapshot != nil {
            let name = hosts[host].profile.name
            let isHere = units.map { memory.placements[$0.id]?.contains(name) }
            var stored: UInt64 = 0
            for item in inventory.items {
                let known = isHere[Int(item.unit)]
                // What lies there needs no new room; only a host with limited room is asked for it.
                guard known == nil || (known == true && hosts[host].availableBytes != nil),
                    existing(item, at: host) != nil
                else { continue }
                stored &+= item.byteCount ?? 0
                if known == nil { found[item.unit, default: [:]][host, default: 0] += 1 }
            }
            earlier.storedBytes[name] = stored
        }
        for (unit, counts) in found {
            let order = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
            let most = order.first?.value ?? 0
            // The host with the most of it, and as many with most of that as there should be copies.
            let holders = order.filter { $0.value * 2 > most }.prefix(policy.copies(of: units[Int(unit)]).wanted)
            earlier.places[units[Int(unit)].id] = holders.map { hosts[$0.key].profile.name }
        }
        return earlier
    }
}

extension ItemKind {
    /// The store that holds items of this kind.
    public var service: StoreService {
        switch self {
        case .event, .task, .journal, .freeBusy: .calendars
        case .contact: .contacts
        case .note, .attachment: .notes
        case .file: .files
        }
    }
}
