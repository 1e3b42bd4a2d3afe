internal import Glibc

/// Stands before an HTTP/1.1 server on this machine, hands requests on and does what rules say against them.
public final class FaultProxy: Sendable {
    private struct State {
        var rules: [FaultRule]
        var counts: [Int]

        mutating func action(for request: RecordedRequest) -> FaultRule.Action? {
            var result: FaultRule.Action?
            for (index, rule) in rules.enumerated() where rule.matches(request) {
                counts[index] += 1
                if result == nil, rule.occurrence.hits(counts[index]) { result = rule.action }
            }
            return result
        }
    }

    private let log = RequestLog()
    private let state: Guarded<State>
    private let hanging = Guarded(false)
    private let listener: SocketListener

    /// Starts it.
    ///
    /// - Parameters:
    ///   - upstream: the port of the server behind.
    ///   - rules: what goes wrong.
    /// - Throws: `ServerFailure` when there is no port.
    public init(upstream: UInt16, rules: [FaultRule] = []) throws {
        let state = Guarded(State(rules: rules, counts: Array(repeating: 0, count: rules.count)))
        self.state = state
        let (log, hanging) = (log, hanging)
        listener = try SocketListener { client, number in
            FaultConnection(client: client, number: number, upstreamPort: upstream, log: log, hanging: hanging) {
                request in
                state.change { $0.action(for: request) }
            }.serve()
        }
    }

    deinit { stop() }

    /// Where it listens.
    public var port: UInt16 { listener.port }

    /// Every request so far, in the order their heads came.
    public var requests: [RecordedRequest] { log.all }

    /// How many connections clients have made.
    public var connections: Int { listener.accepted }

    /// How many requests of a method there were.
    public func count(_ method: String) -> Int { requests.count { $0.method == method } }

    /// Puts other rules in place, counting from the beginning, and forgets the requests so far.
    public func reset(rules: [FaultRule] = []) {
        log.clear()
        state.change { $0 = State(rules: rules, counts: Array(repeating: 0, count: rules.count)) }
    }

    /// Ends it and all its connections.
    public func stop() {
        hanging.change { $0 = true }
        listener.stop()
    }
}
