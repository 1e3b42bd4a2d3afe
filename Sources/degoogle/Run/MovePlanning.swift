internal import Applying
internal import Foundation
internal import Hosting
internal import Items
internal import Planning
internal import Reporting

extension Catalogue {
    /// The units of some lines, in the order of their names, each with the bytes of one copy.
    func units(where isWanted: (CatalogueLine) -> Bool) -> [StoredUnit] {
        var copies: [String: [String: StoredUnit]] = [:]
        for line in lines where isWanted(line) {
            let id = line.row.unit(among: placements)
            let unit = copies[id]?[line.host]
            copies[id, default: [:]][line.host] = StoredUnit(
                id: id, kind: line.row.kind, byteCount: (unit?.byteCount ?? 0) + line.row.byteCount,
                itemCount: (unit?.itemCount ?? 0) + 1)
        }
        // A host may hold a part only, where a run was stopped.
        return copies.values.compactMap {
            $0.values.max { ($0.itemCount, $0.byteCount) < ($1.itemCount, $1.byteCount) }
        }
        .sorted { $0.id < $1.id }
    }

    /// How many other hosts must hold an item before a copy is taken away, by the name of its unit.
    func leastCopies(by policy: PlacementPolicy) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: units { _ in true }.map { ($0.id, policy.leastCopies(of: $0)) })
    }
}

extension CareRun {
    /// What is known of the hosts that are open and take part.
    func states(
        _ profiles: [HostProfile], _ sessions: [String: HostSession], _ catalogue: Catalogue
    ) -> [HostState] {
        var stored: [String: UInt64] = [:]
        for line in catalogue.lines { stored[line.host, default: 0] += line.row.byteCount }
        return profiles.compactMap { profile in
            guard let session = sessions[profile.name], catalogue.isOpen(profile.name) else {
                return nil
            }
            return HostState(profile, session: session, stored: stored[profile.name] ?? 0, snapshot: nil)
        }
    }

    /// The hosts of the configuration that hold nothing yet and may get something.
    func newcomers(to profiles: [HostProfile], _ catalogue: Catalogue) -> [HostProfile] {
        configuration.hosts.filter { host in
            !profiles.contains { $0.name == host.name } && catalogue.isOpen(host.name)
        }
    }

    /// Ends a run whose moves would break a rule.
    func refuseBrokenRule(_ preview: CareReport) throws {
        guard preview.findings.contains(where: { $0.code == Placement.defectCode }) else { return }
        Terminal.answer(preview.text(colored: Terminal.usesColor(output.color), isVerbose: true))
        throw Stop.brokenRule
    }

    /// Shows what would move, and asks.
    func confirm(_ preview: CareReport, _ question: String) throws {
        guard Terminal.isTerminal(STDIN_FILENO) else {
            throw Stop(.usage, "Nobody can be asked here: give --yes to move things, or --dry-run to look.")
        }
        var shown = preview
        shown.sentences = []
        Terminal.answer(shown.text(colored: Terminal.usesColor(output.color), isVerbose: output.verbose))
        guard Terminal.confirm(question) else { throw Stop(.interrupted, "Nothing was changed.") }
    }
}
