internal import Hosting
internal import Items
internal import Planning
internal import Synchronization

/// Hands out changes to the workers of a lane, in order, and keeps the journal in step with them: a change has an intent
/// before anybody gets it, and a line of the catalogue after it is done.
///
/// Intents and lines are written for many changes at a time, because each writing waits for the disk.
final class ChangeFlow: Sendable {
    private struct State {
        /// How many changes were handed out, and how many have an intent.
        var position = 0
        var intended = 0
        var rows: [CatalogueRow] = []
        var bytes: UInt64 = 0
        var settled: [(StoreService, Href)] = []
    }

    /// The most intents written at a time, and lines kept back.
    private static let groupSize = 256
    /// Lines are not kept back when more bytes than this would have to be compared after a kill.
    private static let groupBytes: UInt64 = 32 << 20

    private let changes: [Int]
    private let place: @Sendable (Int) -> (StoreService, Href)
    private let journal: Journal
    private let host: String
    private let intended: Set<StoredPlace>
    private let state = Mutex(State())

    /// - Parameters:
    ///   - place: where a change puts something.
    ///   - host: the name of the host.
    ///   - intended: where earlier runs were about to store something; only a line of the catalogue ends that.
    init(
        _ changes: [Int], _ journal: Journal, at host: String, _ intended: Set<StoredPlace>,
        place: @escaping @Sendable (Int) -> (StoreService, Href)
    ) {
        self.changes = changes
        self.journal = journal
        self.host = host
        self.intended = intended
        self.place = place
    }

    /// The next changes, at most `count`; `nil` when all are handed out.
    func next(_ count: Int) throws(StateDirectory.Fault) -> ArraySlice<Int>? {
        try state.withLock { state throws(StateDirectory.Fault) in
            guard state.position < changes.count else { return nil }
            let end = end(from: state.position, count)
            if end > state.intended {
                let last = min(max(end, state.intended + Self.groupSize), changes.count)
                try write(&state, intending: changes[state.intended..<last].map(place))
                state.intended = last
            }
            defer { state.position = end }
            return changes[state.position..<end]
        }
    }

    /// Where the next changes end: with a folder, if one ends in their second half, because a store may do more for a
    /// whole folder than for its files.
    private func end(from position: Int, _ count: Int) -> Int {
        let end = min(position + count, changes.count)
        guard end < changes.count else { return end }
        func begins(_ index: Int) -> Bool {
            ExactText(place(changes[index]).1.collection) != ExactText(place(changes[index - 1]).1.collection)
        }
        return ((position + (count + 1) / 2)...end).last(where: begins) ?? end
    }

    /// Notes what became of changes that were handed out.
    ///
    /// - Parameter settled: places where surely nothing was put.
    func note(_ rows: [CatalogueRow], settled: [(StoreService, Href)]) throws(StateDirectory.Fault) {
        try state.withLock { state throws(StateDirectory.Fault) in
            state.rows += rows
            state.bytes += rows.reduce(0) { $0 + $1.byteCount }
            state.settled += settled
            guard state.rows.count >= Self.groupSize || state.bytes >= Self.groupBytes else { return }
            try write(&state, intending: [])
        }
    }

    /// Writes what was kept back, when no worker is left; what nobody was given is not intended any more.
    func finish() throws(StateDirectory.Fault) {
        try state.withLock { state throws(StateDirectory.Fault) in
            state.settled += changes[state.position..<max(state.position, state.intended)].map(place)
                .filter { !intended.contains(StoredPlace($0.0, $0.1)) }
            try write(&state, intending: [])
        }
    }

    private func write(
        _ state: inout State, intending places: [(StoreService, Href)]
    ) throws(StateDirectory.Fault) {
        guard !places.isEmpty || !state.rows.isEmpty || !state.settled.isEmpty else { return }
        try journal.advance(state.rows, abandoned: state.settled, intending: places, at: host)
        (state.rows, state.bytes, state.settled) = ([], 0, [])
    }
}
