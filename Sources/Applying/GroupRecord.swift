internal import Hosting
internal import Planning

/// What the changes of a group came to. The task that works on the group owns it.
final class GroupRecord {
    private let ledger: LaneLedger
    private let tally: RunTally
    /// What was stored.
    private(set) var rows: [CatalogueRow] = []
    /// Why nothing more is sent to the host.
    private(set) var ending: StoreError?
    /// Changes that are done.
    private var done: Set<Int> = []
    /// Changes that are done, or of which nobody knows whether they are: their intents stay or become rows.
    private var open: Set<Int> = []

    init(_ ledger: LaneLedger, _ tally: RunTally) {
        self.ledger = ledger
        self.tally = tally
    }

    /// Whether the host takes more.
    var goesOn: Bool { ending == nil }

    /// - Parameter isUnknown: whether nobody knows if it was done, whatever the error.
    func note(_ result: Result<CatalogueRow, StoreError>, of change: Int, isUnknown: Bool = false) {
        switch result {
        case .success(let row):
            rows.append(row)
            open.insert(change)
            done.insert(change)
            ledger.record(.done(row.arrival), of: change)
            tally.finishItem()
        case .failure(let error):
            // Where the answer was lost, nobody knows whether it was done: the intent stays for the next run.
            if isUnknown || error.leavesOutcomeUnknown { open.insert(change) }
            if error.endsHost {
                ending = ending ?? error
            } else {
                ledger.record(.failed(error), of: change)
                tally.finishItem()
            }
        }
    }

    /// The changes that surely happened.
    func done(of changes: [Int]) -> [Int] { changes.filter(done.contains) }

    /// The changes that surely did not happen.
    func abandoned(of changes: [Int]) -> [Int] { changes.filter { !open.contains($0) } }
}

extension StoreError {
    /// Whether a change that ended so may have been made: its answer was lost, or a person stopped the run before it came.
    var leavesOutcomeUnknown: Bool { code == .unavailable || code == .cancelled }
}
