public import Applying
public import Hosting
public import Items
public import Planning

/// What a run found, plans or has done, in numbers. Text and JSON are made from this one value.
public struct Report: Sendable {
    /// What kind of run it is about; the raw values are the `mode` of the JSON report.
    public enum Mode: String, Sendable {
        /// Nobody asked the hosts, and nothing was written.
        case offline = "dry-run-offline"
        /// The hosts were looked at, and nothing was written.
        case dryRun = "dry-run"
        /// A plan was saved.
        case plan
        /// Changes were made.
        case applied
        /// The copies at the hosts were looked at.
        case verify
        /// Everything was brought back into one folder.
        case gather
        /// A host was left.
        case leave
        /// Units were moved for the balance.
        case rebalance
    }

    /// How many items of a kind there are, and what becomes of them. An item that goes to two hosts counts once,
    /// under what is most in need of attention.
    public struct ItemTotals: Sendable, Hashable {
        /// All of them.
        public var total = 0
        /// Not there, and created.
        public var create = 0
        /// There in an older state, and updated.
        public var update = 0
        /// There and equal.
        public var unchanged = 0
        /// No host takes them, or the one they were to go to does not.
        public var skip = 0
        /// Something else is in their place.
        public var conflict = 0
        /// Tried, and not done.
        public var failed = 0
    }

    /// What one host holds of the plan.
    public struct HostTotals: Sendable {
        /// The host.
        public let profile: HostProfile
        /// Its items, by what becomes of them.
        public var items = ItemTotals()
        /// The bytes of its items, as far as the archives say.
        public var bytes: UInt64 = 0
        /// Its part of the bytes of all hosts together, 0 to 1.
        public var share = 0.0
        /// Why nothing more was sent to it.
        public var lost: StoreError?
        /// How it was made sure that it holds what was sent to it: how many items by which evidence. Items that
        /// nothing is known of are missing.
        public var evidence: [Evidence: Int] = [:]
    }

    /// What kind of run it is about.
    public let mode: Mode
    /// What was planned.
    public let plan: Plan
    /// What was done.
    public let execution: Execution?
    /// Where the entries of the archives went.
    public let entries: Ledger.Totals
    /// The items by kind; a kind that does not occur is missing.
    public let items: [ItemKind: ItemTotals]
    /// The hosts, in the order of the plan.
    public let hosts: [HostTotals]
    /// What a person should know: the findings of the plan, and what went wrong while it was carried out.
    public let findings: [Finding]

    /// Sums up.
    ///
    /// - Parameters:
    ///   - execution: what became of the plan; `nil` for a dry run.
    ///   - place: the name of an entry for people.
    public init(_ mode: Mode, _ plan: Plan, execution: Execution? = nil, place: (EntryReference) -> String) {
        self.mode = mode
        self.execution = execution
        var accounted = plan
        var hosts = plan.hosts.map { HostTotals(profile: $0.profile) }
        var worst = [Standing](repeating: .none, count: plan.items.count)
        var findings = plan.findings + (execution?.findings ?? [])
        // What one host has was readable, even if another could not be given it.
        let stored = Set(
            plan.changes.indices.lazy.filter { index in
                plan.changes[index].action == .unchanged || execution?.outcomes[index].isDone == true
            }.map { plan.changes[$0].item })
        for (index, change) in plan.changes.enumerated() {
            let item = plan.items[Int(change.item)]
            let standing = Standing(change, execution?.outcomes[index])
            worst[Int(change.item)] = max(worst[Int(change.item)], standing)
            if change.host >= 0 {
                hosts[Int(change.host)].items.count(standing)
                if standing != .failed { hosts[Int(change.host)].bytes += item.byteCount ?? 0 }
            }
            if let arrival = execution?.outcomes[index].arrival ?? change.arrival {
                hosts[Int(change.host)].evidence[arrival.evidence, default: 0] += 1
                let name = plan.hosts[Int(change.host)].profile.name
                findings += arrival.alterations.map {
                    Finding($0, entry: "\(name): \(plan.href(of: change).path)", detail: item.title)
                }
            }
            if case .failed(let error)? = execution?.outcomes[index] {
                if error.code == .source, !stored.contains(change.item) {
                    accounted.fail(item, reason: error.description)
                }
                let isHostLost = execution?.lostHosts[change.host] == error
                if !isHostLost || error.code == .source {
                    findings.append(
                        Finding(error.code.rawValue, .error, entry: place(item.source), error.description))
                }
            } else if change.action == .skip, change.host >= 0, let reason = change.reason {
                let name = plan.hosts[Int(change.host)].profile.name
                findings.append(Finding("refused", .error, entry: "\(name): \(plan.href(of: change).path)", reason))
            } else if change.action == .conflict, let reason = change.reason {
                let name = plan.hosts[Int(change.host)].profile.name
                findings.append(
                    Finding(
                        "conflict", .error, entry: "\(name): \(plan.href(of: change).path)",
                        "At the host \(reason). Move it away, or take this one by hand, and run again."))
            }
        }
        for (host, error) in (execution?.lostHosts ?? [:]).sorted(by: { $0.key < $1.key })
        where error.code != .cancelled {
            hosts[Int(host)].lost = error
            findings.append(
                Finding("host-lost", .error, entry: plan.hosts[Int(host)].profile.name, error.description))
        }
        var items: [ItemKind: ItemTotals] = [:]
        for index in plan.items.indices {
            items[plan.items[index].kind, default: ItemTotals()].count(worst[index])
        }
        let all = hosts.reduce(0) { $0 + $1.bytes }
        for host in hosts.indices where all > 0 { hosts[host].share = Double(hosts[host].bytes) / Double(all) }
        self.plan = accounted
        self.hosts = hosts
        self.items = items
        self.findings = findings
        entries = accounted.ledger.totals
    }

    /// Whether anything of the export is not where the plan wants it, or never will be.
    public var isPartial: Bool {
        findings.contains { $0.severity == .error }
            || items.values.contains { $0.failed + $0.conflict + $0.skip > 0 }
            || execution?.isInterrupted == true
    }

    /// Whether the plan changes anything at a host.
    public var hasChanges: Bool { hosts.contains { $0.items.create + $0.items.update > 0 } }
}

extension Report.ItemTotals {
    mutating func count(_ standing: Standing) {
        total += 1
        switch standing {
        case .none: break
        case .unchanged: unchanged += 1
        case .update: update += 1
        case .create: create += 1
        case .skip: skip += 1
        case .conflict: conflict += 1
        case .failed: failed += 1
        }
    }
}
