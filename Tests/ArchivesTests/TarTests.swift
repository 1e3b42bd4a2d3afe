import Testing

@testable import Archives

@Suite struct TarTests {
    private let text = [UInt8](text: String(repeating: "BEGIN:VEVENT\r\n", count: 1000))
    private let noise = [UInt8].noise(300_000)

    private var sample: TarBytes {
        var tar = TarBytes()
        tar.add("Takeout/a.ics", text, time: 1_700_000_000)
        tar.add("Takeout/b.jpg", noise)
        tar.add("Takeout/c.ics", [])
        tar.add("Takeout/d.ics", text)
        return tar
    }

    @Test(arguments: ["x.tar", "x.tgz", "x.tar.gz", "x"])
    func entriesGiveTheirContent(_ name: String) throws {
        let scratch = try Scratch()
        let isCompressed = name.hasSuffix("gz")
        let bytes = isCompressed ? gzipped(sample.finished) : sample.finished
        let (set, part) = try ArchiveSet.single(try scratch.write(name, bytes))
        #expect(part.format == .tar(isCompressed ? .gzip : .none))
        #expect(set.allProblems.isEmpty)
        #expect(try set.contents(of: part).map { try $0.content.get() } == [text, noise, [], text])
        #expect(part.entries[0].modified == 1_700_000_000)
    }

    @Test func ascendingOrderIsOnePassAndAStepBackAnother() throws {
        let scratch = try Scratch()
        let (set, _) = try ArchiveSet.single(try scratch.write("x.tgz", gzipped(sample.finished)))
        let reader = try set.makeReader(part: 0)
        #expect(try reader.open(0).readAll(limit: 1 << 20) == text)
        _ = try reader.open(1)
        #expect(try reader.open(3).readAll(limit: 1 << 20) == text)
        #expect(reader.passes == 1)
        #expect(try reader.open(1).readAll(limit: 1 << 20) == noise)
        #expect(reader.passes == 2)
        #expect(try reader.open(1).readAll(limit: 1 << 20) == noise)
        #expect(reader.passes == 3)
    }

    @Test func retainedEntriesNeedNoSecondPass() throws {
        let scratch = try Scratch()
        let options = ArchiveOptions(retain: { $0.hasSuffix(".ics") })
        let (set, _) = try ArchiveSet.single(try scratch.write("x.tgz", gzipped(sample.finished)), options: options)
        let reader = try set.makeReader(part: 0)
        for index: Int32 in [3, 2, 0] {
            #expect(try reader.open(index).readAll(limit: 1 << 20) == (index == 2 ? [] : text))
        }
        #expect(reader.passes == 0)
        #expect(try reader.open(1).readAll(limit: 1 << 20) == noise)
        #expect(reader.passes == 1)
    }

    @Test func retentionKeepsItsLimits() throws {
        let scratch = try Scratch()
        let path = try scratch.write("x.tgz", gzipped(sample.finished))
        for (options, kept) in [
            (ArchiveOptions(retain: { _ in true }, retainEntryLimit: text.count), [0, 2, 3]),
            (ArchiveOptions(retain: { _ in true }, retainTotalLimit: text.count + 1), [0, 2]),
            (ArchiveOptions(retain: { $0.hasPrefix("Takeout/d") }), [3]),
        ] as [(ArchiveOptions, [Int32])] {
            let (_, part) = try ArchiveSet.single(path, options: options)
            #expect(part.retained.keys.sorted() == kept)
        }
    }

    @Test func longAndForeignNamesSurvive() throws {
        let scratch = try Scratch()
        let names = [
            "Takeout/Kalender/Überraschung ☕.ics", String(repeating: "d/", count: 200) + "e\u{301}.txt", "./x",
        ]
        var tar = TarBytes()
        for name in names { tar.add(name, text) }
        let (_, part) = try ArchiveSet.single(try scratch.write("x.tar", tar.finished))
        #expect(part.paths == [names[0], names[1], "x"])
    }

    @Test func aCutStreamKeepsTheEntriesBeforeTheCut() throws {
        let scratch = try Scratch()
        let whole = gzipped(sample.finished)
        let (set, part) = try ArchiveSet.single(try scratch.write("x.tgz", Array(whole[..<(whole.count / 2)])))
        #expect(set.codes == [.incompletePart])
        #expect(part.paths == ["Takeout/a.ics", "Takeout/b.jpg"])
        #expect(part.refusals == ["Takeout/b.jpg": .truncated])
        #expect(try set.content("Takeout/a.ics", of: part) == text)
    }

    @Test func aCutPlainTarIsIncompleteToo() throws {
        let scratch = try Scratch()
        let (set, part) = try ArchiveSet.single(try scratch.write("x.tar", Array(sample.finished[..<100_000])))
        #expect(set.codes == [.incompletePart])
        #expect(part.refusals == ["Takeout/b.jpg": .truncated])
    }

