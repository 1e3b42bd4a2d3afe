internal import Applying
internal import Hosting
internal import Items
internal import Planning
internal import Reporting

/// One `rebalance`: the moves that have begun, and those that bring every host to what it should hold.
struct RebalanceRun {
    let run: CareRun
    let journal: Journal
    let catalogue: Catalogue
    /// The most bytes that new moves may carry; `nil` for as many as it takes.
    let maximumMove: UInt64?

    /// Shows, asks and does it.
    func perform(isDry: Bool, confirmed: Bool) async throws {
        var profiles = try run.profiles(of: catalogue)
        profiles += run.newcomers(to: profiles, catalogue)
        let open = try await run.open(profiles, for: isDry ? .reading : .writing)
        do {
            let report = try await rebalance(profiles, open, isDry: isDry, confirmed: confirmed)
            await open.close()
            try run.finish(report)
        } catch {
            await open.close()
            throw error
        }
    }

    private func rebalance(
        _ profiles: [HostProfile], _ open: OpenHosts, isDry: Bool, confirmed: Bool
    ) async throws -> CareReport {
        let sessions = open.named(profiles)
        guard open.lost.isEmpty else {
            throw Stop(
                .unavailable, "Nothing is moved while a host cannot be asked.",
                details: open.lost(profiles).sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.description)" })
        }
        // What is on its way is carried on; the balance is found from where everything then is.
        var moves = catalogue.moves
        var refusals: [Finding] = []
        if moves.isEmpty {
            (moves, refusals) = UnitBalancing.moves(
                of: catalogue.units { _ in true }, on: run.states(profiles, sessions, catalogue),
                policy: run.configuration.policy, places: catalogue.placements, maximumMove: maximumMove)
        }
        let expected = catalogue.expected(moves)
        let staying = sessions.filter { catalogue.isOpen($0.key) }
        let announced = moves.isEmpty ? [] : try run.announcement(staying)
        var preview = CareReport(.rebalance, expected, at: profiles, findings: refusals + announced)
        try run.refuseBrokenRule(preview)
        guard refusals.isEmpty, !moves.isEmpty else {
            preview.sentences = [
                refusals.isEmpty ? "Nothing has to move." : "Nothing is moved: see above what stands in the way."
            ]
            return preview
        }
        guard !isDry else {
            preview.sentences = ["Nothing was changed. Run it without --dry-run to do this."]
            return preview
        }
        if !confirmed { try run.confirm(preview, "Move this?") }
        try journal.know(profiles.filter { staying[$0.name] != nil })
        let mover = Mover(
            sessions, moves, of: catalogue, journal: journal,
            leastCopies: catalogue.leastCopies(by: run.configuration.policy), cancellation: run.cancellation)
        let result = try await run.progress(mover.tally) { try await mover.run(moves) }
        var findings = announced
        if !result.isInterrupted {
            findings += try await CatalogueCopies.publish(journal, to: staying)
        }
        var report = CareReport(.rebalance, result, at: profiles, findings: findings)
        report.sentences = [
            result.unfinished == 0
                ? "\(Amount.count(moves.count)) units were moved, every item read back before it was taken away."
                : "\(Amount.count(result.unfinished)) units are not moved in full. Run the same command again to go on."
        ]
        return report
    }
}
