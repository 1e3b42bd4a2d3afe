package import Hosting
internal import Synchronization

/// Lets one task at a time work on a name: looking whether it is free and taking it are two steps at many hosts.
package final class NameTurns: Sendable {
    // Bytes, because two names that Unicode calls equivalent are two names.
    private let waiting = Mutex<[[UInt8]: [CheckedContinuation<Void, Never>]]>([:])

    /// Makes one turn for each name.
    package init() {}

    /// Does something while nobody else works on the name.
    package func with<Value>(
        _ name: String, _ body: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let key = Array(name.utf8)
        await begin(key)
        defer { end(key) }
        return try await body()
    }

    private func begin(_ key: [UInt8]) async {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting -> Bool in
                guard waiting[key] == nil else {
                    waiting[key]?.append(continuation)
                    return false
                }
                waiting[key] = []
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    private func end(_ key: [UInt8]) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard let first = waiting[key]?.first else {
                waiting[key] = nil
                return nil
            }
            waiting[key]?.removeFirst()
            return first
        }
        next?.resume()
    }
}
