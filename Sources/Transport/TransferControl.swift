internal import Synchronization

/// Takes the end of a transfer, on the thread of its loop.
typealias TransferCompletion<Answer: Sendable> = @Sendable (Result<Answer, TransportError>) -> Void

extension TransferLoop {
    /// Runs a transfer to its end, or until the task is cancelled.
    func run<Answer: Sendable>(
        _ make: (@escaping TransferCompletion<Answer>) -> any Transfer
    ) async throws(TransportError) -> Answer {
        let promise = Promise<Result<Answer, TransportError>>()
        let transfer = make { promise.fulfil($0) }
        let result = await withTaskCancellationHandler {
            startUnlessCancelled(transfer)
            return await promise.value
        } onCancel: {
            cancel(transfer)
        }
        return try result.get()
    }

    /// A task that is cancelled already has told the loop of a transfer that was not there yet.
    func startUnlessCancelled(_ transfer: any Transfer) {
        start(transfer)
        if Task.isCancelled { cancel(transfer) }
    }
}

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
