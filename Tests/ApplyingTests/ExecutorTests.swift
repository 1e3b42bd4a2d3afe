import Hosting
import Items
import Planning
import TestKit
import Testing

@testable import Applying

@Suite struct ExecutorTests {
    /// An import that nothing disturbs, to compare with.
    private static func undisturbed(_ rig: Rig) async throws -> [String: Fingerprint] {
        let other = try Rig()
        let host = MemoryHost()
        let (plan, execution) = try await other.run(at: [("a", host.session)])
        #expect(execution.outcomes.allSatisfy { $0.isDone })
        return try await host.contents(of: plan)
    }

    @Test func everythingIsStoredOnceAndTheSecondRunDoesNothing() async throws {
        let rig = try Rig()
        let host = MemoryHost()
        let (plan, execution) = try await rig.run(at: [("a", host.session)])
        #expect(plan.changes.count > 80)
        #expect(execution.outcomes.count == plan.changes.count && execution.outcomes.allSatisfy { $0.isDone })
        #expect(execution.lostHosts.isEmpty && !execution.isInterrupted)
        let contents = try await host.contents(of: plan)
        #expect(contents.count == plan.changes.count)
        let memory = try rig.memory()
        #expect(memory.rows["a"]?.count == plan.changes.count)
        #expect(memory.intents.isEmpty)
        let counted = host.session(failing: nil)
        let (second, again) = try await rig.run(at: [("a", counted.session)])
        #expect(second.changes.allSatisfy { $0.action == .unchanged })
        #expect(again.outcomes.allSatisfy { $0 == .untouched })
        #expect(counted.stores.values.allSatisfy { $0.changesAsked == 0 })
        #expect(try await host.contents(of: second) == contents)
    }

    /// One change that is refused: which code, in which service, at which change.
    static let refusals: [(StoreError.Code, StoreService, Int)] = [
        (.refused, .calendars, 1), (.refused, .contacts, 5), (.refused, .files, 3), (.notFound, .files, 1),
        (.alreadyExists, .calendars, 2), (.alreadyExists, .files, 2), (.preconditionFailed, .contacts, 1),
        (.source, .files, 4),
    ]

    @Test(arguments: refusals)
    func oneRefusedChangeCostsNoOther(_ code: StoreError.Code, _ service: StoreService, _ number: Int) async throws {
        let rig = try Rig()
        let host = MemoryHost()
        let failing = host.session(failing: service, [number: .refusal(code)])
        let (plan, execution) = try await rig.run(at: [("a", failing.session)])
        let failed = plan.changes.indices.filter { execution.outcomes[$0] == .failed(StoreError(code, "")) }
        #expect(failed.count == 1)
        #expect(plan.items[Int(plan.changes[failed[0]].item)].kind.service == service)
        #expect(execution.outcomes.count { $0.isDone } == plan.changes.count - 1)
        #expect(execution.lostHosts.isEmpty)
        #expect(try rig.memory().intents.isEmpty)
        let (second, again) = try await rig.run(at: [("a", host.session)])
        #expect(second.count(.create, at: 0) == 1 && second.count(.unchanged, at: 0) == plan.changes.count - 1)
        #expect(again.outcomes.count { $0.isDone } == 1)
        #expect(try await host.contents(of: second) == Self.undisturbed(rig))
    }

    static let endings: [(FailingStore.Fault, StoreService, Int)] = [
        (.refusal(.noRoom), .files, 5), (.refusal(.notPermitted), .calendars, 1),
        (.refusal(.unavailable), .contacts, 3),
        (.death, .calendars, 1), (.death, .files, 10), (.lostReply, .calendars, 7), (.lostReply, .contacts, 1),
        (.lostReply, .files, 2),
    ]

    @Test(arguments: endings)
    func aLostHostHoldsNobodyUpAndIsFinishedLater(
        _ fault: FailingStore.Fault, _ service: StoreService, _ number: Int
    ) async throws {
        let rig = try Rig()
        let (good, bad) = (MemoryHost(), MemoryHost())
        let failing = bad.session(failing: service, [number: fault])
        let policy = PlacementPolicy(copies: 2)
        let (plan, execution) = try await rig.run(
            at: [("bad", failing.session), ("good", good.session)], policy: policy)
        #expect(execution.outcomes(of: plan, at: 1).allSatisfy { $0.isDone })
        #expect(Array(execution.lostHosts.keys) == [0])
        let outcomes = execution.outcomes(of: plan, at: 0)
        #expect(outcomes.allSatisfy { $0 != .untouched })
        #expect(outcomes.contains { if case .failed(let error) = $0 { error.endsHost } else { false } })
        #expect(failing.stores[service]?.changesAsked == number, "something was sent to a host that is lost")
        // The host is well again.
        let counted = bad.session(failing: nil)
        let (second, again) = try await rig.run(
            at: [("bad", counted.session), ("good", good.session)], policy: policy)
        #expect(again.outcomes.allSatisfy { if case .failed = $0 { false } else { true } })
        let done = failing.stores.values.reduce(0) { $0 + $1.changesDone }
        #expect(counted.stores.values.reduce(0) { $0 + $1.changesAsked } == plan.count(.create, at: 0) - done)
        #expect(second.changes.allSatisfy { $0.action != .conflict && $0.action != .update })
        let expected = try await Self.undisturbed(rig)
        #expect(try await bad.contents(of: second) == expected)
        #expect(try await good.contents(of: second) == expected)
        let (third, _) = try await rig.run(at: [("bad", bad.session), ("good", good.session)], policy: policy)
        #expect(third.changes.allSatisfy { $0.action == .unchanged })
        #expect(try rig.memory().intents.isEmpty)
    }

