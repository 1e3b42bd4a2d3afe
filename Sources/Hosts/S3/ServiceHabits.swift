internal import Hosting
internal import Synchronization
internal import Transport

/// What a service has shown of its ways in this session.
final class ServiceHabits: Sendable {
    /// Whether it refuses to write over an object when asked to with `If-None-Match: *`.
    enum Conditions {
        case unknown, kept, ignored
    }

    private let state = Mutex(Conditions.unknown)

    var conditions: Conditions {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    /// Finds out by storing an object a second time: a service that keeps conditions refuses it, and one that does not
    /// replaces the object by itself.
    func learn(_ client: S3Client, key: String, bytes: [UInt8], headers: HTTPHeaders) async throws(StoreError) {
        var headers = headers
        headers["If-None-Match"] = "*"
        switch try await client.send(.put, key: key, headers: headers, body: bytes) {
        case .done: conditions = .ignored
        case .failed(let failure, _) where failure.status == 412: conditions = .kept
        // Whatever else it says, it does not say that it keeps them.
        case .failed: conditions = .ignored
        }
    }
}
