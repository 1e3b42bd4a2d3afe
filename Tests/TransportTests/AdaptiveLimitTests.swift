import Testing

@testable import Transport

@Suite struct AdaptiveLimitTests {
    private func round(_ limit: inout AdaptiveLimit, _ outcome: AdaptiveLimit.Outcome) {
        let tickets = (0..<limit.limit).map { _ in limit.begin() }
        for ticket in tickets { limit.end(ticket, outcome) }
    }

    @Test func itGrowsToTheMaximumWhileTheHostKeepsUp() {
        var limit = AdaptiveLimit(maximum: 16)
        #expect(limit.limit == 4)
        for _ in 0..<3 { round(&limit, .kept(latency: .milliseconds(5))) }
        #expect(limit.limit == 16)
    }

    @Test func oneRoundOfRefusalsHalvesItOnce() {
        var limit = AdaptiveLimit(maximum: 16, initial: 16)
        round(&limit, .overloaded)
        #expect(limit.limit == 8)
        round(&limit, .overloaded)
        #expect(limit.limit == 4)
        for _ in 0..<10 { round(&limit, .overloaded) }
        #expect(limit.limit == 1)
    }

    @Test func afterARefusalItGrowsByOneARound() {
        var limit = AdaptiveLimit(maximum: 16, initial: 16)
        round(&limit, .overloaded)
        round(&limit, .kept(latency: nil))
        #expect(limit.limit == 8 || limit.limit == 9)
        for _ in 0..<4 { round(&limit, .kept(latency: nil)) }
        #expect((11...13).contains(limit.limit))
    }

    @Test func aBlowUpOfTheLatencyShrinksIt() {
        var limit = AdaptiveLimit(maximum: 16, initial: 16)
        for _ in 0..<5 { round(&limit, .kept(latency: .milliseconds(20))) }
        #expect(limit.limit == 16)
        for _ in 0..<3 { round(&limit, .kept(latency: .milliseconds(400))) }
        #expect(limit.limit < 16)
    }

    /// A host on this machine answers in a millisecond; when it takes twenty there are too many requests, not too few.
    @Test func aQuickHostIsNotMadeToQueue() {
        var limit = AdaptiveLimit(maximum: 100)
        for _ in 0..<5 { round(&limit, .kept(latency: .milliseconds(1))) }
        let before = limit.limit
        for _ in 0..<3 { round(&limit, .kept(latency: .milliseconds(20))) }
        #expect(limit.limit < before)
    }

    @Test func aSlowHostThatStaysAsSlowIsNotPunished() {
        var limit = AdaptiveLimit(maximum: 16)
        for _ in 0..<50 { round(&limit, .kept(latency: .milliseconds(900))) }
        #expect(limit.limit == 16)
    }

    @Test func whatSaysNothingChangesNothing() {
        var limit = AdaptiveLimit(maximum: 16)
        let before = limit
        round(&limit, .unknown)
        #expect(limit == before)
    }

    @Test func theGateLetsNoMoreThroughThanTheLimit() async throws {
        let gate = RequestGate(AdaptiveLimit(maximum: 3, initial: 3))
        let peak = Peak()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    let ticket = try await gate.enter()
                    await peak.begin()
                    await Task.yield()
                    await peak.end()
                    gate.leave(ticket, .kept(latency: nil))
                }
            }
            try await group.waitForAll()
        }
        #expect(await peak.most <= 3)
        #expect(await peak.total == 200)
    }

    @Test func whoeverWaitsCanBeCancelled() async throws {
        let gate = RequestGate(AdaptiveLimit(maximum: 1))
        let ticket = try await gate.enter()
        let waiting = Task { try await gate.enter() }
        waiting.cancel()
        let result = await waiting.result
        #expect(throws: TransportError(.cancelled, "")) { try result.get() }
        gate.leave(ticket, .unknown)
        // The place is free again.
        gate.leave(try await gate.enter(), .unknown)
    }

    private actor Peak {
        private var now = 0
        private(set) var most = 0
        private(set) var total = 0

        func begin() {
            now += 1
            total += 1
            most = max(most, now)
        }

        func end() { now -= 1 }
    }
}
