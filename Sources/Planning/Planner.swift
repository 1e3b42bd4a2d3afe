internal import Hosting
internal import Items

/// Turns items, the state of the hosts and the person's policy into a plan. Pure: no file, no network, no clock.
///
/// In two steps, because some answers lie in contents too large to read on the off chance: `questions` names them, and
/// `plan` takes the answers.
public struct Planner {
    var inventory: Inventory
    let hosts: [HostState]
    let limits: [HostLimits]
    let memory: PlanMemory
    let conflicts: ConflictPolicy
    let partIdentities: [String]
    var units: [PlacementUnit]
    private var findings: [Finding]
    private var invariants: [PlacementInvariant] = []
    let adoptedPaths: [[Int32: String]]
    let apart: [[ApartCalendar]]
    /// The names that the plan gives files and notes, where free ones must be found beside them.
    let givenNames: Set<StoredPlace>

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
        givenNames = conflicts == .both ? Self.names(in: self.inventory) : []
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
                        kind: item.kind, item: ItemKey(of: item, in: inventory.collections).text.text, href: href,
                        etag: resource.etag,
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
