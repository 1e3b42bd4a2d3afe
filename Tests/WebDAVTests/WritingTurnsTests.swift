import Hosting
import Synchronization
import Testing

@testable import WebDAVHost

@Suite struct WritingTurnsTests {
    /// How many changes were under way at the same time, at most.
    private func most(_ turns: WritingTurns) async throws -> Int {
        let counts = Mutex((now: 0, most: 0))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 0..<4 {
                tasks.addTask {
                    try await turns.with { () async throws(StoreError) in
                        counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                        for _ in 0..<50 { await Task.yield() }
                        counts.withLock { $0.now -= 1 }
                    }
                }
            }
            try await tasks.waitForAll()
        }
        return counts.withLock { $0.most }
    }

    @Test func changesGoOneByOneAfterALockedDatabase() async throws {
        let turns = WritingTurns()
        #expect(turns.note(failure: "SQLSTATE[HY000]: General error: 5 database is locked"))
        #expect(turns.areTaken)
        #expect(try await most(turns) == 1)
    }

    @Test(arguments: [nil, "", "No space left on device"])
    func otherFailuresChangeNothing(_ message: String?) {
        let turns = WritingTurns()
        #expect(!turns.note(failure: message))
        #expect(!turns.areTaken)
    }
}
