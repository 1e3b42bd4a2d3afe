internal import Hosting
internal import Items

extension Planner {
    enum Decision {
        case change(Change)
        case same(StoredResource, Fingerprint?)
        /// The content of the entry must be known, and that of the resource where one is given.
        case ask(resource: Href?)
    }

    /// What is done with an item at a host; what the host is known to refuse is not sent there.
    func decide(_ index: Int, at host: Int, answers: ContentAnswers?) -> Decision {
        let decision = wanted(index, at: host, answers: answers)
        guard case .change(let change) = decision, change.action == .create || change.action == .update,
            let refusal = limits[host].refusal(of: inventory.items[index])
        else { return decision }
        return .change(Change(.skip, host: change.host, item: change.item, reason: refusal))
    }

    private func wanted(_ index: Int, at host: Int, answers: ContentAnswers?) -> Decision {
        let item = inventory.items[index]
        let number = Int32(host)
        guard let resource = existing(item, at: host) else {
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

    /// The first numbered name of a file or a note that nothing at the host has and nothing of the plan gets.
    private func freeName(for item: PlanItem, at host: Int) -> String {
        let address = HostSnapshot.Address(item.kind.service, path(of: item, at: host))
        for number in 2... {
            let name = SafeName.numbered(item.name, number)
            let isTaken = hosts[host].snapshot?.resource(named: name, at: address) != nil
            if !isTaken, !givenNames.contains(Self.place(of: item, name, in: inventory)) { return name }
        }
        return item.name
    }

    /// The places of files and notes.
    static func names(in inventory: Inventory) -> Set<StoredPlace> {
        Set(inventory.items.lazy.filter(\.kind.hasPath).map { place(of: $0, $0.name, in: inventory) })
    }

    private static func place(of item: PlanItem, _ name: String, in inventory: Inventory) -> StoredPlace {
        let collection = inventory.collections[Int(item.collection)].path
        return StoredPlace(item.kind.service, Href(collection: collection, name: SafeName.collisionKey(name)))
    }

    /// What stands at a host in the place of an item: of its name, or of its UID.
    func existing(_ item: PlanItem, at host: Int) -> StoredResource? {
        guard let snapshot = hosts[host].snapshot else { return nil }
        let address = HostSnapshot.Address(item.kind.service, path(of: item, at: host))
        if !item.kind.hasPath, let resource = snapshot.resource(uid: item.identity, at: address) { return resource }
        return snapshot.resource(named: item.name, at: address)
    }

    func path(of item: PlanItem, at host: Int) -> String {
        apart[host].first { $0.collection == item.collection && $0.kind == item.kind }?.path
            ?? adoptedPaths[host][item.collection] ?? inventory.collections[Int(item.collection)].path
    }

    /// What the state says of a resource: at its address, or at the one it was asked to have.
    func row(of resource: StoredResource, at host: Int, _ item: PlanItem) -> CatalogueRow? {
        let rows = memory.rows[hosts[host].profile.name]
        let asked = Href(collection: inventory.collections[Int(item.collection)].path, name: resource.href.name)
        let service = item.kind.service
        return rows?[StoredPlace(service, resource.href)] ?? rows?[StoredPlace(service, asked)]
    }

    func sourceKey(of item: PlanItem) -> String {
        SourceKey.of(item, part: partIdentities[Int(item.source.part)])
    }

    func forEachCopy(_ body: (Int, Int) -> Void) {
        for (index, item) in inventory.items.enumerated() {
            for host in units[Int(item.unit)].hosts { body(index, Int(host)) }
        }
    }
}
