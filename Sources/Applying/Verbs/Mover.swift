public import Hosting
internal import Items
public import Planning

/// Moves placement units from host to host: copy, read back, record, and only then take away.
///
/// At no moment do fewer than the least number of hosts hold an item: before a copy is taken away, that many others
/// are read in this very run and found equal to it. A run that is killed leaves the move in the journal, and the next
/// one carries it on.
public struct Mover: Sendable {
    /// Items are journalled in groups: one sync of the journal for each group, not for each item.
    private static let groupSize = 64

    let sessions: [String: HostSession]
    let journal: Journal
    let leastCopies: [String: Int]
    let cancellation: Cancellation
    /// How far it is.
    public let tally: RunTally

    /// Prepares moves.
    ///
    /// - Parameters:
    ///   - sessions: the hosts, by name: those that are left, those that get something, and those that hold copies.
    ///   - moves: what will be moved, for the tally.
    ///   - leastCopies: how many other hosts must hold an item before it is taken away, by the name of its unit; 1 where it
    ///     is not named.
    public init(
        _ sessions: [String: HostSession], _ moves: [UnitMove], of catalogue: Catalogue, journal: Journal,
        leastCopies: [String: Int], cancellation: Cancellation
    ) {
        self.sessions = sessions
        self.journal = journal
        self.leastCopies = leastCopies
        self.cancellation = cancellation
        let units = Set(moves.map { "\($0.from)\u{0}\($0.unit)" })
        let lines = catalogue.lines.filter {
            units.contains("\($0.host)\u{0}\($0.row.unit(among: catalogue.placements))")
        }
        tally = RunTally(totalItems: lines.count, totalBytes: lines.reduce(0) { $0 + $1.row.byteCount })
    }

    /// Carries moves out, one after the other.
    ///
    /// - Throws: only what makes it senseless to go on: the state cannot be written.
    public func run(_ moves: [UnitMove]) async throws(StateDirectory.Fault) -> MoveResult {
        let catalogue = try journal.catalogue()
        let intended = try journal.intents()
        try journal.intend(moves)
        var result = MoveResult()
        var copies = Dictionary(grouping: catalogue.lines, by: \.item)
        let units = Dictionary(grouping: catalogue.lines) {
            MovedUnit($0.host, $0.row.unit(among: catalogue.placements))
        }
        for move in moves {
            let lines = units[MovedUnit(move.from, move.unit)] ?? []
            let work = UnitMoving(
                move, sessions: sessions, catalogue: catalogue, intended: intended[move.to ?? ""] ?? [],
                leastCopies: max(1, leastCopies[move.unit] ?? 1), tally: tally, cancellation: cancellation)
            var left = lines.count
            var groups: [[MovedItem]] = []
            for group in lines.pieces(of: Self.groupSize) {
                guard goesOn(move, result) else { break }
                groups.append(try await copy(group, work, &copies, &result))
            }
            if await prepareRemoval(groups, work, &result) {
                for group in groups where goesOn(move, result) {
                    left -= try await remove(group, work, &copies, &result)
                }
            }
            if left == 0 {
                try journal.finish(move)
            } else {
                result.unfinished += 1
            }
        }
        result.isInterrupted = cancellation.isRequested
        return result
    }

    private struct MovedUnit: Hashable {
        let host: String
        let unit: String

        init(_ host: String, _ unit: String) {
            self.host = host
            self.unit = unit
        }
    }

    /// An item on its way.
    private struct MovedItem: Sendable {
        let line: CatalogueLine
        /// The copies there were before.
        let copies: [CatalogueLine]
        let copied: UnitMoving.Copied
    }

    private func goesOn(_ move: UnitMove, _ result: MoveResult) -> Bool {
        !cancellation.isRequested && result.lost[move.from] == nil && move.to.map { result.lost[$0] == nil } ?? true
    }

