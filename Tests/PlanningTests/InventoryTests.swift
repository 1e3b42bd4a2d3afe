import Items
import Testing

@testable import Planning

@Suite struct InventoryTests {
    private let same = Fingerprint(of: "content")
    private let other = Fingerprint(of: "other content")

    @Test func equalFilesOfOnePathAreOne() {
        let items = [file("a.txt", from: 0), file("a.txt", from: 0, part: 1)]
        let inventory = inventory(of: items, fingerprints: [entry(0): same, entry(0, part: 1): same])
        #expect(inventory.items.map(\.identity) == ["a.txt"])
        #expect(inventory.ledger.totals == Ledger.Totals(read: 2, imported: 1, merged: 1))
        #expect(inventory.ledger[entry(0)]?.reason == "the same file as part 1: entry 0")
    }

    @Test func differentFilesOfOnePathAreBothKept() {
        let items = [file("d/a.txt", from: 0), file("d/a.txt", from: 0, part: 1)]
        let inventory = inventory(of: items, fingerprints: [entry(0): other, entry(0, part: 1): same])
        // The newest keeps the name; the other is called by its content, so it is called so in every run.
        #expect(inventory.items.map(\.name) == ["a.txt", "a (\(String(other.description.prefix(8)))).txt"])
        #expect(inventory.findings.map(\.code) == ["two-versions"])
        #expect(inventory.ledger.totals == Ledger.Totals(read: 2, imported: 2))
    }

    @Test func threeStatesOfWhichTwoAreEqualAreTwoFiles() {
        let items = (0..<3).map { file("a.txt", from: 0, part: $0) }
        let prints = [entry(0): same, entry(0, part: 1): other, entry(0, part: 2): same]
        let inventory = inventory(of: items, fingerprints: prints)
        #expect(inventory.items.count == 2)
        #expect(inventory.ledger.totals == Ledger.Totals(read: 3, imported: 2, merged: 1))
    }

    @Test func filesThatCannotBeComparedAreBothKept() {
        let items = [file("a.txt", from: 0), file("a.txt", from: 0, part: 1)]
        #expect(inventory(of: items).items.count == 2)
    }

    @Test func onlyTwinsOfOneSizeAreReadToCompare() {
        var inventory = Inventory(entryCounts: [5])
        inventory.add(file("a", size: 1, from: 0))
        inventory.add(file("a", size: 1, from: 1))
        inventory.add(file("b", size: 1, from: 2))
        inventory.add(file("b", size: 2, from: 3))
        inventory.add(file("c", size: 1, from: 4))
        #expect(inventory.entriesToCompare().sorted() == [entry(0), entry(1)])
    }

    @Test func anUnknownSizeMustBeCompared() {
        var inventory = Inventory(entryCounts: [2])
        inventory.add(file("a", size: nil, from: 0))
        inventory.add(file("a", size: 5, from: 1))
        #expect(inventory.entriesToCompare().sorted() == [entry(0), entry(1)])
    }

    @Test func twoSpellingsOfOneNameAreTwoFiles() {
        let items = [file("\u{E9}", from: 0), file("e\u{301}", from: 1)]
        #expect(inventory(of: items, fingerprints: [entry(0): same, entry(1): same]).items.count == 2)
    }

    @Test func theNewerStateOfAnEventWins() {
        let old = event("u", saying: "old", revision: "1", from: 1)
        let new = event("u", saying: "new", revision: "2", from: 0)
        for items in [[old, new], [new, old]] {
            let inventory = inventory(of: items)
            #expect(inventory.items.map(\.fingerprint) == [Fingerprint(of: "new")])
            #expect(inventory.findings.map(\.code) == ["older-version"])
        }
    }

    @Test func equalEventsAreOneWithoutAWord() {
        let inventory = inventory(of: [event("u", from: 0), event("u", from: 1)])
        #expect(inventory.items.count == 1)
        #expect(inventory.findings.isEmpty)
    }

    @Test func oneUIDInTwoCalendarsIsTwoItems() {
        let inventory = inventory(of: [event("u", in: "A"), event("u", in: "B", from: 1)])
        #expect(inventory.items.count == 2)
    }

    @Test func theOrderOfReadingDoesNotMatter() {
        let items = [
            event("u", saying: "b", from: 0), event("u", saying: "a", from: 1), event("v", from: 2), file("z", from: 3),
            file("Z", from: 4), file("y/z", from: 5),
        ]
        let forwards = inventory(of: items)
        let backwards = inventory(of: items.reversed())
        #expect(forwards.items.map(\.name) == backwards.items.map(\.name))
        #expect(forwards.items.map(\.fingerprint) == backwards.items.map(\.fingerprint))
    }
}
