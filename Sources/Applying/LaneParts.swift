internal import Archives
internal import Hosting
internal import Importing
internal import Items
internal import Planning
internal import Synchronization

/// What became of the changes of a lane, while its workers are at it.
final class LaneLedger: Sendable {
    private let state: Mutex<LaneResult>

    init(host: Int32) { state = Mutex(LaneResult(host: host)) }

    func record(_ outcome: Execution.Outcome, of change: Int) {
        state.withLock { $0.outcomes.append((change, outcome)) }
    }

    func warn(_ findings: [Finding]) {
        guard !findings.isEmpty else { return }
        state.withLock { $0.findings += findings }
    }

    /// Notes why the lane ends before its work is done; the first reason stays.
    func end(_ error: StoreError) -> LaneEnded {
        state.withLock { $0.lost = $0.lost ?? error }
        return LaneEnded()
    }

    /// What became of them, the ones nobody came to included.
    func result(ofUntried changes: [Int]) -> LaneResult {
        state.withLock { result in
            guard let lost = result.lost, lost.code != .cancelled else { return result }
            let tried = Set(result.outcomes.map(\.0))
            var whole = result
            whole.outcomes += changes.filter { !tried.contains($0) }.map { ($0, .failed(lost)) }
            return whole
        }
    }
}

/// What lies in the collections of a host, listed once each: a run that goes on after a kill may find thousands of
/// places taken, and a list for each of them would cost the square of that.
final class Listings: Sendable {
    private struct Listing {
        var byHref: [Href: StoredResource] = [:]
        var byUID: [String: StoredResource] = [:]

        /// What lies at an address; else what has the UID, for a calendar object or card is known by that.
        func resource(at href: Href, uid: String?) -> StoredResource? { byHref[href] ?? uid.flatMap { byUID[$0] } }
    }

    private let known = Mutex<[StoreService: [String: Listing]]>([:])

    /// What stands in the place of an item. A place that was free when its collection was listed is looked at again.
    ///
    /// - Parameter uid: of a calendar object or card.
    func resource(at href: Href, uid: String?, in store: any Store) async throws(StoreError) -> StoredResource? {
        let earlier = known.withLock { $0[store.service]?[href.collection] }
        if let found = earlier?.resource(at: href, uid: uid) { return found }
        var listing = Listing()
        for resource in try await store.list(href.collection) {
            listing.byHref[resource.href] = resource
            if let uid = resource.uid { listing.byUID[uid] = resource }
        }
        known.withLock { $0[store.service, default: [:]][href.collection] = listing }
        return listing.resource(at: href, uid: uid)
    }
}

/// Thrown inside a lane to leave it; why is in its ledger.
struct LaneEnded: Error {}

/// Takes the items that importers convert and passes on those a lane has changes for, in groups.
final class StoringSink: ImportSink {
    /// What tells one converted item from another in every run of an importer.
    private enum Wanted: Hashable {
        case object(ItemKey, Fingerprint?)
        /// Two files of one path were given names of their own after the importer had yielded them. Which of them a
        /// content is for is the same where it is equal.
        case file(ItemKind, EntryReference, Fingerprint?)
    }

    private let groupSize: Int
    /// The most bytes a group holds in memory.
    private let groupByteCount: Int
    private let store: ([(change: Int, bytes: [UInt8])]) async throws -> Void
    private var wanted: [Wanted: [Int]] = [:]
    private var group: [(change: Int, bytes: [UInt8])] = []
    private var groupBytes = 0

    init(
        changes: [Int], plan: Plan, groupSize: Int, groupByteCount: Int,
        store: @escaping ([(change: Int, bytes: [UInt8])]) async throws -> Void
    ) {
        self.groupSize = groupSize
        self.groupByteCount = groupByteCount
        self.store = store
        for change in changes {
            let item = plan.items[Int(plan.changes[change].item)]
            let key: Wanted =
                item.kind.hasPath
                ? .file(item.kind, item.source, item.fingerprint)
                : .object(ItemKey(of: item, in: plan.collections), item.fingerprint)
            wanted[key, default: []].append(change)
        }
    }

    func take(_ item: Item) async throws {
        guard case .bytes(let bytes) = item.content else { return }
        let key: Wanted
        if item.kind.hasPath {
            key = .file(item.kind, item.source, item.fingerprint)
        } else {
            let object = ItemKey(kind: item.kind, collection: item.collection.name, identity: item.identity)
            key = .object(object, item.fingerprint)
        }
        guard let change = wanted[key]?.popLast() else { return }
        group.append((change, bytes))
        groupBytes += bytes.count
        if group.count == groupSize || groupBytes > groupByteCount { try await flush() }
    }

    /// Passes on what is left.
    func flush() async throws {
        let full = group
        group = []
        groupBytes = 0
        if !full.isEmpty { try await store(full) }
    }

    // Findings and outcomes were taken when the plan was made.
    func note(_ finding: Finding) {}

    func record(_ outcome: EntryOutcome, of entry: EntryReference) {}
}

extension Part {
    /// The identity as hexadecimal digits.
    package var identityText: String {
        Fingerprint(bytes: identity).map(\.description) ?? ""
    }
}
