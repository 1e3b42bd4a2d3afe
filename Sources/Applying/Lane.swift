internal import Archives
internal import Hosting
internal import Importing
internal import Items
internal import Planning

/// The work for one host, from the first collection to the last file.
///
/// A lane reads the archives itself, in their order, and only what its host gets. That costs a second inflating of a
/// compressed tar for a second host, and buys that no host ever waits for another and that memory stays flat.
struct Lane: Sendable {
    let host: Int32
    let session: HostSession
    let plan: Plan
    let archives: ArchiveSet
    let importers: [any Importer]
    let journal: Journal
    /// Where earlier runs were about to store something: what lies there may be ours, until a row says what it is.
    let intended: Set<StoredPlace>
    let tally: RunTally
    let cancellation: Cancellation
    /// What lies in collections where places were taken.
    let listings = Listings()

    /// Changes are journalled in groups: one sync of the journal for each group, not for each change.
    private static let groupSize = 64
    /// The most bytes of a group that lie in memory.
    static let groupByteCount = 8 << 20
    /// The largest entry of a tar that is taken into memory, in bytes.
    private static let smallEntry = 1 << 20

    func run(_ changes: [Int]) async -> Result<LaneResult, StateDirectory.Fault> {
        let ledger = LaneLedger(host: host)
        do {
            let possible = try await makeCollections(for: changes, ledger)
            let converted = possible.filter { plan.items[Int(plan.changes[$0].item)].isConverted }
            let direct = possible.filter { !plan.items[Int(plan.changes[$0].item)].isConverted }
            if !converted.isEmpty { try await storeConverted(converted, ledger) }
            if !direct.isEmpty { try await storeEntries(direct, ledger) }
        } catch let fault as StateDirectory.Fault {
            return .failure(fault)
        } catch {
            // The lane ended early (`LaneEnded`): what it did not come to is untouched, and its reason is in `lost`.
        }
        return .success(ledger.result(ofUntried: changes))
    }

    // MARK: Collections

    /// What is made for a collection: calendars may be kept apart by kind.
    private struct Use: Hashable {
        let collection: Int32
        let kind: ItemKind
    }

    private func use(of change: Int) -> Use {
        let item = plan.items[Int(plan.changes[change].item)]
        return Use(collection: item.collection, kind: item.kind)
    }

    /// - Returns: the changes whose collections are there now; each of the others has failed for the same reason.
    private func makeCollections(for changes: [Int], _ ledger: LaneLedger) async throws -> [Int] {
        let uses = Set(changes.map(use))
        var made: [HostSnapshot.Address: StoreError?] = [:]
        var missing: [Missing] = []
        for use in uses.sorted(by: { ($0.collection, $0.kind.rawValue) < ($1.collection, $1.kind.rawValue) }) {
            let path = plan.path(of: use.collection, for: use.kind, at: host)
            let address = HostSnapshot.Address(use.kind.service, path)
            guard made[address] == nil, let store = session.stores[use.kind.service] else { continue }
            made[address] = .some(nil)
            missing.append(
                Missing(
                    store: store, address: address,
                    description: plan.description(of: use.collection, for: use.kind, at: host)))
        }
        // Hosts count the calendars and address books that are made, and may not take two at once; folders are many.
        let folders = missing.filter { $0.store.service.isFileTree }
        let others = missing.filter { !$0.store.service.isFileTree }
        let existing = try await self.existing(beside: missing, ledger)
        for group in others.pieces(of: 1) + folders.pieces(of: Self.groupSize) {
            try stopIfAsked(ledger)
            let failures = await concurrently(group, width: 16) { await $0.make() }
            for (entry, failure) in zip(group, failures) {
                guard let failure else { continue }
                guard !failure.endsHost else { throw ledger.end(failure) }
                made[entry.address] = failure
            }
            let done = zip(group, failures).filter { $1 == nil }.map(\.0.address)
            try journal.noteMade(done, beside: existing, at: plan.hosts[Int(host)].profile.name)
        }
        guard made.values.contains(where: { $0 != nil }) else { return changes }
        return changes.filter { change in
            let use = use(of: change)
            let path = plan.path(of: use.collection, for: use.kind, at: host)
            guard let error = made[HostSnapshot.Address(use.kind.service, path)] ?? nil else { return true }
            ledger.record(.failed(error), of: change)
            tally.finishItem()
            return false
        }
    }

    /// What is there before anything is made.
    private func existing(
        beside missing: [Missing], _ ledger: LaneLedger
    ) async throws -> Set<HostSnapshot.Address> {
        var existing: Set<HostSnapshot.Address> = []
        for service in Set(missing.map(\.address.service)) {
            guard let store = session.stores[service] else { continue }
            do throws(StoreError) {
                for found in try await store.collections() {
                    existing.insert(HostSnapshot.Address(service, found.path))
                }
            } catch { throw ledger.end(error) }
        }
        return existing
    }

    /// A collection that may have to be made.
    private struct Missing: Sendable {
        let store: any Store
        let address: HostSnapshot.Address
        let description: ItemCollection

