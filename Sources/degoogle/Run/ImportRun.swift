internal import Applying
internal import Archives
internal import Foundation
internal import Hosting
internal import Importing
internal import Items
internal import Planning
internal import Reporting
internal import WebDAVHost

/// One `import` or `plan`, from the paths on the command line to the report.
struct ImportRun {
    /// The hosts it is about.
    let hosts: [HostProfile]
    private let drivers: HostDrivers
    private let source: SourceOptions
    private let settings: SettingsOptions
    private let output: OutputOptions
    private let policy: PlacementPolicy
    private let archives: ArchiveSet
    private let cancellation = Cancellation()
    private let signals: Signals

    /// Reads the configuration and lists the archives.
    ///
    /// - Throws: `Stop` when the configuration is wrong or none of the paths can be read.
    init(
        _ source: SourceOptions, _ settings: SettingsOptions, _ output: OutputOptions,
        attendees: AttendeePolicy = .automatic
    ) throws {
        self.source = source
        self.settings = settings
        self.output = output
        let configuration = try settings.configuration()
        drivers = HostDrivers(configuration, attendees: attendees)
        var hosts = try HostSelection.resolve(source.targets, in: configuration, drivers)
        if source.targets.isEmpty {
            let left = try stopping { () throws(StateDirectory.Fault) in
                try Journal.leftHosts(in: settings.stateDirectory)
            }
            for host in hosts where left.contains(host.name) {
                Terminal.say("\(host.name) was left, so nothing goes there. Name it with --to to use it again.")
            }
            hosts.removeAll { left.contains($0.name) }
        }
        self.hosts = hosts
        policy = configuration.policy.limited(to: hosts, copies: source.copies, isChosen: !source.targets.isEmpty)
        signals = Signals(cancellation)
        archives = try SourceArchives.open(source.paths)
    }

    /// The plan and its report; nothing is written anywhere.
    func rehearse(offline: Bool, as mode: Report.Mode? = nil) async throws -> Report {
        defer { signals.end() }
        let memory = try stopping { () throws(StateDirectory.Fault) in try Journal.memory(in: settings.stateDirectory) }
        var open = try await OpenHosts(offline ? [] : hosts, by: drivers, for: .reading)
        do {
            let plan = try await plan(memory: memory ?? PlanMemory(), hosts: &open, isOnline: !offline)
            await open.close()
            return Report(mode ?? (offline ? .offline : .dryRun), plan, place: archives.place)
        } catch {
            await open.close()
            throw error
        }
    }

    /// Plans, shows, asks and does it.
    func perform(confirmed: Bool) async throws {
        defer { signals.end() }
        let lock = try stopping { () throws(StateDirectory.Fault) in try settings.stateDirectory.lock() }
        let journal = try stopping { () throws(StateDirectory.Fault) in
            try Journal(in: settings.stateDirectory, lock: lock)
        }
        let memory = try stopping { () throws(StateDirectory.Fault) in try journal.memory() }
        var open = try await OpenHosts(hosts, by: drivers, for: .writing)
        do {
            let plan = try await plan(memory: memory, hosts: &open, isOnline: true)
            let rehearsal = Report(.dryRun, plan, place: archives.place)
            if plan.lacksRoom || plan.isDefective {
                show(rehearsal)
                throw plan.isDefective ? Stop.brokenRule : Stop.lackOfRoom
            }
            if rehearsal.hasChanges, !confirmed { try confirm(rehearsal) }
            let executor = Executor(
                plan, archives: archives, importers: Registry.importers, journal: journal, cancellation: cancellation)
            let (sessions, lost) = (open.sessions, open.lost)
            var execution = try await ProgressLine.show(executor.tally, isWanted: !output.quiet && !output.json) {
                try await executor.run(sessions: sessions, lost: lost)
            }
            if !execution.isInterrupted {
                execution.findings += try await CatalogueCopies.publish(journal, to: open.named(hosts))
            }
            await open.close()
            let report = Report(.applied, plan, execution: execution, place: archives.place)
            try finish(report)
        } catch let fault as StateDirectory.Fault {
            await open.close()
            throw Stop(fault)
        } catch {
            await open.close()
            throw error
        }
        withExtendedLifetime(lock) {}
    }

    /// Shows a report and ends with the status that goes with it.
    ///
    /// - Parameter statusOfChanges: the one that says that there is something to do.
    func finish(_ report: Report, statusOfChanges: ExitStatus = .success) throws {
        show(report)
        if report.execution?.isInterrupted == true { throw ExitStatus.interrupted.exitCode }
        if report.plan.isDefective { throw Stop.brokenRule }
        if report.plan.lacksRoom { throw Stop.lackOfRoom }
        if statusOfChanges != .success, report.hasChanges { throw statusOfChanges.exitCode }
        if report.isPartial { throw ExitStatus.partial.exitCode }
    }

    private func show(_ report: Report) {
        ReportOutput.show(report, output, place: archives.place)
    }