    @Test func aHostThatIsDeadFromTheStartHoldsNobodyUp() async throws {
        let rig = try Rig()
        let (good, bad) = (MemoryHost(), MemoryHost())
        let policy = PlacementPolicy(copies: 2)
        let hosts = [("bad", bad.session), ("good", good.session)]
        let (plan, execution) = try await rig.run(at: hosts, dead: ["bad"], policy: policy)
        #expect(execution.outcomes(of: plan, at: 0).allSatisfy { $0 == .failed(StoreError(.unavailable, "")) })
        #expect(execution.outcomes(of: plan, at: 1).allSatisfy { $0.isDone })
        #expect(try await bad.contents(of: plan).isEmpty)
        let (second, _) = try await rig.run(at: hosts, policy: policy)
        let expected = try await Self.undisturbed(rig)
        #expect(try await bad.contents(of: second) == expected)
        #expect(try await good.contents(of: second) == expected)
    }

    @Test func aLostReplyLeavesItsIntent() async throws {
        let rig = try Rig()
        let host = MemoryHost()
        let failing = host.session(failing: .calendars, [3: .lostReply])
        _ = try await rig.run(at: [("a", failing.session)])
        // Whether it is there is unknown, so the next run must know that it may be ours.
        #expect(try rig.memory().intents["a"]?.count == 1)
    }

    @Test func aTakenPlaceWithTheSameContentIsDone() async throws {
        let rig = try Rig()
        let host = MemoryHost()
        let plan = try await rig.plan(at: [("a", host.session)], memory: PlanMemory())
        // Between looking and storing somebody stores the same.
        let other = try Rig()
        _ = try await other.run(at: [("a", host.session)])
        let lock = try rig.state.lock()
        let executor = Executor(
            plan, archives: rig.archives, importers: rig.importers, journal: try Journal(in: rig.state, lock: lock),
            cancellation: rig.cancellation)
        let execution = try await executor.run(sessions: [0: host.session], lost: [:])
        withExtendedLifetime(lock) {}
        #expect(execution.outcomes.allSatisfy { $0.isDone })
        #expect(try rig.memory().rows["a"]?.count == plan.changes.count)
    }

    @Test func aTakenPlaceWithOtherContentIsLeftAlone() async throws {
        let rig = try Rig()
        let host = MemoryHost()
        let plan = try await rig.plan(at: [("a", host.session)], memory: PlanMemory())
        let index = try #require(plan.changes.firstIndex { plan.items[Int($0.item)].kind == .file })
        let href = plan.href(of: plan.changes[index])
        let files = try #require(host.stores[.files])
        if !href.collection.isEmpty {
            try files.makeCollection(href.collection, as: ItemCollection(.folder, name: href.collection))
        }
        _ = try files.create(NewResource(href: href), body: BytesBody(Array("theirs".utf8)))
        let lock = try rig.state.lock()
        let executor = Executor(
            plan, archives: rig.archives, importers: rig.importers, journal: try Journal(in: rig.state, lock: lock),
            cancellation: rig.cancellation)
        let execution = try await executor.run(sessions: [0: host.session], lost: [:])
        withExtendedLifetime(lock) {}
        #expect(execution.outcomes[index] == .failed(StoreError(.alreadyExists, "")))
        #expect(execution.outcomes.count { $0.isDone } == plan.changes.count - 1)
        #expect(try files.get(href).readAll(limit: 100) == Array("theirs".utf8))
    }

    @Test func aRunThatIsStoppedLeavesNothingHalfDone() async throws {
        let rig = try Rig()
        let host = MemoryHost()
        rig.cancellation.request()
        let planner = try Rig()
        let plan = try await planner.plan(at: [("a", host.session)], memory: PlanMemory())
        let lock = try rig.state.lock()
        let executor = Executor(
            plan, archives: planner.archives, importers: rig.importers,
            journal: try Journal(in: rig.state, lock: lock), cancellation: rig.cancellation)
        let execution = try await executor.run(sessions: [0: host.session], lost: [:])
        withExtendedLifetime(lock) {}
        #expect(execution.isInterrupted)
        #expect(execution.outcomes.allSatisfy { $0 == .untouched })
        #expect(try await host.contents(of: plan).isEmpty)
        #expect(try rig.memory().intents.isEmpty)
    }
}
