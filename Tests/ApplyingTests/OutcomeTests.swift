import Hosting
import Items
import Planning
import TestKit
import Testing

@testable import Applying

/// What stays intended when nobody knows whether it was done.
@Suite struct OutcomeTests {
    private let rig: Rig
    private let host = MemoryHost()
    private let files: MemoryStore

    init() throws {
        rig = try Rig()
        files = try #require(host.stores[.files])
    }

    /// The places of all files that a run at an empty host stores.
    private func places() async throws -> Set<StoredPlace> {
        let plan = try await rig.plan(at: [("a", MemoryHost().session)], memory: PlanMemory())
        let changes = plan.changes.filter { plan.items[Int($0.item)].kind == .file }
        return Set(changes.map { StoredPlace(.files, plan.href(of: $0)) })
    }

    @Test func anAnswerThatIsLostWhenAPersonStopsKeepsItsIntent() async throws {
        let (stop, expected) = (rig.cancellation, try await places())
        let hooked = HookedStore(
            store: files,
            afterCreate: { () throws(StoreError) in
                stop.request()
                throw StoreError(.unavailable, "the connection broke")
            })
        let (_, execution) = try await rig.run(at: [("a", host.session(files: hooked))])
        #expect(execution.isInterrupted)
        #expect(try rig.memory().intents["a"]?.isSubset(of: expected) == true)
    }

    @Test func aBatchWithoutAnAnswerKeepsAllItsIntents() async throws {
        let limits = BatchLimits(count: 1000, byteCount: 1 << 40, resourceByteCount: 1 << 40)
        let hooked = HookedStore(store: files, batchLimits: limits)
        _ = try await rig.run(at: [("a", host.session(files: hooked))])
        let expected = try await places()
        #expect(try rig.memory().intents["a"] == expected)
        let (plan, _) = try await rig.run(at: [("a", host.session)])
        #expect(plan.count(.conflict, at: 0) == 0)
        #expect(try rig.memory().intents.isEmpty)
    }

    @Test func whatAnEarlierRunMeantToStoreIsMeantUntilItHasALine() async throws {
        let torn = try #require(try await places().min { $0.path.text < $1.path.text })
        let name = torn.path.text.split(separator: "/").last.map(String.init) ?? ""
        let href = Href(collection: String(torn.path.text.dropLast(name.count + 1)), name: name)
        let lock = try rig.state.lock()
        try Journal(in: rig.state, lock: lock).intend([(.files, href)], at: "a")
        _ = consume lock
        let faults = Dictionary(uniqueKeysWithValues: (1...1000).map { ($0, FailingStore.Fault.refusal(.refused)) })
        _ = try await rig.run(at: [("a", host.session(failing: .files, faults).session)])
        #expect(try rig.memory().intents == ["a": [torn]])
        _ = try await rig.run(at: [("a", host.session)])
        #expect(try rig.memory().intents.isEmpty)
    }
    @Test func nothingWasStoredWhereNothingLies() async throws {
        let hrefs = [("a", "x"), ("a", "y"), ("", "z"), ("none", "x")].map { Href(collection: $0, name: $1) }
        try files.makeCollection("a", as: ItemCollection(.folder, name: "a"))
        for href in [hrefs[0], hrefs[2]] { _ = try files.create(NewResource(href: href), body: BytesBody([1])) }
        let places = hrefs.map { StoredPlace(.files, $0) }
        #expect(places.map(\.href) == hrefs)
        let found = try await OpenIntents.look(at: Set(places), host.session)
        #expect(Set(found.taken) == [places[0], places[2]] && Set(found.free) == [places[1], places[3]])
    }
}
