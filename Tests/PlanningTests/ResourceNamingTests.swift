import Items
import Testing

@testable import Planning

@Suite struct ResourceNamingTests {
    /// The paths at the hosts, by the paths of the export.
    private func paths(_ names: [String], known: [ItemKey: KnownName] = [:]) -> [ExactText: String] {
        let inventory = inventory(
            of: names.enumerated().map { file($1, size: UInt64($0 + 1), from: $0) }, known: known)
        return Dictionary(
            uniqueKeysWithValues: inventory.items.map { item in
                let path = inventory.collections[Int(item.collection)].path
                return (ExactText(item.identity), path.isEmpty ? item.name : path + "/" + item.name)
            })
    }

    static let collisions: [[String]] = [
        ["a.txt", "A.txt", "A.TXT"],
        ["R\u{E9}sum\u{E9}.txt", "Re\u{301}sume\u{301}.txt"],
        ["x/a", "X/a"],
        ["x", "x/a"],
        ["X", "x/a", "x"],
        ["a?.txt", "a*.txt", "a_.txt"],
        ["a.txt", "A.txt", "A (2).txt", "a (2).txt"],
        ["d\u{E9}/a", "de\u{301}/a", "D\u{C9}/a"],
        [String(repeating: "l", count: 250) + "1.txt", String(repeating: "l", count: 250) + "2.txt"],
        ["a", "a/b/c", "A/b/C", "A/B/c"],
        ["stra\u{DF}e", "STRA\u{DF}E"],
        ["con", "con_"],
        ["a\u{202E}", "a_"],
    ]

    @Test(arguments: collisions) func noTwoAreOneAnywhere(_ names: [String]) {
        let paths = paths(names)
        #expect(paths.count == names.count)
        // What a file system sees that knows no case and normalises: one spelling each, and no file where a folder is.
        var folders: Set<String> = []
        var files: Set<String> = []
        for path in paths.values {
            #expect(files.insert(path.lowercased()).inserted, "\(path) is there twice")
            let components = path.lowercased().split(separator: "/")
            for end in components.indices.dropLast() { folders.insert(components[...end].joined(separator: "/")) }
        }
        #expect(folders.isDisjoint(with: files), "a file and a folder have one name")
    }

    @Test(arguments: collisions) func theOrderOfReadingDoesNotMatter(_ names: [String]) {
        #expect(paths(names) == paths(names.reversed()))
    }

    @Test func aCollisionIsToldOnce() {
        let inventory = inventory(of: [file("a.txt", from: 0), file("A.txt", from: 1), file("b?", from: 2)])
        #expect(inventory.findings.map(\.code).sorted() == ["name-collision", "renamed"])
    }

    @Test func aNameOfAnEarlierRunIsKept() {
        let key = ItemKey(kind: .file, collection: "", identity: "b.txt")
        let known = [key: KnownName(kind: .file, collection: "", name: "B (7).txt")]
        #expect(paths(["b.txt"], known: known)[ExactText("b.txt")] == "B (7).txt")
        // A newcomer does not take it, whatever the order.
        let both = paths(["B (7).txt", "b.txt"], known: known)
        #expect(both[ExactText("b.txt")] == "B (7).txt")
        #expect(both[ExactText("B (7).txt")] == "B (7) (2).txt")
    }

    @Test func aKnownNameInAnotherCollectionIsNotTaken() {
        let key = ItemKey(kind: .event, collection: "Work", identity: "u")
        let known = [key: KnownName(kind: .event, collection: "5f3c", name: "17.ics")]
        #expect(inventory(of: [event("u")], known: known).items.map(\.name) == ["u.ics"])
    }

    @Test func foldersKeepTheirNamesToo() {
        let known = [
            ItemKey(kind: .file, collection: "", identity: "a/X/f"): KnownName(
                kind: .file, collection: "a (2)/X", name: "f")
        ]
        // An older export had another folder "A", which this one lacks.
        let paths = paths(["a/X/f", "a/g", "a (2)/h", "A/i"], known: known)
        #expect(paths[ExactText("a/X/f")] == "a (2)/X/f")
        #expect(paths[ExactText("a/g")] == "a (2)/g")
        #expect(paths[ExactText("a (2)/h")] == "a (2) (2)/h")
        #expect(paths[ExactText("A/i")] == "A/i")
    }

    @Test func thousandsWithOneSafeFormAllGetNames() {
        // Characters that are all replaced by one: 20,000 names in one folder that want to be called alike.
        let forbidden = ["?", "*", ":", "<", ">", "|", "\"", "\\", "\u{202E}", "\u{2028}"]
        let names = (0..<20_000).map { number in
            String(number).compactMap { $0.wholeNumberValue }.map { forbidden[$0] }.joined()
                + String(repeating: "_", count: 5 - String(number).count)
        }
        let paths = paths(names)
        #expect(Set(paths.values).count == 20_000)
        #expect(paths.values.allSatisfy { $0.hasPrefix("_____") && $0.count <= 5 + " (20000)".count })
    }

    @Test func calendarsOfOneNameInDifferentCaseGetDifferentPaths() {
        let inventory = inventory(of: [
            event("1", in: "Work"), event("2", in: "WORK", from: 1), event("3", in: "a/b", from: 2),
        ])
        #expect(Set(inventory.collections.map(\.path)) == ["WORK", "Work (2)", "a_b"])
    }
}