        func make() async -> StoreError? {
            do throws(StoreError) {
                try await store.makeCollection(address.path, as: description)
                return nil
            } catch { return error }
        }
    }

    // MARK: What importers convert

    /// Runs the importers again: what they convert is not kept between planning and storing.
    private func storeConverted(_ changes: [Int], _ ledger: LaneLedger) async throws {
        let limits = StoreService.allCases.compactMap { (session.stores[$0] as? any BatchStore)?.batchLimits }
        // A store that takes whole collections in one request gets large groups.
        let sink = StoringSink(
            changes: changes, plan: plan, groupSize: limits.map(\.count).max() ?? Self.groupSize,
            groupByteCount: max(Self.groupByteCount, limits.map { Int($0.byteCount) }.max() ?? 0)
        ) { group in
            try await store(group, ledger)
        }
        try await ImportSession(archives: archives, importers: importers).run(into: sink)
        try await sink.flush()
    }

    // MARK: Entries as they are

    private func storeEntries(_ changes: [Int], _ ledger: LaneLedger) async throws {
        let byPart = Dictionary(grouping: changes) { plan.items[Int(plan.changes[$0].item)].source.part }
        for part in byPart.keys.sorted() {
            let inOrder = (byPart[part] ?? []).sorted {
                plan.items[Int(plan.changes[$0].item)].source < plan.items[Int(plan.changes[$1].item)].source
            }
            if archives.parts[Int(part)].isReadInOrder {
                try await storeFrontToBack(inOrder, ledger)
            } else {
                try await storeAnywhere(inOrder, ledger)
            }
        }
    }

    /// Stores entries of a part with random access: several workers, each with a reader of its own.
    private func storeAnywhere(_ changes: [Int], _ ledger: LaneLedger) async throws {
        let flow = ChangeFlow(changes, journal, at: plan.hosts[Int(host)].profile.name, intended) { place(of: $0) }
        let (workers, groupSize) = entryWorkers
        do {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<workers {
                    tasks.addTask { try await work(on: flow, groupSize, ledger) }
                }
                try await tasks.waitForAll()
            }
        } catch {
            try flow.finish()
            throw error
        }
        try flow.finish()
    }

    private func work(on flow: ChangeFlow, _ groupSize: Int, _ ledger: LaneLedger) async throws {
        let readers = PartReaders(archives)
        while true {
            try stopIfAsked(ledger)
            guard let group = try flow.next(groupSize) else { return }
            let record = GroupRecord(ledger, tally)
            await store(group.map { (change: $0, body: entry(of: $0, readers)) }, record)
            try flow.note(record.rows, settled: settledPlaces(record, of: Array(group)))
            ledger.warn(readers.takeFindings())
            if let ending = record.ending { throw ledger.end(ending) }
        }
    }

    /// How many workers there are for entries, and how many changes each takes at a time. A store of batches does
    /// several things at once by itself.
    private var entryWorkers: (count: Int, groupSize: Int) {
        let stores = [StoreService.files, .notes].compactMap { session.stores[$0] }
        let batch = stores.compactMap { ($0 as? any BatchStore)?.batchLimits?.count }.max()
        let most = max(concurrentChanges(of: .files), concurrentChanges(of: .notes))
        guard let batch else { return (most, 1) }
        return (min(most, Self.batchWorkers), min(batch, Self.groupSize))
    }

    /// How many batches are under way at the same time.
    private static let batchWorkers = 8

    /// Stores entries of a part that one reader reads front to back. Small ones are taken into memory and stored
    /// several at a time; a large one is stored as it streams past.
    private func storeFrontToBack(_ changes: [Int], _ ledger: LaneLedger) async throws {
        let readers = PartReaders(archives)
        var small: [(change: Int, bytes: [UInt8])] = []
        var bytes = 0
        for change in changes {
            let body = entry(of: change, readers)
            if let count = body.byteCount, count <= Self.smallEntry {
                do throws(ContentError) {
                    small.append((change, try body.readAll(limit: Self.smallEntry)))
                    bytes += Int(count)
                } catch {
                    ledger.record(.failed(StoreError(error)), of: change)
                    tally.finishItem()
                }
            } else {
                try await store([(change: change, body: body)], ledger)
            }
            if small.count == Self.groupSize || bytes > Self.groupByteCount {
                try await store(small, ledger)
                (small, bytes) = ([], 0)
            }
        }
        if !small.isEmpty { try await store(small, ledger) }
        ledger.warn(readers.takeFindings())
    }

    private func entry(of change: Int, _ readers: PartReaders) -> EntryBody {
        let item = plan.items[Int(plan.changes[change].item)]
        return EntryBody(entry: item.source, byteCount: item.byteCount, readers: readers)
    }

    /// How many changes a store of the host takes at the same time.
    func concurrentChanges(of service: StoreService) -> Int {
        max(1, session.stores[service]?.capabilities.concurrentChanges ?? 1)
    }

    func stopIfAsked(_ ledger: LaneLedger) throws {
        if cancellation.isRequested { throw ledger.end(StoreError(.cancelled, "the run was stopped")) }
    }
}
