import Archives
import Foundation
import Hosting
import Importing
import Items
import Planning
import TestKit
import Testing

@testable import Applying

/// Makes of every entry a note, the note's attachment, which is the entry itself, and two different files of one path.
private struct NotingImporter: Importer {
    let description = ImporterDescription(name: "noting", title: "Noting", products: [])
    /// What the notes say.
    let text: String

    func recognize(_ listing: EntryListing) -> Recognition? { Recognition(confidence: 1, evidence: "a test") }

    func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        for (index, entry) in export.entries.enumerated() {
            let source = entry.reference
            sink.record(.imported, of: source)
            let note = Array("\(text) \(index % 7 == 0 ? 0 : index)".utf8)
            try await sink.take(
                Item(noteAt: "Top/\(index % 3)/n\(index).md", from: source, bytes: note, title: "N\(index)"))
            try await sink.take(
                Item(
                    attachmentAt: "Top/\(index % 3)/files/\(index)", from: source, byteCount: entry.byteCount,
                    checksum: entry.checksum, modified: 1_500_000_000))
            try await sink.take(Item(fileAt: "made/all.txt", from: source, bytes: note))
        }
    }
}

/// Notes, attachments and made files, from the archives through every verb.
@Suite struct NotesTests {
    private func contents(_ host: MemoryHost, _ service: StoreService, _ plan: Plan) async throws -> [String:
        Fingerprint]
    {
        try await host.contents(of: plan).filter { $0.key.hasPrefix(service.rawValue + "/") }
    }

    @Test(arguments: [SamplePacking.Format.zip, .tgz])
    func everythingIsStoredOnceAndUpdatedWhenItSaysMore(_ format: SamplePacking.Format) async throws {
        let host = MemoryHost()
        let packing = SamplePacking(format)
        let rig = try Rig(.tiny, as: packing, importers: [NotingImporter(text: "first")])
        let (plan, execution) = try await rig.run(at: [("a", host.session)])
        #expect(execution.outcomes.allSatisfy { $0.isDone })
        let count = rig.archives.parts.reduce(0) { $0 + $1.entries.count }
        #expect(plan.items.count { $0.kind == .note } == count)
        #expect(plan.items.count { $0.kind == .attachment } == count)
        #expect(try await contents(host, .notes, plan).count == 2 * count)
        // Of the made files of one path every different one is there; one keeps the path.
        let made = try await contents(host, .files, plan)
        let different = count - (count + 6) / 7 + 1
        #expect(made.count == different && Set(made.values).count == different && made["files/made/all.txt"] != nil)

        let counted = host.session(failing: nil)
        let (second, _) = try await rig.run(at: [("a", counted.session)])
        #expect(second.changes.allSatisfy { $0.action == .unchanged })
        #expect(counted.stores.values.allSatisfy { $0.changesAsked == 0 })

        let later = try Rig(.tiny, as: packing, importers: [NotingImporter(text: "second")])
        try FileManager.default.createDirectory(
            atPath: later.folder.at("state"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: rig.state.path, toPath: later.state.path)
        let (third, again) = try await later.run(at: [("a", host.session)])
        let notes = third.changes.filter { third.items[Int($0.item)].kind == .note }
        #expect(notes.allSatisfy { $0.action == .update })
        #expect(
            third.changes.filter { third.items[Int($0.item)].kind == .attachment }.allSatisfy {
                $0.action == .unchanged
            })
        #expect(again.outcomes.allSatisfy { $0.isDone || $0 == .untouched })
    }

    @Test func aLostStateIsFoundAgainAtTheHost() async throws {
        let host = MemoryHost()
        let first = try Rig(importers: [NotingImporter(text: "first")])
        _ = try await first.run(at: [("a", host.session)])
        let other = try Rig(importers: [NotingImporter(text: "first")])
        let counted = host.session(failing: nil)
        let (plan, _) = try await other.run(at: [("a", counted.session)])
        #expect(plan.changes.allSatisfy { $0.action == .unchanged })
        #expect(counted.stores.values.allSatisfy { $0.changesAsked == 0 })
        #expect(try other.memory().rows["a"]?.count == plan.items.count)
    }

    @Test func notesAreVerifiedMovedAndGathered() async throws {
        let (old, new, gathered) = (MemoryHost(), MemoryHost(), MemoryHost())
        let rig = try Rig(importers: [NotingImporter(text: "first")])
        let (plan, _) = try await rig.run(at: [("a", old.session)])
        let expected = try await old.contents(of: plan)
        let lock = try rig.state.lock()
        let journal = try Journal(in: rig.state, lock: lock)
        let catalogue = try journal.catalogue()
        let verifier = Verifier(
            ["a": old.session], catalogue, journal: journal, isDeep: true, cancellation: rig.cancellation)
        let verification = try await verifier.run(catalogue, lost: [:])
        #expect(verification.copies.count == plan.items.count)
        #expect(verification.copies.allSatisfy { $0.standing == .verified } && verification.foreign.isEmpty)

        let units = Set(catalogue.lines.map { $0.row.unit(among: catalogue.placements) })
        #expect(units == ["notes/Top", "folder/made"])
        let moves = units.sorted().map { UnitMove(unit: $0, from: "a", to: "b") }
        let sessions = ["a": old.session, "b": new.session]
        let mover = Mover(
            sessions, moves, of: catalogue, journal: journal, leastCopies: [:], cancellation: rig.cancellation)
        let moved = try await mover.run(moves)
        #expect(moved.findings == [] && moved.unfinished == 0)
        #expect(try await new.contents(of: plan) == expected)
        #expect(try await old.contents(of: plan).isEmpty)

        let gatherer = Gatherer(sessions, try journal.catalogue(), cancellation: rig.cancellation)
        let result = await gatherer.run(into: gathered.session)
        #expect(result.findings == [] && result.brought.values.reduce(0, +) == plan.items.count)
        #expect(try await gathered.contents(of: plan) == expected)
        withExtendedLifetime(lock) {}
    }

    @Test(arguments: [Set([ItemKind.note]), [.attachment]])
    func whoChoosesNotesGetsTheirAttachments(_ only: Set<ItemKind>) async throws {
        let rig = try Rig(importers: [NotingImporter(text: "first")])
        let collector = InventoryCollector(
            archives: rig.archives, importers: rig.importers, only: only, cancellation: rig.cancellation)
        let inventory = try await collector.collect(memory: PlanMemory())
        #expect(Set(inventory.items.map(\.kind)) == [.note, .attachment])
        #expect(inventory.ledger.totals.leftOut == 0)
    }
}
