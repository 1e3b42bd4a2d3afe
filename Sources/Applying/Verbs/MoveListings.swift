internal import Hosting
internal import Items
internal import Planning
internal import Synchronization

/// What lies in the collections a move is about, asked once for each.
final class MoveListings: Sendable {
    struct Key: Hashable, Sendable {
        let host: String
        let service: StoreService
        let path: ExactText

        init(_ host: String, _ service: StoreService, _ path: String) {
            self.host = host
            self.service = service
            self.path = ExactText(path)
        }
    }

    private struct State {
        var contents: [Key: [ExactText: StoredResource]] = [:]
        /// The paths that collections of the old host have at the new one.
        var paths: [Key: String] = [:]
        /// What was listed anew.
        var renewed: Set<Key> = []
        /// The collections the new host had before any was made.
        var existing: [StoreService: [StoredCollection]] = [:]
        /// The collections it has now because of this move.
        var prepared: [HostSnapshot.Address] = []
    }

    private let state = Mutex(State())

    func list(_ key: Key, in store: any Store) async throws(StoreError) -> [ExactText: StoredResource] {
        if let known = state.withLock({ $0.contents[key] }) { return known }
        var found: [ExactText: StoredResource] = [:]
        for resource in try await store.list(key.path.text) { found[ExactText(resource.href.name)] = resource }
        let all = found
        state.withLock { $0.contents[key] = all }
        return all
    }

    /// A resource as it was when its collection was listed.
    func resource(_ href: Href, _ service: StoreService, at host: String) -> StoredResource? {
        state.withLock { $0.contents[Key(host, service, href.collection)]?[ExactText(href.name)] }
    }

    /// The path at the new host of a collection of the old one, for items of a kind.
    func path(of collection: String, _ kind: ItemKind) -> String {
        state.withLock { $0.paths[Key(kind.rawValue, kind.service, collection)] } ?? collection
    }

    /// Lists the collections of a group at both hosts, and makes those that the new one lacks.
    func prepare(for group: [CatalogueLine], _ work: UnitMoving) async throws(HostFailure) {
        for line in group {
            let (service, path) = (line.row.kind.service, line.row.href.collection)
            let kind = line.row.kind
            guard state.withLock({ $0.paths[Key(kind.rawValue, service, path)] == nil }) else { continue }
            do throws(StoreError) {
                let source = try work.store(work.move.from, service)
                _ = try await list(Key(work.move.from, service, path), in: source)
            } catch { throw HostFailure(host: work.move.from, error: error) }
            var targetPath = path
            if let target = work.move.to {
                do throws(StoreError) {
                    targetPath = try await prepare(path, for: line, at: target, in: work.store(target, service), work)
                } catch { throw HostFailure(host: target, error: error) }
            }
            let final = targetPath
            state.withLock { $0.paths[Key(kind.rawValue, service, path)] = final }
        }
    }

    /// The collections that were prepared at the new host since this was last asked, and those it had before.
    func takePrepared() -> (prepared: [HostSnapshot.Address], existing: Set<HostSnapshot.Address>) {
        state.withLock { state in
            defer { state.prepared = [] }
            let existing = state.existing.flatMap { service, found in
                found.map { HostSnapshot.Address(service, $0.path) }
            }
            return (state.prepared, Set(existing))
        }
    }

    /// Lists collections of the new host anew, each once: what it holds now, and not what it answered, counts.
    func renew(for rows: [CatalogueRow], _ work: UnitMoving) async throws(HostFailure) {
        guard let target = work.move.to else { return }
        for row in rows {
            let key = Key(target, row.kind.service, row.href.collection)
            guard state.withLock({ $0.renewed.insert(key).inserted }) else { continue }
            state.withLock { $0.contents[key] = nil }
            do throws(StoreError) { _ = try await list(key, in: work.store(target, row.kind.service)) } catch {
                throw HostFailure(host: target, error: error)
            }
        }
    }

    /// - Returns: the path the collection has at the new host: its own, or that of one its owner calls the same.
    private func prepare(
        _ path: String, for line: CatalogueLine, at target: String, in store: any Store, _ work: UnitMoving
    ) async throws(StoreError) -> String {
        let service = line.row.kind.service
        let (kind, own) = (line.row.kind, work.catalogue.description(of: line.row.collection))
        var (targetPath, description) = (path, own)
        let known = service.isFileTree ? state.withLock { $0.existing[service] } : nil
        let existing: [StoredCollection]
        if let known { existing = known } else { existing = try await store.collections() }
        state.withLock { state in
            if state.existing[service] == nil { state.existing[service] = existing }
        }
        if !service.isFileTree {
            let takers = existing.filter { $0.takes(kind) }
            targetPath = store.path(ofNew: SafeName.component(own.name))
            if let named = takers.filter({ $0.displayName == own.name }).map(\.path).min() {
                targetPath = named
            } else if !takers.contains(where: { $0.path == targetPath }),
                existing.contains(where: { $0.displayName == own.name || $0.path == targetPath })
            {
                // One that lies there without its name, as a killed run leaves it, is meant; only one that does not
                // take the kind is avoided.
                let name = ApartCalendar.name(for: kind, beside: own.name)
                description = ItemCollection(own.form, name: name, summary: own.summary, color: own.color, only: kind)
                targetPath =
                    takers.filter { $0.displayName == name }.map(\.path).min()
                    ?? store.path(ofNew: SafeName.component(name))
            }
        }
        if !targetPath.isEmpty {
            try await store.makeCollection(targetPath, as: description)
            let address = HostSnapshot.Address(service, targetPath)
            state.withLock { $0.prepared.append(address) }
        }
        _ = try await list(Key(target, service, targetPath), in: store)
        return targetPath
    }
}

/// A host that cannot be asked.
struct HostFailure: Error {
    let host: String
    let error: StoreError
}
