public import Archives
public import Hosting
public import Importing
public import Items
public import Planning

/// Finds out in which properties updates of events, tasks and contacts change what hosts hold.
public enum UpdateComparison {
    /// Compares two contents of one kind; see `PropertyDifference`. `nil` when they cannot be compared.
    public typealias Differences =
        @Sendable (
            _ kind: ItemKind, _ held: [UInt8], _ wanted: [UInt8]
        ) -> [PropertyDifference]?

    /// How many updates are compared at a time.
    private static let groupSize = 64
    /// The largest content that is compared, in bytes.
    private static let largestContent = 16 << 20

    /// Compares what updates replace with what they bring: each costs one request. The importers run again, because
    /// nothing keeps what they convert.
    ///
    /// - Parameters:
    ///   - limit: the most updates to look at, in the order of the plan; `nil` for all of them.
    ///   - sessions: the open hosts, by their number in the plan.
    /// - Returns: the differences by the number of the change; what could not be compared is missing.
    /// - Throws: `CancellationError`.
    public static func differences(
        of plan: Plan, limit: Int?, archives: ArchiveSet, importers: [any Importer], sessions: [Int32: HostSession],
        cancellation: Cancellation, comparing: @escaping Differences
    ) async throws -> [Int: [PropertyDifference]] {
        let updates = plan.changes.indices.lazy.filter { index in
            let change = plan.changes[index]
            let item = plan.items[Int(change.item)]
            // Files and notes have no properties, and are not worth a transfer.
            return change.action == .update && item.isConverted && !item.kind.hasPath && sessions[change.host] != nil
        }
        let chosen = limit.map { Array(updates.prefix($0)) } ?? Array(updates)
        var found: [Int: [PropertyDifference]] = [:]
        // An item goes to several hosts, and is taken once.
        let byItem = Dictionary(grouping: chosen) { plan.changes[$0].item }
        let first = byItem.values.compactMap(\.first)
        guard !first.isEmpty else { return [:] }
        let sink = StoringSink(changes: first, plan: plan, groupSize: groupSize, groupByteCount: Lane.groupByteCount) {
            group in
            guard !cancellation.isRequested else { throw CancellationError() }
            let pairs = group.flatMap { change, bytes in
                (byItem[plan.changes[change].item] ?? []).map { (change: $0, wanted: bytes) }
            }
            let results = await concurrently(pairs, width: 8) { pair in
                let change = plan.changes[pair.change]
                let kind = plan.items[Int(change.item)].kind
                let held = await content(at: plan.href(of: change), of: sessions[change.host]?.stores[kind.service])
                return (pair.change, held.flatMap { comparing(kind, $0, pair.wanted) })
            }
            for (change, differences) in results { found[change] = differences }
        }
        try await ImportSession(archives: archives, importers: importers).run(into: sink)
        try await sink.flush()
        return found
    }

    /// What lies at a host; `nil` when it cannot be read now. Why not is told when the update is tried.
    private static func content(at href: Href, of store: (any Store)?) async -> [UInt8]? {
        do { return try await store?.get(href).readAll(limit: largestContent) } catch { return nil }
    }
}