    private func confirm(_ rehearsal: Report) throws {
        guard Terminal.isTerminal(STDIN_FILENO) else {
            throw Stop(.usage, "Nobody can be asked here: give --yes to store things, or --dry-run to look.")
        }
        show(rehearsal)
        guard Terminal.confirm("Do this?") else {
            throw Stop(.interrupted, "Nothing was written.")
        }
    }

    private func plan(memory: PlanMemory, hosts open: inout OpenHosts, isOnline: Bool) async throws -> Plan {
        let collector = InventoryCollector(
            archives: archives, importers: Registry.importers, only: source.only.isEmpty ? nil : Set(source.only),
            cancellation: cancellation)
        let inventory: Inventory
        do {
            let rules = open.sessions.values.compactMap { $0.stores[.files]?.capabilities.nameRules }
            inventory = try await collector.collect(
                memory: memory, rules: rules.reduce(NameRules()) { $0.union($1) })
        } catch let mismatch as LedgerMismatch {
            throw Stop(mismatch, archives)
        } catch is CancellationError {
            throw Stop(.interrupted, "Stopped before anything was written.")
        }
        var states: [HostState] = []
        for (number, profile) in hosts.enumerated() {
            var snapshot: HostSnapshot?
            if let session = open.sessions[Int32(number)] {
                do throws(StoreError) {
                    snapshot = try await Survey.snapshot(
                        of: session, for: inventory.collections, knowing: memory.rows[profile.name] ?? [:])
                } catch {
                    await open.lose(Int32(number), error)
                }
            }
            let stored = memory.rows[profile.name]?.values.reduce(0) { $0 + $1.byteCount } ?? 0
            states.append(
                HostState(profile, session: open.sessions[Int32(number)], stored: stored, snapshot: snapshot))
        }
        // Given away: what is shared would be copied when the items get their units.
        let planner = Planner(
            consume inventory, hosts: states, policy: policy, memory: memory,
            partIdentities: archives.parts.map(\.identityText), conflicts: source.conflicts)
        var answers = ContentAnswers()
        if isOnline {
            let sessions = Dictionary(uniqueKeysWithValues: open.sessions.map { (Int($0.key), $0.value) })
            do {
                answers = try await ContentComparison.answers(
                    to: planner.questions(), archives: archives, sessions: sessions, cancellation: cancellation)
            } catch is CancellationError {
                throw Stop(.interrupted, "Stopped before anything was written.")
            }
        }
        var plan = planner.plan(answers: answers, sources: collector.sources, inputs: archives.digest)
        let sessions = open.named(hosts)
        let announcement = try stopping { () throws(StateDirectory.Fault) in
            try CatalogueCopies.announcement(sessions, in: settings.stateDirectory)
        }
        if let announcement { plan.note(announcement) }
        // Not shown in JSON without its changes, so not asked for.
        guard isOnline, output.verbose || !output.json else { return plan }
        do {
            plan.describe(
                try await UpdateComparison.differences(
                    of: plan, limit: output.verbose ? nil : TextReport.shownUpdates, archives: archives,
                    importers: Registry.importers, sessions: open.sessions, cancellation: cancellation,
                    comparing: Registry.comparison))
        } catch is CancellationError {
            throw Stop(.interrupted, "Stopped before anything was written.")
        }
        return plan
    }
}

extension Stop {
    /// The plan breaks a rule of the person.
    static let brokenRule = Stop(
        .defect, "Nothing was written: the plan breaks a rule (see above). Please report this.")

    /// Some of what was to be stored has a place at too few hosts.
    fileprivate static let lackOfRoom = Stop(
        .noRoom, "Nothing was written: not everything has a place at the hosts (see above).")
}

extension HostState {
    /// What is known of a host that is open, or of one that is not.
    ///
    /// - Parameter stored: the bytes that earlier runs stored there; they are part of the quota.
    init(_ profile: HostProfile, session: HostSession?, stored: UInt64, snapshot: HostSnapshot?) {
        let free = session?.stores.values.compactMap(\.capabilities.availableBytes).min()
        let limits = [profile.quota.map { $0 - min($0, stored) }, free].compactMap { $0 }
        self.init(
            profile: profile, services: session.map { Set($0.stores.keys) } ?? Set(StoreService.allCases),
            availableBytes: limits.min(), snapshot: snapshot,
            capabilities: session?.stores.mapValues(\.capabilities) ?? [:])
    }
}

extension PlacementPolicy {
    /// The policy of a run.
    ///
    /// - Parameters:
    ///   - hosts: the hosts of the run.
    ///   - copies: how many copies the command line asks for.
    ///   - isChosen: whether the command line names the hosts; routes then count as far as they lead to these.
    fileprivate func limited(to hosts: [HostProfile], copies: Int?, isChosen: Bool) -> PlacementPolicy {
        var policy = self
        if let copies { policy.copies = copies }
        if isChosen {
            policy.routes = routes.compactMap { route in
                var route = route
                route.hosts.removeAll { name in !hosts.contains { $0.name == name } }
                return route.hosts.isEmpty ? nil : route
            }
        }
        return policy
    }
}
