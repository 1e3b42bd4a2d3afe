internal import Applying
internal import Archives
internal import Foundation
internal import Hosting
internal import Importing
internal import Items
internal import Planning
internal import Reporting
internal import WebDAVHost

/// One `apply`: a saved plan, carried out if the archives and the hosts are still what they were.
struct SavedPlanRun {
    private let plan: Plan
    private let digest: String
    private let path: String
    private let settings: SettingsOptions
    private let output: OutputOptions

    /// Takes a plan as it was read from `data`.
    init(_ plan: Plan, data: Data, path: String, _ settings: SettingsOptions, _ output: OutputOptions) {
        self.plan = plan
        self.path = path
        self.settings = settings
        self.output = output
        digest = Fingerprint(of: [UInt8](data)).description
    }

    /// Carries it out.
    func perform(attendees: AttendeePolicy) async throws {
        let cancellation = Cancellation()
        let signals = Signals(cancellation)
        defer { signals.end() }
        // What lies in one archive may belong to several exports.
        var paths: [String] = []
        for path in plan.sources.flatMap(\.parts) where !paths.contains(path) { paths.append(path) }
        let archives = try SourceArchives.open(paths)
        guard archives.digest == plan.inputs else {
            throw Stop(
                .input, "\(path) was made for other archives than those that are there now: make the plan anew.")
        }
        let lock = try stopping { () throws(StateDirectory.Fault) in try settings.stateDirectory.lock() }
        let journal = try stopping { () throws(StateDirectory.Fault) in
            try Journal(in: settings.stateDirectory, lock: lock)
        }
        let configuration = try settings.configuration()
        try refuseMovedHosts(configuration)
        let open = try await OpenHosts(
            plan.hosts.map(\.profile), by: HostDrivers(configuration, attendees: attendees), for: .writing)
        do {
            let begun = try stopping { () throws(StateDirectory.Fault) in try journal.hasBegun(plan: digest) }
            if !begun {
                let memory = try stopping { () throws(StateDirectory.Fault) in try journal.memory() }
                try await refuseIfStale(open, knowing: memory.rows)
            }
            try stopping { () throws(StateDirectory.Fault) in try journal.begin(plan: digest) }
            let executor = Executor(
                plan, archives: archives, importers: Registry.importers, journal: journal, cancellation: cancellation)
            let (sessions, lost) = (open.sessions, open.lost)
            var execution = try await ProgressLine.show(executor.tally, isWanted: !output.quiet && !output.json) {
                try await executor.run(sessions: sessions, lost: lost)
            }
            if !execution.isInterrupted {
                execution.findings += try await CatalogueCopies.publish(
                    journal, to: open.named(plan.hosts.map(\.profile)))
            }
            await open.close()
            let report = Report(.applied, plan, execution: execution, place: archives.place)
            ReportOutput.show(report, output, place: archives.place)
            if execution.isInterrupted { throw ExitStatus.interrupted.exitCode }
            if report.isPartial { throw ExitStatus.partial.exitCode }
        } catch let fault as StateDirectory.Fault {
            await open.close()
            throw Stop(fault)
        } catch {
            await open.close()
            throw error
        }
        withExtendedLifetime(lock) {}
    }

    /// A secret of the configuration goes to the address the configuration has for it, and to no other that a plan file
    /// may name.
    private func refuseMovedHosts(_ configuration: Configuration) throws(Stop) {
        for host in plan.hosts.map(\.profile) {
            guard let known = configuration.hosts.first(where: { $0.name == host.name }) else { continue }
            guard known.url == host.url, known.user == host.user else {
                throw Stop(
                    .input, "\(path) has another address for \(host.name) than the configuration: make the plan anew.")
            }
        }
    }

    /// Compares what lies at the hosts with what lay there when the plan was made.
    ///
    /// - Parameter rows: what the state says lies there, by host name.
    private func refuseIfStale(
        _ open: OpenHosts, knowing rows: [String: [StoredPlace: CatalogueRow]]
    ) async throws {
        for (number, session) in open.sessions {
            let host = plan.hosts[Int(number)]
            guard let expected = host.snapshot else {
                throw Stop(.input, "\(path) was made without looking at \(host.profile.name): make the plan anew.")
            }
            let snapshot: HostSnapshot
            do throws(StoreError) {
                snapshot = try await Survey.snapshot(
                    of: session, for: plan.collections, knowing: rows[host.profile.name] ?? [:])
            } catch {
                throw Stop(.unavailable, "\(host.profile.name): \(error.description)")
            }
            guard snapshot.digest == expected else {
                throw Stop(
                    .input, "\(host.profile.name) has changed since \(path) was made: make the plan anew.")
            }
        }
    }
}
