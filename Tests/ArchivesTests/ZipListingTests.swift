import Testing

@testable import Archives

@Suite struct ZipListingTests {
    private let content = [UInt8](text: "content")

    private func listed(_ bytes: [UInt8], options: ArchiveOptions = ArchiveOptions()) throws -> ArchiveSet {
        let scratch = try Scratch()
        return ArchiveSet.open([try scratch.write("x.zip", bytes)], options: options)
    }

    @Test func whatSurroundsAZipIsAccepted() throws {
        let zip = ZipBytes([.init("a", content), .init("b", content)])
        for bytes in [
            [UInt8].noise(5_000) + zip.finished(),
            zip.finished() + [UInt8].noise(5_000),
            zip.finished() + [UInt8](repeating: 0, count: 300_000),
            zip.finished(comment: .noise(65_535)),
        ] {
            let scratch = try Scratch()
            let set = ArchiveSet.open([try scratch.write("x.zip", bytes)])
            let part = try #require(set.parts.first)
            #expect(set.allProblems.isEmpty)
            #expect(try set.content("b", of: part) == content)
        }
    }

    @Test(arguments: [(15, true), (16, false)])
    func onlySomeEndRecordsAreFollowed(_ count: Int, _ isFound: Bool) throws {
        let record: [UInt8] = [0x50, 0x4b, 5, 6] + [UInt8](repeating: 0xff, count: 18)
        let comment = (0..<count).flatMap { _ in record }
        let set = try listed(ZipBytes([.init("a", content)]).finished(comment: comment))
        #expect(set.codes == (isFound ? [] : [.incompletePart]))
    }

    @Test func falseEndRecordsAreCountedOnce() throws {
        let record: [UInt8] = [0x50, 0x4b, 5, 6] + [UInt8](repeating: 0xff, count: 18)
        let garbage = [UInt8](repeating: 7, count: 70_000) + (0..<10).flatMap { _ in record }
        let set = try listed(ZipBytes([.init("a", content)]).finished() + garbage)
        #expect(set.parts.first?.paths == ["a"])
    }

    @Test func aZipWithoutItsEndIsIncomplete() throws {
        let bytes = ZipBytes([.init("a", .noise(5_000)), .init("b", content)]).finished()
        for length in [100, 5_000, bytes.count - 21, bytes.count - 1] {
            let set = try listed(Array(bytes[..<length]))
            #expect(set.codes == [.incompletePart], "\(length)")
            #expect(set.parts.isEmpty)
        }
    }

    @Test func aDirectoryThatIsNotWhereItShouldBeIsIncomplete() throws {
        var bytes = ZipBytes([.init("a", .noise(5_000)), .init("b", content)]).finished()
        bytes.removeSubrange(1_000..<1_400)
        let set = try listed(bytes)
        #expect(set.codes == [.incompletePart])
        #expect(set.parts.isEmpty)
    }

    @Test func aWrongNumberOfEntriesIsTold() throws {
        let zip = ZipBytes([.init("a", content), .init("b", content)])
        let set = try listed(zip.finished(declaredCount: 3))
        #expect(set.codes == [.countMismatch])
        #expect(set.parts.first?.paths == ["a", "b"])
    }

    @Test func aBrokenRecordKeepsTheEntriesBeforeIt() throws {
        var zip = ZipBytes([.init("a", content), .init("b", content), .init("c", content)])
        zip.central[47] = 0
        let set = try listed(zip.finished())
        #expect(set.codes == [.countMismatch])
        #expect(set.parts.first?.paths == ["a"])
    }

    @Test func aZipWithoutEntriesIsAnError() throws {
        let set = try listed(ZipBytes().finished())
        #expect(set.codes == [.noEntries])
        #expect(set.allProblems.first?.severity == .error)
    }

    @Test func moreThan65535EntriesAreListed() throws {
        var zip = ZipBytes()
        for index in 0..<70_000 { zip.add(.init("folder/\(index).txt", content)) }
        let scratch = try Scratch()
        let set = ArchiveSet.open([try scratch.write("x.zip", zip.finished())])
        let part = try #require(set.parts.first)
        #expect(set.allProblems.isEmpty)
        #expect(part.entries.count == 70_000)
        #expect(part.entries.path(at: 69_999) == "folder/69999.txt")
        #expect(try set.makeReader(part: 0).open(69_999).readAll(limit: 100) == content)
    }

