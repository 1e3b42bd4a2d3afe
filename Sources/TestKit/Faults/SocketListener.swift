internal import Glibc

/// A test server could not be made.
public struct ServerFailure: Error, CustomStringConvertible {
    /// What is missing or went wrong, one sentence.
    public let description: String

    /// Wraps the sentence.
    public init(_ description: String) { self.description = description }
}

/// Listens on a free port of this machine; each connection is served on a thread of its own.
final class SocketListener: Sendable {
    private struct State {
        var open: Set<Int32> = []
        var accepted = 0
        var isStopped = false
        /// Whether the thread that accepts has let go of the listening socket.
        var isClosed = false
    }

    let port: UInt16
    private let descriptor: Int32
    private let state = Guarded(State())

    init(serve: @escaping @Sendable (_ connection: Socket, _ number: Int) -> Void) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = Socket.loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { [descriptor] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(descriptor, address, length) == 0, listen(descriptor, 512) == 0 else { return Int32(-1) }
                return getsockname(descriptor, address, &length)
            }
        }
        guard descriptor >= 0, code == 0 else { throw ServerFailure("No port can be had on this machine.") }
        port = UInt16(bigEndian: address.sin_port)
        startThread { [descriptor, state] in
            while true {
                let accepted = accept(descriptor, nil, nil)
                // A connection that a server started meanwhile holds too would not end when it is closed here.
                if accepted >= 0 { _ = fcntl(accepted, F_SETFD, FD_CLOEXEC) }
                let number = state.change { state -> Int? in
                    guard accepted >= 0, !state.isStopped else { return nil }
                    state.open.insert(accepted)
                    state.accepted += 1
                    return state.accepted
                }
                guard let number else {
                    if accepted >= 0 { close(accepted) }
                    break
                }
                startThread {
                    serve(Socket(accepted), number)
                    state.change { state in
                        state.open.remove(accepted)
                        close(accepted)
                    }
                }
            }
            close(descriptor)
            state.change { $0.isClosed = true }
        }
    }

    /// How many connections there have been.
    var accepted: Int { state.change { $0.accepted } }

    /// Ends every connection and waits until their threads have let go.
    func stop() {
        let isFirst = state.change { state in
            defer { state.isStopped = true }
            for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
            return !state.isStopped
        }
        guard isFirst else { return }
        shutdown(descriptor, Int32(SHUT_RDWR))
        state.wait(until: { $0.open.isEmpty && $0.isClosed })
    }
}
