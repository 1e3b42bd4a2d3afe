internal import CCurl
internal import Synchronization

/// One libcurl transfer: what is set on the handle, what the handle's callbacks ask for, how it ends.
///
/// The loop's thread alone calls these functions, one after the other. Implementations are `Sendable` because they are
/// handed over to that thread.
protocol Transfer: AnyObject, Sendable {
    /// Sets the options on a handle that may have served another transfer of the same client.
    func configure(_ easy: inout Easy)

    /// How far it is with the host, as far as new connections must be held back for it.
    var contact: Contact { get }

    /// The transfer is over and its handle, which can still be asked, goes back. `nil` when it never had one.
    func finish(_ code: CURLcode, _ easy: Easy?)
}

/// How far a transfer is with its host.
enum Contact {
    /// It waits for a connection.
    case none
    /// It has one and sends.
    case sending
    /// The host has answered, so it has taken the connection; or that is of no importance.
    case made
}

/// A value that comes later, once.
final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case awaited(CheckedContinuation<Value, Never>)
        case full(Value)
    }

    private let state = Mutex(State.empty)

    /// Gives the value; a second one is ignored.
    func fulfil(_ value: Value) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, Never>? in
            switch state {
            case .empty:
                state = .full(value)
                return nil
            case .awaited(let continuation):
                state = .full(value)
                return continuation
            case .full:
                return nil
            }
        }
        waiting?.resume(returning: value)
    }

    /// Whether the value is there.
    var isFulfilled: Bool { state.withLock { if case .full = $0 { true } else { false } } }

    /// Waits for the value. One task may wait at a time.
    var value: Value {
        get async {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state -> Value? in
                    if case .full(let value) = state { return value }
                    state = .awaited(continuation)
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        }
    }
}
