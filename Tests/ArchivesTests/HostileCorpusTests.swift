import Testing

@testable import Archives

/// What the expectations that come with the corpus of hostile archives mean for this layer.
@Suite(.enabled(if: Corpus.exists)) struct HostileCorpusTests {
    struct Expected: Sendable {
        var problems: [ArchiveProblem.Code] = []
        /// Codes of refusals and errors, by path.
        var refused: [String: String] = [:]
        /// How many entries are readable.
        var readable: Int
    }

    private static let plain = Expected(readable: 2)
    private static let slip = "Takeout/ok.txt"

    static let table: [String: Expected] = [
        "bad-crc.zip": Expected(refused: ["Takeout/Calendar/a.ics": "checksum-mismatch"], readable: 1),
        "bomb-1G-zeros.zip": Expected(refused: ["Takeout/Drive/z.bin": "bomb"], readable: 0),
        "bomb-nested-5x10.zip": Expected(readable: 10),
        "bomb-overlap-1000.zip": Expected(
            problems: [.overlappingEntries],
            refused: Dictionary(uniqueKeysWithValues: (0..<1000).map { ("f\($0)", "overlapping") }), readable: 0),
        "empty.zip": Expected(problems: [.emptyFile], readable: 0),
        "encrypted-flag.zip": Expected(refused: ["Takeout/Calendar/a.ics": "encrypted"], readable: 1),
        "gz-bomb.tgz": Expected(problems: [.bomb, .noEntries], readable: 0),
        "many-entries.zip": Expected(readable: 100_000),
        "name-ansi-escape.zip": Expected(readable: 1),
        "name-bidi.zip": Expected(readable: 1),
        "name-case.zip": plain,
        "name-cp437.zip": Expected(readable: 1),
        "name-dup.zip": plain,
        "name-empty-dot.zip": Expected(refused: ["": "unsafe-path"], readable: 1),
        "name-file-and-dir.zip": plain,
        "name-html.zip": plain,
        "name-invalid-utf8.zip": Expected(readable: 1),
        "name-local-ne-central.zip": plain,
        "name-long.zip": plain,
        "name-newline.zip": Expected(readable: 1),
        "name-nfc-nfd.zip": plain,
        "name-nul.zip": Expected(refused: ["Takeout/Drive/a\0b\0c.txt": "unsafe-path"], readable: 0),
        "name-url.zip": Expected(readable: 3),
        "not-a-zip.zip": Expected(problems: [.notAnArchive], readable: 0),
        "prefix-garbage.zip": plain,
        "size-lie.zip": Expected(refused: ["Takeout/Calendar/a.ics": "size-mismatch"], readable: 1),
        "slip-absolute.zip": Expected(refused: ["tmp/evil-abs.txt": "unsafe-path"], readable: 1),
        "slip-backslash.zip": Expected(
            refused: ["..\\..\\evil-bs.txt": "unsafe-path", "C:\\evil.txt": "unsafe-path"], readable: 1),
        "slip-dotdot.zip": Expected(refused: ["../../../../tmp/evil-dotdot.txt": "unsafe-path"], readable: 1),
        "slip-inner-dotdot.zip": Expected(refused: ["Takeout/a/../../../evil.txt": "unsafe-path"], readable: 1),
        "slip-symlink-then-write.zip": Expected(
            refused: ["Takeout/lnk": "link", "Takeout/lnk/evil-sym.txt": "unsafe-path"], readable: 1),
        "symlink-to-passwd.zip": Expected(refused: ["Takeout/Contacts/all.vcf": "link"], readable: 1),
        "tar-devices.tgz": Expected(
            refused: ["Takeout/null": "special-file", "Takeout/fifo": "special-file"], readable: 1),
        "tar-hardlink-out.tgz": Expected(refused: ["Takeout/h": "link unsafe-path"], readable: 1),
        "tar-slip.tgz": Expected(refused: ["../../evil-tar.txt": "unsafe-path"], readable: 1),
        "tar-symlink-dir.tgz": Expected(
            refused: ["Takeout/d": "link", "Takeout/d/evil-tar2.txt": "unsafe-path"], readable: 1),
        "tar-truncated.tgz": Expected(
            problems: [.incompletePart], refused: ["../../evil-tar.txt": "unsafe-path"], readable: 1),
        "trailing-garbage.zip": plain,
        "trunc-half.zip": Expected(problems: [.incompletePart], readable: 0),
        "trunc-no-central.zip": Expected(problems: [.incompletePart], readable: 0),
        "unknown-method.zip": Expected(refused: ["Takeout/Calendar/a.ics": "unsupported-method"], readable: 1),
    ]

    @Test func everyArchiveOfTheCorpusIsInTheTable() {
        let names = Corpus.files(in: Corpus.hostile).map { String($0.lastPathComponent) }.filter { $0 != "EXPECT.json" }
        #expect(Set(names) == Set(Self.table.keys))
    }

    @Test(arguments: Self.table.keys.sorted())
    func hostileArchivesAreJudgedAsExpected(_ name: String) throws {
        let expected = try #require(Self.table[name])
        let set = ArchiveSet.open([Corpus.hostile + "/" + name])
        #expect(set.codes == expected.problems)
        var refused: [String: String] = [:]
        var readable = 0
        for part in set.parts {
            let reader = try set.makeReader(part: part.id)
            for entry in part.entries where entry.kind != .directory {
                do throws(ArchiveError) {
                    _ = try reader.open(entry.id.index).readAll(limit: 1 << 24)
                    readable += 1
                } catch {
                    let codes = Set((refused[entry.path] ?? "").split(separator: " ").map(String.init) + [error.code])
                    refused[entry.path] = codes.sorted().joined(separator: " ")
                }
            }
        }
        #expect(refused == expected.refused)
        #expect(readable == expected.readable)
    }

    @Test func namesAreShownAsTheyAreAndKeptReversibly() throws {
        func first(_ name: String) throws -> Entry {
            try ArchiveSet.single(Corpus.hostile + "/" + name).1.entries[0]
        }
        #expect(try first("name-cp437.zip").path == "Takeout/Drive/café!.txt")
        #expect(try first("name-invalid-utf8.zip").rawName?.prefix(15) == [UInt8](text: "Takeout/Drive/") + [0xff])
        let (set, part) = try ArchiveSet.single(Corpus.hostile + "/name-local-ne-central.zip")
        #expect(try set.makeReader(part: part.id).open(0).warnings == [.localNameDiffers])
    }
}
