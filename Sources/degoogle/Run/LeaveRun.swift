internal import Applying
internal import Foundation
internal import Hosting
internal import Items
internal import Planning
internal import Reporting

/// One `leave`: from the units at a host to an empty host.
struct LeaveRun {
    let host: String
    let run: CareRun
    let journal: Journal
    let catalogue: Catalogue

    /// Prepares to leave a host.
    init(_ host: String, _ run: CareRun, _ journal: Journal, _ catalogue: Catalogue) {
        self.host = host
        self.run = run
        self.journal = journal
        self.catalogue = catalogue
    }

    /// Shows, asks and does it.
    func perform(isDry: Bool, confirmed: Bool) async throws {
        if catalogue.host(host)?.standing == .left, !catalogue.lines.contains(where: { $0.host == host }) {
            var report = CareReport(.leave)
            report.sentences = ["\(host) was left already: nothing of yours that degoogle stored is there."]
            return try run.finish(report)
        }
        let profiles = try profiles()
        var open = try await run.open(profiles, for: isDry ? .reading : .writing)
        do {
            let report = try await leave(profiles, &open, isDry: isDry, confirmed: confirmed)
            await open.close()
            try run.finish(report)
        } catch {
            await open.close()
            throw error
        }
    }

    /// The host itself, those that hold something, and those of the configuration, which may get something.
    func profiles() throws -> [HostProfile] {
        var profiles = try run.profiles(of: catalogue)
        guard profiles.contains(where: { $0.name == host }) else {
            let all = profiles.map(\.name).joined(separator: ", ")
            throw Stop(.usage, "Nothing is known to be at \(host). Hosts that hold something: \(all).")
        }
        profiles += run.newcomers(to: profiles, catalogue)
        return profiles
    }

    private func leave(
        _ profiles: [HostProfile], _ open: inout OpenHosts, isDry: Bool, confirmed: Bool
    ) async throws -> CareReport {
        let sessions = open.named(profiles)
        guard sessions[host] != nil else {
            let reason = open.lost(profiles)[host]?.description ?? ""
            throw Stop(
                .unavailable, "\(host) cannot be used: \(reason)",
                details: ["If it is gone for good: degoogle leave \(host) --lost"])
        }
        try await settleIntents(isDry: isDry, sessions)
        let (moves, refusals) = plan(profiles, sessions)
        let lost = open.lost(profiles).sorted { $0.key < $1.key }
            .map { Finding("host-lost", .warning, entry: $0.key, $0.value.description) }
        let staying = sessions.filter { $0.key != host && catalogue.isOpen($0.key) }
        let announced = try run.announcement(staying, leaving: host)
        let preview = self.preview(moves, profiles, findings: lost + refusals + announced)
        try run.refuseBrokenRule(preview)
        guard refusals.isEmpty else {
            guard isDry else {
                throw Stop(
                    .noRoom, "Nothing was moved: not everything has a place at the other hosts.",
                    details: refusals.map { [$0.entry, $0.message].compactMap { $0 }.joined(separator: ": ") })
            }
            return preview
        }
        guard !isDry else { return preview }
        if !confirmed { try run.confirm(preview, "Leave \(host)?") }
        try journal.know(profiles.filter { staying[$0.name] != nil })
        if let profile = profiles.first(where: { $0.name == host }) { try journal.know([profile]) }
        try journal.mark(host, as: .leaving)
        let mover = Mover(
            sessions, moves, of: catalogue, journal: journal,
            leastCopies: catalogue.leastCopies(by: run.configuration.policy), cancellation: run.cancellation)
        let result = try await run.progress(mover.tally) { try await mover.run(moves) }
        return try await end(result, profiles, sessions, staying, findings: lost + announced)
    }

