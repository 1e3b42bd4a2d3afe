public import Archives
public import Hosting
public import Importing
public import Items
public import Planning

/// Runs importers over archives and collects what they yield. Nothing is written anywhere.
public struct InventoryCollector {
    private let archives: ArchiveSet
    private let session: ImportSession
    private let only: Set<ItemKind>?
    private let cancellation: Cancellation

    /// Prepares a collection.
    ///
    /// - Parameters:
    ///   - only: the kinds the person chose; `nil` for all. What is left out is a row of the ledger like all else.
    public init(archives: ArchiveSet, importers: [any Importer], only: Set<ItemKind>?, cancellation: Cancellation) {
        self.archives = archives
        self.only = only
        self.cancellation = cancellation
        session = ImportSession(archives: archives, importers: importers)
    }

    /// The exports, for the report.
    public var sources: [PlanSource] {
        session.exports.map { export, importer in
            let parts = export.parts.map { archives.parts[Int($0)] }
            // Several archives may lie in one, and that one is the part a person knows.
            var paths: [String] = []
            for part in parts where !paths.contains(part.path) { paths.append(part.path) }
            let outer = parts.filter { part in part.container.map { !export.parts.contains($0.part) } ?? true }
            return PlanSource(
                label: export.label, provider: importer.description.name, parts: paths,
                entries: parts.reduce(0) { $0 + $1.entries.count },
                byteCount: outer.reduce(0) { $0 + $1.byteCount })
        }
    }

    /// Collects, settles what came twice, and gives names.
    ///
    /// - Parameters:
    ///   - memory: what earlier runs left.
    ///   - rules: which names of files the hosts do not take, where they say.
    /// - Throws: `CancellationError`; `LedgerMismatch` when an importer lost an entry.
    public func collect(memory: PlanMemory, rules: NameRules = NameRules()) async throws -> Inventory {
        let sink = CollectingSink(entryCounts: archives.parts.map(\.entries.count), only: only, cancellation)
        try await session.run(into: sink)
        var inventory = sink.finish()
        let twins = inventory.entriesToCompare()
        let fingerprints = try ContentComparison.fingerprints(of: twins, in: archives, cancellation: cancellation)
        inventory.settle(fingerprints: fingerprints) { archives.place(of: $0) }
        try inventory.ledger.close()
        inventory.assignNames(known: memory.names, rules: rules)
        return inventory
    }
}

/// Keeps items, findings and outcomes; leaves out the kinds nobody chose.
private final class CollectingSink: ImportSink {
    private var inventory: Inventory
    private let only: Set<ItemKind>?
    private let cancellation: Cancellation
    /// Entries of which an item was left out, and those of which one was taken.
    private var dropped: [EntryReference: ItemKind] = [:]
    private var taken: Set<EntryReference> = []
    private var counted = 0

    init(entryCounts: [Int], only: Set<ItemKind>?, _ cancellation: Cancellation) {
        inventory = Inventory(entryCounts: entryCounts)
        self.only = only.map { Set($0.map(\.chosenAs)) }
        self.cancellation = cancellation
    }

    func take(_ item: Item) async throws {
        counted += 1
        if counted.isMultiple(of: 64), cancellation.isRequested { throw CancellationError() }
        if let only {
            guard only.contains(item.kind.chosenAs) else {
                dropped[item.source] = item.kind
                return
            }
            taken.insert(item.source)
        }
        inventory.add(item)
    }

    func note(_ finding: Finding) { inventory.add(finding) }

    func record(_ outcome: EntryOutcome, of entry: EntryReference) { inventory.ledger.record(outcome, of: entry) }

    /// What was collected; nothing is left here.
    func finish() -> Inventory {
        for (entry, kind) in dropped where !taken.contains(entry) {
            inventory.ledger.leaveOut(entry, reason: "not chosen: --only leaves out the kind \(kind.rawValue)")
        }
        // Given away, and not shared: changing a shared one would copy it.
        defer { inventory = Inventory(entryCounts: []) }
        return inventory
    }
}