    /// Copies a group of items to their new host.
    private func copy(
        _ group: [CatalogueLine], _ work: UnitMoving, _ copies: inout [ItemOfCatalogue: [CatalogueLine]],
        _ result: inout MoveResult
    ) async throws(StateDirectory.Fault) -> [MovedItem] {
        do throws(HostFailure) {
            try await work.listings.prepare(for: group, work)
        } catch {
            note(error, work.move, &result)
            return []
        }
        if let target = work.move.to {
            let (prepared, existing) = work.listings.takePrepared()
            try journal.noteMade(prepared, beside: existing, at: target)
        }
        let items = group.map { (line: $0, copies: copies[$0.item] ?? []) }
        let places = items.map { work.newPlace(of: $0.line, $0.copies) }
        if let target = work.move.to { try journal.intend(places.compactMap(\.self), at: target) }
        let width = work.width(of: group[0].row.kind.service)
        let outcomes = await concurrently(items, width: width) { await work.copy($0.line, $0.copies) }
        if let target = work.move.to {
            let rows = outcomes.compactMap(\.row)
            let done = Set(rows.map { StoredPlace($0.kind.service, $0.href) })
            // Where the answer was lost, nobody knows whether it was done: the intent stays for the next run.
            let kept = done.union(work.intended)
            let abandoned = zip(places, outcomes).compactMap { place, outcome -> (StoreService, Href)? in
                guard let place, outcome.error?.leavesOutcomeUnknown != true else { return nil }
                return kept.contains(StoredPlace(place.0, place.1)) ? nil : place
            }
            try journal.complete(rows, abandoned: abandoned, at: target)
            for (item, outcome) in zip(items, outcomes) {
                guard let row = outcome.row else { continue }
                let line = CatalogueLine(host: target, row: row, stored: nil, verified: nil)
                copies[item.line.item] = (copies[item.line.item] ?? []).filter { $0.host != target } + [line]
                guard outcome.isNew else { continue }
                result.copied[target, default: [:]][row.kind, default: 0] += 1
                result.copiedBytes[target, default: 0] += row.byteCount
            }
        }
        return zip(items, outcomes).map { MovedItem(line: $0.line, copies: $0.copies, copied: $1) }
    }

    /// Asks the new host anew what it holds.
    private func prepareRemoval(
        _ groups: [[MovedItem]], _ work: UnitMoving, _ result: inout MoveResult
    ) async -> Bool {
        do throws(HostFailure) {
            for group in groups { try await work.listings.renew(for: group.compactMap(\.copied.row), work) }
            return true
        } catch {
            note(error, work.move, &result)
            return false
        }
    }

    /// Takes a group of items away from the old host.
    ///
    /// - Returns: how many of them are there no more.
    private func remove(
        _ group: [MovedItem], _ work: UnitMoving, _ copies: inout [ItemOfCatalogue: [CatalogueLine]],
        _ result: inout MoveResult
    ) async throws(StateDirectory.Fault) -> Int {
        guard let first = group.first else { return 0 }
        let move = work.move
        let failures = await concurrently(group, width: work.width(of: first.line.row.kind.service)) {
            await work.remove($0.line, $0.copies, after: $0.copied)
        }
        var gone: [CatalogueLine] = []
        for (item, failure) in zip(group, failures) {
            tally.finishItem()
            let line = item.line
            guard let failure else {
                gone.append(line)
                continue
            }
            result.kept[move.from, default: [:]][line.row.kind, default: 0] += 1
            guard failure.code != .cancelled else { continue }
            if failure.endsHost {
                // A copy fails at the new host; where the old one does not give it, others are asked.
                let host = item.copied.error == nil ? move.from : move.to ?? move.from
                note(HostFailure(host: host, error: failure), move, &result)
                continue
            }
            result.findings.append(
                Finding(
                    "not-moved", .error, entry: "\(move.from): \(line.row.href.path)", failure.description,
                    detail: line.row.title))
        }
        if let target = move.to {
            let proved = zip(group, failures).filter { $1 == nil }.compactMap { $0.0.copied.row }
            try journal.complete(proved, at: target, verified: true)
        }
        try journal.forget(gone)
        for line in gone {
            copies[line.item] = copies[line.item]?.filter { $0.host != line.host }
            result.removed[move.from, default: [:]][line.row.kind, default: 0] += 1
        }
        return gone.count
    }

    private func note(_ failure: HostFailure, _ move: UnitMove, _ result: inout MoveResult) {
        guard failure.error.code != .cancelled else { return }
        if failure.error.endsHost {
            guard result.lost[failure.host] == nil else { return }
            result.lost[failure.host] = failure.error
        }
        let (code, entry) = failure.error.endsHost ? ("host-lost", failure.host) : ("not-moved", move.unit)
        result.findings.append(Finding(code, .error, entry: entry, failure.error.description))
    }
}
