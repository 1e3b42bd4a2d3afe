import Glibc
import Synchronization
import TestKit
import Testing

@testable import Transport

/// How connections are opened.
struct ConnectionTests {
    /// What a server sees of connections.
    private final class Watch: Sendable {
        private let state = Mutex((new: Set<Int>(), seen: Set<Int>(), most: 0))

        var most: Int { state.withLock { $0.most } }

        /// A request has come; the first one of a connection takes its time.
        func serve(_ connection: Int) {
            let isNew = state.withLock { state in
                guard state.seen.insert(connection).inserted else { return false }
                state.new.insert(connection)
                state.most = max(state.most, state.new.count)
                return true
            }
            guard isNew else { return }
            usleep(5000)
            state.withLock { _ = $0.new.remove(connection) }
        }
    }

    private func sendMany(_ server: CannedServer) async throws {
        let client = try client(server.port)
        let address = try address(server.port)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<60 {
                group.addTask { _ = try await client.send(HTTPRequest(.get, address)) }
            }
            try await group.waitForAll()
        }
    }

    @Test func fourAtATimeUntilTheServerHasTakenThem() async throws {
        let watch = Watch()
        let server = try CannedServer { request in
            watch.serve(request.connection)
            return .init(200)
        }
        try await sendMany(server)
        #expect(watch.most <= 4)
        #expect(server.connections > 4)
    }

    @Test func aServerThatClosesEachGetsFourAtATime() async throws {
        let watch = Watch()
        let server = try CannedServer { request in
            watch.serve(request.connection)
            return .init(raw: Array("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n".utf8))
        }
        try await sendMany(server)
        #expect(watch.most <= 4)
        #expect(server.connections == 60)
    }

    @Test func whatWaitsForAConnectionCanBeCancelled() async throws {
        let server = try CannedServer { _ in
            usleep(100_000)
            return .init(200)
        }
        let client = try client(server.port)
        let address = try address(server.port)
        let tasks = (0..<12).map { _ in
            Task { try await client.send(HTTPRequest(.get, address)) }
        }
        for task in tasks { task.cancel() }
        for task in tasks {
            let error = await failure { try await task.value }
            #expect(error?.code == .cancelled)
        }
    }
}
