internal import Applying
internal import Foundation
internal import Hosting
internal import Items
internal import Planning
internal import Reporting

/// What the verbs after an import have in common: the state, the hosts it knows, and how a run ends.
struct CareRun {
    let configuration: Configuration
    let settings: SettingsOptions
    let output: OutputOptions
    let cancellation = Cancellation()
    private let drivers: HostDrivers
    private let signals: Signals

    /// Reads the configuration.
    init(_ settings: SettingsOptions, _ output: OutputOptions) throws(Stop) {
        self.settings = settings
        self.output = output
        configuration = try settings.configuration()
        drivers = HostDrivers(configuration)
        signals = Signals(cancellation)
    }

    /// Stops listening to signals.
    func end() { signals.end() }

    /// What the state knows, without writing to it.
    ///
    /// - Throws: `Stop` when there is no state.
    func catalogue() throws(Stop) -> Catalogue {
        let found = try stopping { () throws(StateDirectory.Fault) in
            try Journal.catalogue(in: settings.stateDirectory)
        }
        guard let found, !found.lines.isEmpty else { throw nothingKnown }
        return found
    }

    /// Lets `body` work with the state while no other run does.
    func withJournal(_ body: (Journal, Catalogue) async throws -> Void) async throws {
        let lock = try stopping { () throws(StateDirectory.Fault) in try settings.stateDirectory.lock() }
        let journal = try stopping { () throws(StateDirectory.Fault) in
            try Journal(in: settings.stateDirectory, lock: lock)
        }
        let catalogue = try stopping { () throws(StateDirectory.Fault) in try journal.catalogue() }
        guard !catalogue.lines.isEmpty else { throw nothingKnown }
        do { try await body(journal, catalogue) } catch let fault as StateDirectory.Fault { throw Stop(fault) }
        withExtendedLifetime(lock) {}
    }

    private var nothingKnown: Stop {
        Stop(
            .input,
            "The state in \(settings.stateDirectory.path) knows of nothing that was stored. Import something first, "
                + "or rebuild it: degoogle state recover --from HOST")
    }

    /// The hosts that hold something or may: as the configuration describes them, else as the state remembers them.
    func profiles(of catalogue: Catalogue, named names: [String] = []) throws(Stop) -> [HostProfile] {
        var known: [String: HostProfile] = [:]
        for host in catalogue.hosts where host.standing != .left { known[host.profile.name] = host.profile }
        let holding = Set(catalogue.lines.map(\.host))
        for host in configuration.hosts where known[host.name] != nil || holding.contains(host.name) {
            known[host.name] = host
        }
        for name in holding.subtracting(known.keys).sorted() {
            guard let profile = catalogue.host(name)?.profile else {
                throw Stop(.configuration, "The host \(name) holds something and is not described any more: add it.")
            }
            known[name] = profile
        }
        for name in names where known[name] == nil {
            let all = known.keys.sorted().joined(separator: ", ")
            throw Stop(.usage, "Nothing is known to be at \(name). Hosts that hold something: \(all).")
        }
        let chosen = names.isEmpty ? Array(known.values) : known.values.filter { names.contains($0.name) }
        return chosen.sorted { $0.name < $1.name }
    }

    /// Opens hosts; one that fails does not stop the others.
    func open(_ profiles: [HostProfile], for access: HostAccess) async throws -> OpenHosts {
        try await OpenHosts(profiles, by: drivers, for: access)
    }

    /// Says which hosts will get a copy of the catalogue that have none: see `CatalogueCopies`.
    func announcement(
        _ sessions: [String: HostSession], leaving host: String? = nil
    ) throws(StateDirectory.Fault) -> [Finding] {
        let found = try CatalogueCopies.announcement(sessions, leaving: host, in: settings.stateDirectory)
        return [found].compactMap { $0 }
    }

    /// Resolves a name or a URL that need not be in the state.
    func host(_ target: String) throws(Stop) -> HostProfile {
        try HostSelection.resolve([target], in: configuration, drivers)[0]
    }

    /// Shows a report and ends with the status that goes with it.
    func finish(_ report: CareReport) throws {
        if output.json {
            Terminal.answer(try report.json())
        } else {
            Terminal.answer(report.text(colored: Terminal.usesColor(output.color), isVerbose: output.verbose))
        }
        if report.isInterrupted { throw ExitStatus.interrupted.exitCode }
        if report.isPartial { throw ExitStatus.partial.exitCode }
    }

    /// Runs `body` under a line of progress.
    func progress<Value: Sendable>(_ tally: RunTally, _ body: () async throws -> Value) async rethrows -> Value {
        try await ProgressLine.show(tally, isWanted: !output.quiet && !output.json, while: body)
    }
}
