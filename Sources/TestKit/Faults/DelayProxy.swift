internal import Glibc

/// Hands TCP bytes on to a port of this machine as late as a long line would: TLS passes through it.
public final class DelayProxy: Sendable {
    private let listener: SocketListener

    /// Starts it.
    ///
    /// - Parameters:
    ///   - upstream: the port behind.
    ///   - roundTrip: milliseconds there and back; half of it in each direction.
    /// - Throws: `ServerFailure` when there is no port.
    public init(upstream: UInt16, roundTripMilliseconds roundTrip: Int) throws {
        let delay = UInt64(roundTrip) * 1_000_000 / 2
        listener = try SocketListener { client, _ in
            guard let descriptor = Socket.connect(port: upstream) else { return }
            let server = Socket(descriptor)
            let ended = Guarded(0)
            let (near, far) = (client.descriptor, server.descriptor)
            DelayedDirection(from: near, to: far, delay: delay).start { ended.change { $0 += 1 } }
            DelayedDirection(from: far, to: near, delay: delay).start { ended.change { $0 += 1 } }
            ended.wait(until: { $0 == 2 })
            close(descriptor)
        }
    }

    deinit { listener.stop() }

    /// Where it listens.
    public var port: UInt16 { listener.port }

    /// Ends it and all its connections.
    public func stop() { listener.stop() }
}

/// One direction: a thread reads, another writes what has become due. What is under way is bounded.
private final class DelayedDirection: Sendable {
    private struct Line {
        var pieces: [(due: UInt64, bytes: [UInt8])] = []
        var byteCount = 0
        var isEnded = false
    }

    private let source: Int32
    private let target: Int32
    private let delay: UInt64
    private let line = Guarded(Line())

    init(from source: Int32, to target: Int32, delay: UInt64) {
        self.source = source
        self.target = target
        self.delay = delay
    }

    func start(whenEnded: @escaping @Sendable () -> Void) {
        startThread { self.read() }
        startThread {
            self.write()
            whenEnded()
        }
    }

    private func read() {
        let socket = Socket(source)
        while true {
            let bytes = socket.read(atMost: 262_144)
            let due = Self.now() + delay
            line.wait(until: { $0.byteCount < 16 << 20 || $0.isEnded })
            line.change { line in
                line.pieces.append((due, bytes))
                line.byteCount += bytes.count
            }
            if bytes.isEmpty { return }
        }
    }

    private func write() {
        let socket = Socket(target)
        var isOpen = true
        while isOpen {
            let pieces = line.wait { line -> [(due: UInt64, bytes: [UInt8])]? in
                guard !line.pieces.isEmpty else { return nil }
                defer {
                    line.pieces = []
                    line.byteCount = 0
                }
                return line.pieces
            }
            for piece in pieces where isOpen {
                let now = Self.now()
                if piece.due > now { Self.sleep(piece.due - now) }
                isOpen = !piece.bytes.isEmpty && socket.write(piece.bytes)
            }
        }
        line.change { $0.isEnded = true }
        shutdown(target, Int32(SHUT_WR))
        shutdown(source, Int32(SHUT_RD))
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private static func sleep(_ nanoseconds: UInt64) {
        var time = timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        nanosleep(&time, nil)
    }
}
