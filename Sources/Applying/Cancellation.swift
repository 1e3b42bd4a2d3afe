internal import Synchronization

/// A wish to stop, seen by every worker: by those that run on threads of their own too.
public final class Cancellation: Sendable {
    private let flag = Atomic(false)

    /// Nobody wants to stop yet.
    public init() {}

    /// Asks everybody to stop at the next block of bytes.
    public func request() { flag.store(true, ordering: .relaxed) }

    /// Whether somebody asked.
    public var isRequested: Bool { flag.load(ordering: .relaxed) }
}

/// How far a run is, for a line of progress.
public final class RunTally: Sendable {
    /// How many changes there are to make.
    public let totalItems: Int
    /// How many bytes these have, as far as the archives say.
    public let totalBytes: UInt64
    private let items = Atomic(0)
    private let bytes = Atomic<UInt64>(0)

    /// Starts at nothing done.
    public init(totalItems: Int, totalBytes: UInt64) {
        self.totalItems = totalItems
        self.totalBytes = totalBytes
    }

    /// How many changes are done.
    public var doneItems: Int { items.load(ordering: .relaxed) }

    /// How many bytes have been read for changes.
    public var doneBytes: UInt64 { bytes.load(ordering: .relaxed) }

    func finishItem() { items.add(1, ordering: .relaxed) }

    func add(bytes count: Int) { bytes.add(UInt64(count), ordering: .relaxed) }
}
