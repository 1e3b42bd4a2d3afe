import Hosting
import Items
import Planning
import TestKit
import Testing

@testable import Applying

/// A store that gives other bytes for one file than it holds, under the same ETag: a disk that rots.
private struct RottenStore: Store {
    let store: MemoryStore
    let rotten: Href

    var service: StoreService { store.service }
    var capabilities: Capabilities { store.capabilities }

    func collections() async throws(StoreError) -> [StoredCollection] { try store.collections() }

    func list(_ collection: String) async throws(StoreError) -> [StoredResource] { try store.list(collection) }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody {
        let body = try store.get(href)
        guard href == rotten else { return body }
        do throws(ContentError) {
            var bytes = try body.readAll(limit: .max)
            bytes[0] ^= 1
            return BytesBody(bytes)
        } catch { throw StoreError(error) }
    }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        try store.makeCollection(path, as: description)
    }

    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        try store.create(resource, body: body)
    }

    func update(_ resource: NewResource, body: any ContentBody, ifMatch etag: ETag) async throws(StoreError) -> Arrival
    {
        try store.update(resource, body: body, ifMatch: etag)
    }

    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) { try store.delete(href, ifMatch: etag) }
}

@Suite struct VerbTests {
    private func withJournal<Value>(_ rig: Rig, _ body: (Journal) async throws -> Value) async throws -> Value {
        let lock = try rig.state.lock()
        let value = try await body(try Journal(in: rig.state, lock: lock))
        withExtendedLifetime(lock) {}
        return value
    }

    private func verify(_ rig: Rig, _ sessions: [String: HostSession], deep: Bool) async throws -> Verification {
        try await withJournal(rig) { journal in
            let catalogue = try journal.catalogue()
            let verifier = Verifier(
                sessions, catalogue, journal: journal, isDeep: deep, cancellation: rig.cancellation)
            return try await verifier.run(catalogue, lost: [:])
        }
    }

    private func move(
        _ rig: Rig, _ sessions: [String: HostSession], from: String, to: String?, least: Int = 1
    ) async throws -> MoveResult {
        try await withJournal(rig) { journal in
            let catalogue = try journal.catalogue()
            let units = Set(catalogue.lines.filter { $0.host == from }.map { $0.row.unit(among: catalogue.placements) })
            let moves = units.sorted().map { UnitMove(unit: $0, from: from, to: to) }
            let mover = Mover(
                sessions, moves, of: catalogue, journal: journal,
                leastCopies: Dictionary(uniqueKeysWithValues: units.map { ($0, least) }),
                cancellation: rig.cancellation)
            return try await mover.run(moves)
        }
    }

