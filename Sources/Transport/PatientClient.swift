internal import Synchronization

/// An HTTP client that holds back when its host is overloaded, tries again what deserves it, and sends nothing more once
/// the host has refused its credential.
public final class PatientClient: Sendable {
    /// The client below, one try for each request.
    public let client: HTTPClient
    private let policy: RetryPolicy
    private let gate: RequestGate
    private let timing: Timing
    private let refusal: Refusal

    /// Whether the host has refused the credential. Asking again would be another guess to it, and too many of these lock
    /// a household out.
    private final class Refusal: Sendable { let isNoted = Atomic(false) }

    /// Wraps a client.
    ///
    /// - Parameter gate: one for each host, shared by everything that sends to it.
    public convenience init(
        _ client: HTTPClient, policy: RetryPolicy = RetryPolicy(), gate: RequestGate, timing: Timing = .system
    ) { self.init(client, policy, gate, timing, Refusal()) }

    private init(
        _ client: HTTPClient, _ policy: RetryPolicy, _ gate: RequestGate, _ timing: Timing, _ refusal: Refusal
    ) {
        self.client = client
        self.policy = policy
        self.gate = gate
        self.timing = timing
        self.refusal = refusal
    }

    /// The same client with another policy. A credential that is refused to one is refused to both.
    public func with(_ policy: RetryPolicy) -> PatientClient { PatientClient(client, policy, gate, timing, refusal) }

    /// Sends a request as `HTTPClient.send` does, as often as the policy allows; a stream is opened anew each time.
    ///
    /// - Returns: the last answer. It tells whether an earlier try may have been processed.
    /// - Throws: the last error.
    public func send(_ request: HTTPRequest, body: RequestBody = .none) async throws(TransportError) -> HTTPResponse {
        var tries = 0
        var isUncertain = false
        let salt = request.address.text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        while true {
            tries += 1
            let decision: RetryPolicy.Decision
            let result = await sendOnce(request, body)
            switch result {
            case .success(let answer):
                decision = policy.decision(
                    status: answer.status, retryAfter: answer.headers["Retry-After"], tries: tries, now: timing.now(),
                    salt: salt)
                isUncertain = isUncertain || answer.earlierTryMayHaveBeenProcessed
                if decision == .accept {
                    var answer = answer
                    answer.earlierTryMayHaveBeenProcessed = isUncertain
                    return answer
                }
                // A gateway may have given up on a request that was carried out behind it.
                isUncertain = isUncertain || answer.status >= 500
            case .failure(let error):
                isUncertain = isUncertain || error.requestMayHaveBeenProcessed
                decision = policy.decision(error, tries: tries, salt: salt)
                if decision == .accept { throw error.afterEarlierTries(isUncertain) }
            }
            guard case .retry(let delay) = decision else { continue }
            do {
                try await timing.sleep(delay)
            } catch {
                throw TransportError(
                    .cancelled, "The request was cancelled.", requestMayHaveBeenProcessed: isUncertain)
            }
        }
    }

    private func sendOnce(
        _ request: HTTPRequest, _ body: RequestBody
    ) async -> Result<HTTPResponse, TransportError> {
        do throws(TransportError) {
            let ticket = try await gate.enter()
            let begin = timing.elapsed()
            guard !refusal.isNoted.load(ordering: .acquiring) else {
                gate.leave(ticket, .unknown)
                throw TransportError(
                    .notPermitted,
                    "\(request.address.origin) does not accept the user or the secret, so nothing more is sent to it.")
            }
            do throws(TransportError) {
                let answer = try await client.send(request, body: body)
                // Before the next request may go.
                if answer.status == 401 || answer.status == 407 { refusal.isNoted.store(true, ordering: .releasing) }
                gate.leave(ticket, Self.outcome(answer, body, timing.elapsed() - begin))
                return .success(answer)
            } catch {
                gate.leave(ticket, Self.outcome(error))
                return .failure(error)
            }
        } catch {
            return .failure(error)
        }
    }

    private static func outcome(
        _ answer: HTTPResponse, _ body: RequestBody, _ latency: Duration
    ) -> AdaptiveLimit.Outcome {
        switch answer.status {
        case 429, 500...506, 508...599: return .overloaded
        default:
            if case .stream(_, let length) = body, length ?? .max > 65_536 { return .kept(latency: nil) }
            return .kept(latency: answer.body.count <= 65_536 ? latency : nil)
        }
    }

    private static func outcome(_ error: TransportError) -> AdaptiveLimit.Outcome {
        switch error.code {
        case .timedOut, .refused: .overloaded
        default: .unknown
        }
    }
}

extension TransportError {
    /// The same error, uncertain when an earlier try was.
    fileprivate func afterEarlierTries(_ areUncertain: Bool) -> TransportError {
        TransportError(
            code, description, requestMayHaveBeenProcessed: requestMayHaveBeenProcessed || areUncertain,
            origin: origin)
    }
}
