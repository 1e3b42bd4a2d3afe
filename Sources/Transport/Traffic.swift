internal import Synchronization

/// What a client has moved so far, for a display and for tests.
public struct Traffic: Hashable, Sendable {
    /// Bytes of content sent, those of repeated tries too.
    public let sentBytes: UInt64
    /// Bytes of headers and decoded content received.
    public let receivedBytes: UInt64
    /// Requests that came to an end, however.
    public let requests: UInt64
    /// Connections opened.
    public let connections: UInt64
}

/// The counters behind it.
final class TrafficCounters: Sendable {
    private let sent = Atomic<UInt64>(0)
    private let received = Atomic<UInt64>(0)
    private let requests = Atomic<UInt64>(0)
    private let connections = Atomic<UInt64>(0)

    func addSent(_ count: Int) { sent.add(UInt64(count), ordering: .relaxed) }

    func addReceived(_ count: Int) { received.add(UInt64(count), ordering: .relaxed) }

    func addRequest(connections count: Int) {
        requests.add(1, ordering: .relaxed)
        connections.add(UInt64(count), ordering: .relaxed)
    }

    var value: Traffic {
        Traffic(
            sentBytes: sent.load(ordering: .relaxed), receivedBytes: received.load(ordering: .relaxed),
            requests: requests.load(ordering: .relaxed), connections: connections.load(ordering: .relaxed))
    }
}