    private func rotten(_ host: MemoryHost, _ href: Href) throws -> HostSession {
        let files = RottenStore(store: try #require(host.stores[.files]), rotten: href)
        let others: [any Store] = host.stores.values.filter { $0.service != .files }
        return HostSession(stores: others + [files]) {}
    }

    private func firstFile(_ rig: Rig) throws -> CatalogueLine {
        try #require(try Journal.catalogue(in: rig.state)?.lines.first { $0.row.kind == .file && $0.row.byteCount > 0 })
    }

    @Test func onlyADeepLookFindsAByteThatRotted() async throws {
        let rig = try Rig()
        let host = MemoryHost()
        _ = try await rig.run(at: [("a", host.session)])
        let file = try firstFile(rig)
        let session = try rotten(host, file.row.href)
        let shallow = try await verify(rig, ["a": session], deep: false)
        #expect(shallow.copies.allSatisfy { $0.standing == .verified })
        let deep = try await verify(rig, ["a": session], deep: true)
        #expect(deep.copies.filter { $0.standing != .verified }.map(\.line.place) == [file.place])
        let lines = try #require(try Journal.catalogue(in: rig.state)).lines
        #expect(lines.allSatisfy { $0.verified != nil })
    }

    @Test func aMoveTakesTheGoodCopyAndNeverTheRottenOne() async throws {
        let rig = try Rig()
        let (bad, good, new) = (MemoryHost(), MemoryHost(), MemoryHost())
        let policy = PlacementPolicy(copies: 2)
        let hosts = [("a", bad.session), ("b", good.session)]
        let (plan, _) = try await rig.run(at: hosts, policy: policy)
        let expected = try await good.contents(of: plan)
        let file = try firstFile(rig)
        let sessions = ["a": try rotten(bad, file.row.href), "b": good.session, "c": new.session]
        let result = try await move(rig, sessions, from: "a", to: "c")
        #expect(result.findings == [] && result.unfinished == 0)
        #expect(try await new.contents(of: plan) == expected)
        #expect(try await bad.contents(of: plan).isEmpty)
    }

    @Test func theOnlyCopyStaysWhenItIsRotten() async throws {
        let rig = try Rig()
        let (bad, new) = (MemoryHost(), MemoryHost())
        let (plan, _) = try await rig.run(at: [("a", bad.session)])
        let file = try firstFile(rig)
        let result = try await move(
            rig, ["a": try rotten(bad, file.row.href), "b": new.session], from: "a", to: "b")
        #expect(result.findings.map(\.code) == ["not-moved"] && result.unfinished == 1)
        #expect(try await Array(bad.contents(of: plan).keys) == ["files/\(file.row.href.path)"])
        // What was written of it has no place at the new host.
        #expect(try await new.contents(of: plan)["files/\(file.row.href.path)"] == nil)
    }

    @Test func nothingIsTakenAwayThatTooFewOthersHold() async throws {
        let rig = try Rig()
        let (one, two) = (MemoryHost(), MemoryHost())
        let hosts = [("a", one.session), ("b", two.session)]
        let (plan, _) = try await rig.run(at: hosts, policy: PlacementPolicy(copies: 2))
        let expected = try await one.contents(of: plan)
        let result = try await move(
            rig, ["a": one.session, "b": two.session], from: "a", to: nil, least: 2)
        #expect(result.findings.count == expected.count && result.removed.isEmpty)
        #expect(try await one.contents(of: plan) == expected)
        // With one that is enough, they go; but what b lost meanwhile stays.
        let lost = try firstFile(rig).row.href
        let files = try #require(two.stores[.files])
        let there = try #require(try files.list(lost.collection).first { $0.href == lost })
        try files.delete(lost, ifMatch: there.etag)
        let second = try await move(rig, ["a": one.session, "b": two.session], from: "a", to: nil)
        #expect(second.findings.count == 1)
        #expect(try await Array(one.contents(of: plan).keys) == ["files/\(lost.path)"])
    }

    @Test func whatAPersonChangedAtBothHostsStays() async throws {
        let rig = try Rig()
        let (one, two) = (MemoryHost(), MemoryHost())
        let (plan, _) = try await rig.run(at: [("a", one.session)])
        let file = try firstFile(rig).row.href
        let files = try #require(two.stores[.files])
        if !file.collection.isEmpty {
            try files.makeCollection(file.collection, as: ItemCollection(.folder, name: file.collection))
        }
        _ = try files.create(NewResource(href: file), body: BytesBody(Array("theirs".utf8)))
        let result = try await move(rig, ["a": one.session, "b": two.session], from: "a", to: "b")
        #expect(result.findings.map(\.code) == ["not-moved"])
        #expect(try files.get(file).readAll(limit: 100) == Array("theirs".utf8))
        #expect(try await Array(one.contents(of: plan).keys) == ["files/\(file.path)"])
    }

    @Test func theLeastCountsForItsUnitOnly() async throws {
        let rig = try Rig()
        let (old, new) = (MemoryHost(), MemoryHost())
        _ = try await rig.run(at: [("a", old.session)])
        try await withJournal(rig) { journal in
            let catalogue = try journal.catalogue()
            let units = Set(catalogue.lines.map { $0.row.unit(among: catalogue.placements) }).sorted()
            try #require(units.count > 1)
            let moves = units.map { UnitMove(unit: $0, from: "a", to: "b") }
            let mover = Mover(
                ["a": old.session, "b": new.session], moves, of: catalogue, journal: journal,
                leastCopies: [units[0]: 2], cancellation: rig.cancellation)
            #expect(try await mover.run(moves).unfinished == 1)
            #expect(try journal.catalogue().moves.map(\.unit) == [units[0]])
        }
    }

    @Test func whatWasReplacedAtTheNewHostAfterItWasReadBackStaysAtTheOldOne() async throws {
        let rig = try Rig()
        let (old, new) = (MemoryHost(), MemoryHost())
        let (plan, _) = try await rig.run(at: [("a", old.session)])
        let file = try firstFile(rig).row.href
        let hooked = HookedStore(store: try #require(new.stores[.files])) { (store) throws(StoreError) in
            guard let there = try? store.list(file.collection).first(where: { $0.href == file }) else { return }
            let theirs = BytesBody(Array("theirs".utf8))
            if there.byteCount != 6 { _ = try store.update(NewResource(href: file), body: theirs, ifMatch: there.etag) }
        }
        let result = try await move(
            rig, ["a": old.session, "b": new.session(files: hooked)], from: "a", to: "b")
        #expect(result.findings.map(\.code) == ["not-moved"])
        #expect(try await Array(old.contents(of: plan).keys) == ["files/\(file.path)"])
    }

    @Test func aCopyWhoseAnswerIsLostWhenAPersonStopsKeepsItsIntent() async throws {
        let rig = try Rig()
        let (old, new) = (MemoryHost(), MemoryHost())
        _ = try await rig.run(at: [("a", old.session)])
        let stop = rig.cancellation
        let hooked = HookedStore(
            store: try #require(new.stores[.files]),
            afterCreate: { () throws(StoreError) in
                stop.request()
                throw StoreError(.unavailable, "the connection broke")
            })
        let result = try await move(
            rig, ["a": old.session, "b": new.session(files: hooked)], from: "a", to: "b")
        #expect(result.isInterrupted)
        #expect(try rig.memory().intents["b"]?.isEmpty == false)
    }

    static let faults: [(FailingStore.Fault, StoreService, Int)] = [
        (.refusal(.noRoom), .files, 3), (.refusal(.refused), .calendars, 2), (.death, .contacts, 4),
        (.lostReply, .files, 2), (.lostReply, .calendars, 1), (.death, .files, 9),
    ]

    @Test(arguments: faults)
    func afterAFaultAtTheNewHostTheNextRunFinishes(
        _ fault: FailingStore.Fault, _ service: StoreService, _ number: Int
    ) async throws {
        let rig = try Rig()
        let (old, new) = (MemoryHost(), MemoryHost())
        let (plan, _) = try await rig.run(at: [("a", old.session)])
        let expected = try await old.contents(of: plan)
        let failing = new.session(failing: service, [number: fault]).session
        let first = try await move(rig, ["a": old.session, "b": failing], from: "a", to: "b")
        #expect(first.unfinished > 0 && !first.findings.isEmpty)
        let held = try await old.contents(of: plan).merging(new.contents(of: plan)) { one, _ in one }
        #expect(held == expected, "something is at neither host")
        let second = try await move(rig, ["a": old.session, "b": new.session], from: "a", to: "b")
        #expect(second.findings == [] && second.unfinished == 0)
        #expect(try await new.contents(of: plan) == expected)
        #expect(try await old.contents(of: plan).isEmpty)
        #expect(try rig.memory().intents.isEmpty)
        #expect(try #require(try Journal.catalogue(in: rig.state)).moves.isEmpty)
        #expect(try #require(try Journal.catalogue(in: rig.state)).lines.allSatisfy { $0.host == "b" })
    }

    @Test(arguments: [(StoreService.files, 2), (.calendars, 1), (.contacts, 3)])
    func afterALostAnswerToADeletionTheNextRunFinishes(_ service: StoreService, _ number: Int) async throws {
        let rig = try Rig()
        let (old, new) = (MemoryHost(), MemoryHost())
        let (plan, _) = try await rig.run(at: [("a", old.session)])
        let expected = try await old.contents(of: plan)
        let failing = old.session(failing: service, [number: .lostReply]).session
        let first = try await move(rig, ["a": failing, "b": new.session], from: "a", to: "b")
        #expect(first.unfinished > 0)
        let second = try await move(rig, ["a": old.session, "b": new.session], from: "a", to: "b")
        #expect(second.findings == [] && second.unfinished == 0)
        #expect(try await new.contents(of: plan) == expected)
        #expect(try await old.contents(of: plan).isEmpty)
    }

    @Test func gatheringAsksAnotherHostForWhatOneGivesOtherwise() async throws {
        let rig = try Rig()
        let (bad, good, place) = (MemoryHost(), MemoryHost(), MemoryHost())
        let hosts = [("a", bad.session), ("b", good.session)]
        let (plan, _) = try await rig.run(at: hosts, policy: PlacementPolicy(copies: 2))
        let file = try firstFile(rig)
        let catalogue = try #require(try Journal.catalogue(in: rig.state))
        let both = ["a": try rotten(bad, file.row.href), "b": good.session]
        let gatherer = Gatherer(both, catalogue, cancellation: rig.cancellation)
        let result = await gatherer.run(into: place.session)
        #expect(result.findings == [])
        #expect(try await place.contents(of: plan) == good.contents(of: plan))
        let again = await Gatherer(both, catalogue, cancellation: rig.cancellation).run(into: place.session)
        #expect(again.brought.isEmpty && again.failed.isEmpty)
        // With the good one gone, the file is named and not there.
        let other = MemoryHost()
        let alone = Gatherer(["a": try rotten(bad, file.row.href)], catalogue, cancellation: rig.cancellation)
        let lacking = await alone.run(into: other.session)
        #expect(lacking.findings.map(\.entry) == ["files/\(file.row.href.path)"])
        #expect(try await other.contents(of: plan)["files/\(file.row.href.path)"] == nil)
    }
}
