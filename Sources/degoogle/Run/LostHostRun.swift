internal import Applying
internal import Hosting
internal import Items
internal import Planning
internal import Reporting

extension LeaveRun {
    /// Gives a host up that is gone: says what only it had, and forgets it. The host itself is not asked for anything.
    func giveUp(isDry: Bool, confirmed: Bool) async throws {
        let others = try profiles().filter { $0.name != host && catalogue.isOpen($0.name) }
        let own = catalogue.lines.filter { $0.host == host }
        let elsewhere = Set(catalogue.lines.lazy.filter { $0.host != host }.map(\.item))
        let gone = own.filter { !elsewhere.contains($0.item) }
        var report = CareReport(.leave)
        report.findings = gone.map { line in
            Finding(
                "only-there", .error, entry: "\(host): \(line.row.kind.service.rawValue)/\(line.row.href.path)",
                "No other host has it: import the archives again to have it back.", detail: line.row.title)
        }
        report.sentences = [
            "Of \(Amount.count(own.count)) items at \(host), \(Amount.count(own.count - gone.count)) are at another host "
                + "too, and \(Amount.count(gone.count)) only there."
        ]
        let open = try await run.open(others, for: isDry ? .reading : .writing)
        do {
            let sessions = open.named(others)
            report.findings += try run.announcement(sessions, leaving: host)
            if !isDry {
                if !confirmed { try run.confirm(report, "Give \(host) up?") }
                try journal.abandon(host)
                report.findings += try await CatalogueCopies.publish(journal, to: sessions)
            }
            await open.close()
        } catch {
            await open.close()
            throw error
        }
        guard !isDry else {
            report.sentences.append("Nothing was changed. Run it without --dry-run to give \(host) up.")
            return try run.finish(report)
        }
        report.sentences.append(
            "\(host) is given up. An import of the same archives stores again what has too few copies now, and nothing "
                + "else.")
        try run.finish(report)
    }
}
