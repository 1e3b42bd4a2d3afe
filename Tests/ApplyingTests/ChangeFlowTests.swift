import Hosting
import Items
import Planning
import TestKit
import Testing

@testable import Applying

/// Changes that are handed out to workers, and the journal that goes along.
struct ChangeFlowTests {
    private let folder: WorkFolder
    private let state: StateDirectory

    init() throws {
        folder = try WorkFolder()
        state = StateDirectory(path: folder.at("state"))
    }

    private static func href(_ change: Int) -> Href { Href(collection: "d", name: "\(change)") }

    private func row(_ change: Int, bytes: UInt64 = 5) -> CatalogueRow {
        CatalogueRow(
            kind: .file, item: "d/\(change)", href: Self.href(change), etag: ETag("1"), byteCount: bytes,
            fingerprint: Fingerprint(of: "x"), sourceKey: "crc32:1:5")
    }

    private func withFlow(
        _ changes: Int, intended: Set<StoredPlace> = [],
        place: @escaping @Sendable (Int) -> (StoreService, Href) = { (.files, Self.href($0)) },
        _ body: (ChangeFlow, Journal) throws -> Void
    ) throws {
        let lock = try state.lock()
        let journal = try Journal(in: state, lock: lock)
        let flow = ChangeFlow(Array(0..<changes), journal, at: "host", intended, place: place)
        try body(flow, journal)
        withExtendedLifetime(lock) {}
    }

    private func intents(_ journal: Journal) throws -> Set<String> {
        Set((try journal.memory().intents["host"] ?? []).map { String($0.path.text.dropFirst(2)) })
    }

    private func rows(_ journal: Journal) throws -> Int { try journal.memory().rows["host"]?.count ?? 0 }

    @Test func whatIsHandedOutHasAnIntent() throws {
        try withFlow(600) { flow, journal in
            for size in [1, 64, 300] {
                let group = try #require(try flow.next(size))
                #expect(group.count == size)
                let intended = try intents(journal)
                #expect(group.allSatisfy { intended.contains(String($0)) })
            }
        }
    }

    /// Folders of 30, 70 and 9 changes, and so on.
    @Test func aGroupEndsWithAFolderIfItCan() throws {
        let ends = [30, 100, 109, 140, 148]
        let place: @Sendable (Int) -> (StoreService, Href) = { change in
            let folder = ends.firstIndex { change < $0 } ?? ends.count
            return (.files, Href(collection: "\(folder)", name: "\(change)"))
        }
        try withFlow(150, place: place) { flow, _ in
            var sizes: [Int] = []
            while let group = try flow.next(40) { sizes.append(group.count) }
            #expect(sizes == [30, 40, 39, 39, 2])
        }
        try withFlow(3, place: place) { flow, _ in
            var sizes: [Int] = []
            while let group = try flow.next(1) { sizes.append(group.count) }
            #expect(sizes == [1, 1, 1])
        }
    }

    @Test func everyChangeIsHandedOutOnceAndInOrder() throws {
        try withFlow(130) { flow, _ in
            var seen: [Int] = []
            while let group = try flow.next(64) { seen += group }
            #expect(seen == Array(0..<130))
        }
    }

    @Test func atTheEndWhatIsDoneIsInTheCatalogueAndNothingElseIsIntended() throws {
        try withFlow(10) { flow, journal in
            _ = try flow.next(4)
            // Nobody knows of the third: its answer was lost.
            try flow.note([row(0), row(3)], settled: [(.files, Self.href(1))])
            try flow.finish()
            let count2 = try rows(journal)
            #expect(count2 == 2)
            let open = try intents(journal)
            #expect(open == ["2"])
        }
    }

    @Test func whatWasIntendedBeforeStaysSo() throws {
        let earlier: Set = [StoredPlace(.files, Self.href(7)), StoredPlace(.files, Self.href(2))]
        try withFlow(10, intended: earlier) { flow, journal in
            try journal.intend([(.files, Self.href(7)), (.files, Self.href(2))], at: "host")
            _ = try flow.next(4)
            try flow.note([row(0), row(1), row(2), row(3)], settled: [])
            try flow.finish()
            let open = try intents(journal)
            #expect(open == ["7"])
        }
    }

    @Test func largeThingsAreNotedAtOnce() throws {
        try withFlow(10) { flow, journal in
            _ = try flow.next(1)
            try flow.note([row(0, bytes: 1 << 30)], settled: [])
            let count1 = try rows(journal)
            #expect(count1 == 1)
        }
    }
}
