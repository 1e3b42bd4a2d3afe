public import Archives
public import Hosting
public import Importing
internal import Items
public import Planning

/// Carries out a plan: every host in a lane of its own, so that a slow or dead one holds nobody up.
public struct Executor: Sendable {
    private let plan: Plan
    private let archives: ArchiveSet
    private let importers: [any Importer]
    private let journal: Journal
    private let cancellation: Cancellation
    /// How far it is.
    public let tally: RunTally

    /// Prepares the carrying out of a plan.
    ///
    /// - Parameters:
    ///   - archives: those the plan was made from.
    ///   - importers: those it was made with.
    public init(
        _ plan: Plan, archives: ArchiveSet, importers: [any Importer], journal: Journal, cancellation: Cancellation
    ) {
        self.plan = plan
        self.archives = archives
        self.importers = importers
        self.journal = journal
        self.cancellation = cancellation
        let pending = plan.changes.filter { $0.action == .create || $0.action == .update }
        tally = RunTally(
            totalItems: pending.count,
            totalBytes: pending.reduce(0) { $0 + (plan.items[Int($1.item)].byteCount ?? 0) })
    }

    /// Carries it out as far as it goes.
    ///
    /// - Parameters:
    ///   - sessions: the hosts that could be opened, by number.
    ///   - lost: those that could not, and why.
    /// - Throws: only what makes it senseless to go on at any host: the state cannot be written.
    public func run(sessions: [Int32: HostSession], lost: [Int32: StoreError]) async throws(StateDirectory.Fault)
        -> Execution
    {
        try remember()
        var changes: [Int32: [Int]] = [:]
        for (index, change) in plan.changes.enumerated() where change.action == .create || change.action == .update {
            changes[change.host, default: []].append(index)
        }
        var execution = Execution(changeCount: plan.changes.count)
        execution.lostHosts = lost
        for (host, error) in lost {
            for index in changes[host] ?? [] { execution.outcomes[index] = .failed(error) }
        }
        let intended = try journal.intents()
        let results = await withTaskGroup(of: Result<LaneResult, StateDirectory.Fault>.self) { group in
            for (host, session) in sessions {
                guard let mine = changes[host] else { continue }
                let lane = Lane(
                    host: host, session: session, plan: plan, archives: archives, importers: importers,
                    journal: journal, intended: intended[plan.hosts[Int(host)].profile.name] ?? [], tally: tally,
                    cancellation: cancellation)
                group.addTask { await lane.run(mine) }
            }
            var results: [Result<LaneResult, StateDirectory.Fault>] = []
            for await result in group {
                // Without a journal nobody may go on.
                if case .failure = result { cancellation.request() }
                results.append(result)
            }
            return results
        }
        for result in results {
            let lane = try result.get()
            for (index, outcome) in lane.outcomes { execution.outcomes[index] = outcome }
            if let error = lane.lost { execution.lostHosts[lane.host] = error }
            execution.findings += lane.findings
        }
        execution.isInterrupted = cancellation.isRequested
        if !execution.isInterrupted {
            try journal.end(import: plan.provider, totals: plan.ledger.totals, owed: owed(after: execution))
        }
        return execution
    }

    /// What is not at a host although it was in the export.
    private func owed(after execution: Execution) -> [ImportRecord.Owed] {
        var owed: [ImportRecord.Owed] = []
        for (index, change) in plan.changes.enumerated() {
            let reason: String
            switch (change.action, execution.outcomes[index]) {
            case (_, .failed(let error)): reason = error.description
            case (.skip, _): reason = change.reason ?? "no host takes it"
            case (.conflict, _): reason = change.reason ?? "something else is in its place"
            case (.create, .untouched), (.update, .untouched): reason = "it was not stored"
            case (_, .done), (.unchanged, _): continue
            }
            let item = plan.items[Int(change.item)]
            let host = change.host < 0 ? "" : "\(plan.hosts[Int(change.host)].profile.name): "
            owed.append(ImportRecord.Owed(what: host + (item.title ?? item.identity), reason: reason))
        }
        for (entry, reason) in plan.ledger.entries(in: .unreadable) {
            owed.append(ImportRecord.Owed(what: archives.place(of: entry), reason: reason ?? "it could not be read"))
        }
        return owed
    }

    /// Notes where units go and what was found equal, before anything else happens.
    private func remember() throws(StateDirectory.Fault) {
        var places: [(unit: String, host: String)] = []
        for unit in plan.units {
            for host in unit.hosts { places.append((unit.id, plan.hosts[Int(host)].profile.name)) }
        }
        try journal.know(plan.hosts.map(\.profile))
        try journal.know(plan.collections.map(\.collection))
        try journal.begin(import: plan.provider, label: plan.sources.map(\.label).joined(separator: ", "))
        try journal.place(places)
        let paths = Dictionary(
            plan.collections.map { (ItemCollection($0.collection.form, name: $0.collection.name), $0.path) }
        ) { first, _ in first }
        for (number, host) in plan.hosts.enumerated() {
            let rows = plan.adoptions.filter { $0.host == Int32(number) }.map(\.row)
            guard !rows.isEmpty else { continue }
            // A run before this one may have meant the same place by the path it asked the server for.
            let asked = rows.compactMap { row in
                paths[row.collection].map { (row.kind.service, Href(collection: $0, name: row.href.name)) }
            }
            try journal.complete(rows, abandoned: asked, at: host.profile.name)
        }
    }
}