    @Test func theLimitOfEntriesIsKeptAndTold() throws {
        let zip = ZipBytes((0..<20).map { .init("\($0)", content) })
        let set = try listed(zip.finished(), options: ArchiveOptions(maximumEntries: 10))
        #expect(set.codes == [.tooManyEntries])
        #expect(set.parts.first?.entries.count == 10)
    }

    @Test func whatIsNoPlainFileIsRefused() throws {
        let zip = ZipBytes([
            .init("link", [UInt8](text: "/etc/passwd")) { $0.mode = 0o120777 },
            .init("fifo") { $0.mode = 0o010644 },
            .init("dir/") { $0.mode = 0o040755 },
            .init("full/", content),
            .init("link/beneath", content),
            .init("linked", content),
            .init("old", content) { $0.flags = 1 },
            .init("strong", content) { $0.flags = 0x41 },
            .init("aes", content) { ($0.flags, $0.method) = (1, 99) },
            .init("big", content) { $0.method = 9 },
            .init("../up", content),
        ])
        let part = try #require(try listed(zip.finished()).parts.first)
        #expect(
            part.refusals == [
                "link": .link, "fifo": .specialFile, "full": .directoryWithContent,
                "link/beneath": .unsafePath(.beneathLink), "old": .encrypted(.zipCrypto),
                "strong": .encrypted(.strong), "aes": .encrypted(.winZipAES), "big": .unsupportedMethod(9),
                "../up": .unsafePath(.parentSegment),
            ])
        #expect(part.entries.map(\.kind).prefix(4) == [.symbolicLink, .special, .directory, .directory])
    }

    @Test func overlappingEntriesAreRefusedAndOthersAreNot() throws {
        let scratch = try Scratch()
        var zip = ZipBytes([.init("a", .noise(100)), .init("b", .noise(100)), .init("c", content)])
        // The record of b, after that of a, is made to point at a.
        let second = 46 + 1
        zip.central.replaceSubrange(second + 42..<second + 46, with: bytes(0 as UInt32))
        let set = ArchiveSet.open([try scratch.write("x.zip", zip.finished())])
        let part = try #require(set.parts.first)
        #expect(set.codes == [.overlappingEntries])
        #expect(part.refusals == ["a": .overlapping, "b": .overlapping])
        #expect(try set.content("c", of: part) == content)
    }

    @Test func offsetsOutsideTheFileAreRefused() throws {
        var zip = ZipBytes([.init("a", content), .init("b", content)])
        zip.central.replaceSubrange(42..<46, with: bytes(0xffff_fff0 as UInt32))
        #expect(try listed(zip.finished()).parts.first?.refusals == ["a": .outsideArchive])
    }

    @Test func aUnicodePathFieldReplacesTheNameIfItBelongsToIt() throws {
        let stored: [UInt8] = [0x63, 0x61, 0x66, 0x82]
        let utf8 = [UInt8](text: "café ☕")
        func field(_ checksum: UInt32) -> [UInt8] {
            bytes(0x7075 as UInt16) + bytes(UInt16(5 + utf8.count)) + [1] + bytes(checksum) + utf8
        }
        let right = stored.withUnsafeBytes { checksum32(of: $0) }
        let part = try #require(
            try listed(
                ZipBytes([
                    .init(bytes: stored, content) { $0.centralExtra = field(right) },
                    .init(bytes: stored, content) { $0.centralExtra = field(right ^ 1) },
                ]).finished()
            ).parts.first)
        #expect(part.paths == ["café ☕", "café"])
        #expect(part.entries.map(\.rawName) == [stored, stored])
    }

    @Test func timesAreUTCAndTheExactFieldWins() throws {
        let exact = bytes(0x5455 as UInt16) + bytes(5 as UInt16) + [1] + bytes(1_700_000_001 as UInt32)
        let part = try #require(
            try listed(
                ZipBytes([
                    // 2024-02-29 12:34:56, and a month that is none.
                    .init("dos", content) { $0.stamp = (0x585d, 12 << 11 | 34 << 5 | 28) },
                    .init("exact", content) { $0.centralExtra = exact },
                    .init("none", content) { $0.stamp = (0, 0) },
                ]).finished()
            ).parts.first)
        #expect(part.entries.map(\.modified) == [1_709_210_096, 1_700_000_001, nil])
    }

    @Test func aVolumeOfACutZipIsTold() throws {
        var bytes = ZipBytes([.init("a", content)]).finished()
        bytes[bytes.count - 18] = 2
        #expect(try listed(bytes).codes == [.unsupportedArchive])
    }
}
