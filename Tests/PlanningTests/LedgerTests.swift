import Foundation
import Items
import Testing

@testable import Planning

@Suite struct LedgerTests {
    @Test func closesWhenEveryEntryHasOneRow() throws {
        var ledger = Ledger(entryCounts: [3, 0, 2])
        ledger.record(.imported, of: entry(0))
        ledger.record(.kept, of: entry(1))
        ledger.record(.merged(reason: "a sidecar"), of: entry(2))
        ledger.record(.leftOut(reason: "litter"), of: entry(0, part: 2))
        ledger.record(.unreadable(reason: "damaged"), of: entry(1, part: 2))
        try ledger.close()
        #expect(
            ledger.totals == Ledger.Totals(read: 5, imported: 1, merged: 1, kept: 1, leftOut: 1, unreadable: 1))
        #expect(ledger[entry(0, part: 2)]?.reason == "litter")
    }

    @Test func anEntryWithoutARowIsNamed() {
        var ledger = Ledger(entryCounts: [2, 1])
        ledger.record(.imported, of: entry(0))
        let mismatch = #expect(throws: LedgerMismatch.self) { try ledger.close() }
        #expect(mismatch?.missing == [entry(1), entry(0, part: 1)])
        #expect(mismatch?.twice == [])
    }

    @Test func aSecondRowIsNamedAndTheFirstStays() {
        var ledger = Ledger(entryCounts: [1])
        ledger.record(.imported, of: entry(0))
        ledger.record(.imported, of: entry(0))
        let mismatch = #expect(throws: LedgerMismatch.self) { try ledger.close() }
        #expect(mismatch?.twice == [entry(0)])
        ledger.record(.leftOut(reason: "late"), of: entry(0))
        #expect(ledger[entry(0)]?.column == .imported)
    }

    @Test(arguments: [entry(1), entry(-1), entry(0, part: 1), entry(0, part: -1)])
    func aRowForNoEntryIsNamed(_ stranger: EntryReference) {
        var ledger = Ledger(entryCounts: [1])
        ledger.record(.imported, of: entry(0))
        ledger.record(.kept, of: stranger)
        let mismatch = #expect(throws: LedgerMismatch.self) { try ledger.close() }
        #expect(mismatch?.twice == [stranger])
    }

    @Test func choicesAndFailuresMoveARow() throws {
        var ledger = Ledger(entryCounts: [3])
        for number in 0..<3 { ledger.record(.imported, of: entry(number)) }
        ledger.merge(entry(0), reason: "the same as another")
        ledger.fail(entry(1), reason: "damaged")
        ledger.leaveOut(entry(2), reason: "not chosen")
        try ledger.close()
        #expect(ledger.totals == Ledger.Totals(read: 3, merged: 1, leftOut: 1, unreadable: 1))
        #expect(ledger.entries(in: .unreadable).map(\.reason) == ["damaged"])
    }

    @Test func survivesSaving() throws {
        var ledger = Ledger(entryCounts: [4, 2])
        ledger.record(.imported, of: entry(0))
        ledger.record(.merged(reason: "with \u{202E} marks"), of: entry(1))
        ledger.record(.kept, of: entry(2))
        ledger.record(.leftOut(reason: "rule"), of: entry(0, part: 1))
        ledger.record(.unreadable(reason: "torn"), of: entry(1, part: 1))
        let read = try JSONDecoder().decode(Ledger.self, from: JSONEncoder().encode(ledger))
        #expect(read.totals == ledger.totals)
        #expect(read[entry(3)] == nil)
        for column in Ledger.Column.allCases {
            #expect(read.entries(in: column).map(\.entry) == ledger.entries(in: column).map(\.entry))
            #expect(read.entries(in: column).map(\.reason) == ledger.entries(in: column).map(\.reason))
        }
    }
}
