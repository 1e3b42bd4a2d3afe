import Glibc
import Items
import Synchronization
import TestKit
import Testing

@testable import Transport

func address(_ port: UInt16, _ path: String = "/", scheme: String = "http", host: String = "127.0.0.1") throws
    -> RemoteAddress
{
    try RemoteAddress("\(scheme)://\(host):\(port)\(path)")
}

func client(
    _ port: UInt16, scheme: String = "http", host: String = "127.0.0.1", credential: Credential = .anonymous,
    _ change: (inout ClientOptions) -> Void = { _ in }
) throws -> HTTPClient {
    var options = ClientOptions()
    options.connectTimeout = 10
    options.stallTimeout = 20
    change(&options)
    return try HTTPClient(
        address(port, scheme: scheme, host: host).origin, credential: credential, options: options)
}

/// The error a body throws, or a failed expectation.
func failure(
    of body: () async throws -> some Any, sourceLocation: SourceLocation = #_sourceLocation
) async -> TransportError? {
    do {
        let value = try await body()
        Issue.record("no error but \(value)", sourceLocation: sourceLocation)
    } catch let error as TransportError {
        return error
    } catch {
        Issue.record("another error: \(error)", sourceLocation: sourceLocation)
    }
    return nil
}

/// Content that is made while it is read, and counts.
final class GeneratedBody: ContentBody, Sendable {
    private let size: UInt64
    private let failsAt: UInt64
    private let state = Mutex((opened: 0, given: 0 as UInt64))

    init(size: UInt64, failsAt: UInt64 = .max) {
        self.size = size
        self.failsAt = failsAt
    }

    var byteCount: UInt64? { size }
    /// How often it has been opened.
    var opened: Int { state.withLock { $0.opened } }
    /// How many bytes its readers gave.
    var given: UInt64 { state.withLock { $0.given } }

    static func byte(at position: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: position / 4096 &* 31) }

    func open() -> any ContentReader {
        state.withLock { $0.opened += 1 }
        return Reader(self)
    }

    private final class Reader: ContentReader {
        private let body: GeneratedBody
        private var position: UInt64 = 0

        init(_ body: GeneratedBody) { self.body = body }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
            guard position < body.failsAt else { throw ContentError("the archive is damaged") }
            // Up to the next multiple of 4096, so that every piece is one repeated byte.
            let count = Int(min(4096 - position % 4096, body.size - position, UInt64(buffer.count)))
            if let start = buffer.baseAddress { memset(start, Int32(GeneratedBody.byte(at: position)), count) }
            position += UInt64(count)
            body.state.withLock { $0.given += UInt64(count) }
            return count
        }
    }
}

/// Time that passes only by sleeping in it.
final class FakeClock: Sendable {
    private let state = Mutex((now: Duration.zero, sleeps: [Duration]()))

    /// Every sleep so far.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    var timing: Timing {
        Timing(
            now: { 784_111_700 }, elapsed: { self.state.withLock { $0.now } },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock {
                    $0.now += duration
                    $0.sleeps.append(duration)
                }
            })
    }
}