    /// Looks what became of what runs were about to store at the host. Where nothing lies, nothing was stored.
    private func settleIntents(isDry: Bool, _ sessions: [String: HostSession]) async throws {
        guard let session = sessions[host], let intents = try journal.intents()[host] else { return }
        let (taken, free) = try await OpenIntents.look(at: intents, session)
        guard taken.isEmpty else {
            throw Stop(
                .input,
                "Nothing was changed: an import or move to \(host) was stopped before it was done: run it again first.",
                details: taken.prefix(20).map { "\($0.path) may be of it" })
        }
        if !isDry { try journal.complete([], abandoned: free.map { ($0.service, $0.href) }, at: host) }
    }

    /// The moves that have begun, and those for all other units at the host.
    private func plan(
        _ profiles: [HostProfile], _ sessions: [String: HostSession]
    ) -> (moves: [UnitMove], refusals: [Finding]) {
        let begun = catalogue.moves.filter { $0.from == host }
        // What a stopped move was bringing here goes back where it came from, or else needs a new place: it may be whole
        // at this host only.
        let stopped = catalogue.moves.filter { $0.to == host }
        let back = stopped.filter { catalogue.isOpen($0.from) && sessions[$0.from] != nil }
            .map { UnitMove(unit: $0.unit, from: host, to: $0.from) }
        let known = Set((begun + back).map(\.unit))
        let units = catalogue.units { $0.host == host && !known.contains($0.row.unit(among: catalogue.placements)) }
        let others = run.states(profiles.filter { $0.name != host }, sessions, catalogue)
        let policy = run.configuration.policy
        var places = catalogue.placements.mapValues { $0.filter { $0 != host } }
        for move in stopped { places[move.unit]?.removeAll { $0 == move.from } }
        let (moves, findings) = UnitLeaving.moves(
            from: host, of: units, to: others, policy: policy, places: places)
        return (begun + back + moves, findings)
    }

    private func preview(_ moves: [UnitMove], _ profiles: [HostProfile], findings: [Finding]) -> CareReport {
        var report = CareReport(.leave, catalogue.expected(moves), at: profiles, findings: findings)
        report.sentences = [
            "Calendars, address books and folders degoogle made there are removed once they are empty.",
            "Nothing was changed. Run it without --dry-run to do this.",
        ]
        return report
    }

    /// Marks the host as left when nothing of ours is there any more.
    private func end(
        _ result: MoveResult, _ profiles: [HostProfile], _ sessions: [String: HostSession],
        _ staying: [String: HostSession], findings: [Finding]
    ) async throws -> CareReport {
        var findings = findings
        var sentences: [String] = []
        let removed = result.removed[host]?.values.reduce(0, +) ?? 0
        let rest = try journal.catalogue().lines.count { $0.host == host }
        if rest == 0, !result.isInterrupted {
            findings += try await CatalogueCopies.publish(journal, to: staying)
            if let session = sessions[host], let error = try await CatalogueCopies.remove(from: host, session, journal)
            {
                findings.append(
                    Finding(
                        "catalogue-copy", .warning, entry: "\(host): files/\(CatalogueCopies.href.path)",
                        "The copy of the catalogue could not be taken away.", detail: error.description))
            }
            var emptied = ""
            if let session = sessions[host] {
                let lines = catalogue.lines.filter { $0.host == host }
                let collections = try await EmptiedCollections.remove(from: host, session, after: lines, journal)
                findings += collections.findings
                if collections.removed > 0 {
                    emptied = " \(Amount.count(collections.removed)) empty collections that degoogle had made are gone."
                }
            }
            try journal.mark(host, as: .left)
            sentences = [
                "\(host) is left: \(Amount.count(removed)) items were taken away, each after it was read back."
                    + emptied
            ]
        } else {
            sentences = ["\(Amount.count(rest)) items are still at \(host). Run the same command again to go on."]
        }
        if !result.isInterrupted { findings += try await CatalogueCopies.publish(journal, to: staying) }
        var report = CareReport(.leave, result, at: profiles, findings: findings)
        report.sentences = sentences
        return report
    }
}
