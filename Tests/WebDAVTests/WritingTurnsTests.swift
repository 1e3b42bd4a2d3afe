import Hosting
import Testing

@testable import WebDAVHost

/// Counts changes that are under way.
private actor Counter {
    private var now = 0
    private(set) var most = 0

    func enter() {
        now += 1
        most = max(most, now)
    }

    func leave() { now -= 1 }
}

@Suite struct WritingTurnsTests {
    /// How many changes were under way at the same time, at most.
    private func most(_ turns: WritingTurns) async throws -> Int {
        let counter = Counter()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 0..<4 {
                tasks.addTask {
                    try await turns.with { () async throws(StoreError) in
                        await counter.enter()
                        for _ in 0..<50 { await Task.yield() }
                        await counter.leave()
                    }
                }
            }
            try await tasks.waitForAll()
        }
        return await counter.most
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
