internal import Synchronization

/// What another thread may do with a transfer that runs.
struct TransferControl: Sendable {
    let loop: TransferLoop
    let transfer: any Transfer

    func resume() { loop.resume(transfer) }

    func cancel() { loop.cancel(transfer) }
}

/// Wakes a transfer that does not exist yet when its pipe is made.
final class TransferWakeup: Sendable {
    private let loop: TransferLoop
    private let known = Mutex<(any Transfer)?>(nil)

    init(loop: TransferLoop) { self.loop = loop }

    /// The transfer, set once.
    var transfer: (any Transfer)? {
        get { known.withLock { $0 } }
        set { known.withLock { $0 = newValue } }
    }

    func wake() { if let transfer { loop.resume(transfer) } }
}