    @Test func damageThatInflatesIsFoundByTheChecksumOfTheStream() throws {
        let scratch = try Scratch()
        var bytes = gzipped(sample.finished)
        bytes[bytes.count - 8] ^= 1
        let set = ArchiveSet.open([try scratch.write("x.tgz", bytes)])
        #expect(set.codes == [.damagedArchive])
        #expect(set.parts.first?.entries.count == 4)
    }

    @Test func severalGzipMembersAreOneStream() throws {
        let scratch = try Scratch()
        let bytes = sample.finished
        let halves = gzipped(Array(bytes[..<1000])) + gzipped(Array(bytes[1000...]))
        let (set, part) = try ArchiveSet.single(try scratch.write("x.tgz", halves + [0, 0, 0]))
        #expect(set.allProblems.isEmpty)
        #expect(try set.content("Takeout/b.jpg", of: part) == noise)
    }

    @Test func whatFollowsTheEndIsTold() throws {
        let scratch = try Scratch()
        let set = ArchiveSet.open([try scratch.write("x.tgz", gzipped(sample.finished + sample.finished))])
        #expect(set.codes == [.trailingData])
    }

    @Test func whatIsNoPlainFileIsRefused() throws {
        let scratch = try Scratch()
        var tar = TarBytes()
        tar.add("ok", text)
        tar.add("hard", type: "1", link: "/etc/passwd")
        tar.add("hard", text)
        tar.add("soft", type: "2", link: "/tmp")
        tar.add("soft/beneath", text)
        tar.add("null", type: "3")
        tar.add("fifo", type: "6")
        tar.add("../up", text)
        tar.add("./", type: "5")
        let (set, part) = try ArchiveSet.single(try scratch.write("x.tar", tar.finished))
        #expect(
            part.entries.map(\.refusal) == [
                nil, .link, .unsafePath(.beneathLink), .link, .unsafePath(.beneathLink), .specialFile, .specialFile,
                .unsafePath(.parentSegment), nil,
            ])
        #expect(part.entries.map(\.kind).suffix(1) == [.directory])
        #expect(throws: ArchiveError.refused(.link)) { try set.makeReader(part: 0).open(1) }
        #expect(throws: ArchiveError.directory) { try set.makeReader(part: 0).open(8) }
        #expect(throws: ArchiveError.notFound) { try set.makeReader(part: 0).open(9) }
    }

    @Test func gzippedZerosEndAsABomb() throws {
        let scratch = try Scratch()
        let set = ArchiveSet.open([
            try scratch.write("x.tgz", gzipped([UInt8](repeating: 0, count: 101_000_000)))
        ])
        #expect(set.codes.contains(.bomb))
    }

    @Test func aBombInsideATarEndsTheListing() throws {
        let scratch = try Scratch()
        var tar = TarBytes()
        tar.add("first", text)
        tar.add("zeros", [UInt8](repeating: 0, count: 101_000_000))
        tar.add("after", text)
        let (set, part) = try ArchiveSet.single(try scratch.write("x.tgz", gzipped(tar.finished)))
        #expect(set.codes == [.bomb])
        #expect(part.refusals == ["zeros": .bomb])
        #expect(try set.content("first", of: part) == text)
    }

    @Test(.enabled(if: Command.exists("bzip2") && Command.exists("xz")), arguments: ["bzip2", "xz"])
    func otherCompressionsAreRead(_ tool: String) throws {
        let scratch = try Scratch()
        let plain = try scratch.write("x.tar", sample.finished)
        let packed = try scratch.write("y.\(tool == "xz" ? "txz" : "tbz")", Command.output(of: "\(tool) -c '\(plain)'"))
        let (set, part) = try ArchiveSet.single(packed)
        #expect(part.format == .tar(tool == "xz" ? .xz : .bzip2))
        #expect(try set.contents(of: part).map { try $0.content.get() } == [text, noise, [], text])
    }

    @Test(.enabled(if: Command.exists("tar") && Command.exists("truncate")))
    func holesOfSparseFilesAreZeros() throws {
        let scratch = try Scratch()
        let file = try scratch.write("sparse", text)
        _ = Command.output(of: "truncate -s 1000000 '\(file)'; cd '\(scratch.path)'; tar -cSf x.tar sparse")
        let (set, part) = try ArchiveSet.single(scratch.path + "/x.tar")
        #expect(part.byteCount < 100_000)
        #expect(try set.content("sparse", of: part) == text + [UInt8](repeating: 0, count: 1_000_000 - text.count))
    }

    @Test func gzippedTextIsNoTar() throws {
        let scratch = try Scratch()
        let set = ArchiveSet.open([try scratch.write("x.tgz", gzipped(text))])
        #expect(set.codes == [.notAnArchive])
        #expect(set.parts.isEmpty)
    }
}
