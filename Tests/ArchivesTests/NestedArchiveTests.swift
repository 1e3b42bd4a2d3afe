import Testing

@testable import Archives

@Suite struct NestedArchiveTests {
    private let everything = ArchiveOptions(opensNested: { _ in true })

    /// A zip with a text and something large, compressible in stretches.
    private static let content: [UInt8] = (0..<60).flatMap { block in
        block % 3 == 0
            ? [UInt8](repeating: UInt8(block), count: 90_000) : [UInt8].noise(40_000, seed: UInt64(block))
    }

    private static func inner(deflating: Bool = false) -> [UInt8] {
        ZipBytes([
            .init("été/a.txt", Array("hello".utf8)),
            .init("big.bin", content) { $0.isDeflated = deflating },
            .init("b.txt", Array("bye".utf8)) { $0.hasDescriptor = true },
        ]).finished()
    }

    /// What the archives that were opened hold, by the whole path.
    private func nestedContents(_ set: ArchiveSet) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for part in set.parts where part.container != nil {
            for (path, content) in try set.contents(of: part) { contents[part.pathPrefix + path] = try content.get() }
        }
        return contents
    }

    private func wrapped(_ content: [UInt8], as kind: String, in scratch: Scratch) throws -> String {
        switch kind {
        case "stored": return try scratch.write("x.zip", ZipBytes([.init("in/n.zip", content)]).finished())
        case "deflated":
            let zip = ZipBytes([
                .init("in/n.zip", content) {
                    $0.isDeflated = true
                    $0.hasDescriptor = true
                }
            ])
            return try scratch.write("x.zip", zip.finished())
        case "folder":
            try scratch.write("x/in/n.zip", content)
            return scratch.path + "/x"
        default:
            var tar = TarBytes()
            tar.add("in/n.zip", content)
            return try scratch.write("x." + kind, kind == "tgz" ? gzipped(tar.finished) : tar.finished)
        }
    }

    @Test(arguments: ["stored", "deflated", "folder", "tar", "tgz"], [false, true])
    func nestedZipIsReadWhereItLies(_ kind: String, _ deflating: Bool) throws {
        let scratch = try Scratch()
        let set = ArchiveSet.open(
            [try wrapped(Self.inner(deflating: deflating), as: kind, in: scratch)], options: everything)
        #expect(set.allProblems == [])
        let contents = try nestedContents(set)
        #expect(contents.keys.sorted() == ["in/n.zip/b.txt", "in/n.zip/big.bin", "in/n.zip/été/a.txt"])
        #expect(contents["in/n.zip/big.bin"] == Self.content)
        #expect(contents["in/n.zip/b.txt"] == Array("bye".utf8))
        #expect(set.parts[1].container == EntryID(part: 0, index: set.parts[0].entries.last?.id.index ?? -1))
        #expect(set.parts[1].isReadInOrder == (kind == "deflated"))
    }

    @Test func threeLevelsAreReadAndTheFourthStaysAFile() throws {
        let scratch = try Scratch()
        var zip = ZipBytes([.init("deep.txt", Array("deep".utf8))]).finished()
        for level in 1...4 {
            zip = ZipBytes([
                .init("\(level).txt", Array("\(level)".utf8)),
                .init("n\(level).zip", zip) { $0.isDeflated = level % 2 == 0 },
            ]).finished()
        }
        let set = ArchiveSet.open([try scratch.write("x.zip", zip)], options: everything)
        #expect(set.codes == [.nestedArchive])
        let contents = try nestedContents(set)
        #expect(contents["n4.zip/n3.zip/n2.zip/1.txt"] == Array("1".utf8))
        #expect(contents["n4.zip/n3.zip/n2.zip/n1.zip"] != nil)
        #expect(!contents.keys.contains { $0.hasSuffix("deep.txt") })
    }

    @Test func onlyWhatIsWantedIsOpened() throws {
        let scratch = try Scratch()
        let zip = ZipBytes([.init("mine.zip", Self.inner()), .init("theirs.ZIP", Self.inner())])
        let path = try scratch.write("x.zip", zip.finished())
        #expect(ArchiveSet.open([path]).parts.count == 1)
        let set = ArchiveSet.open([path], options: ArchiveOptions(opensNested: { $0 == "theirs.ZIP" }))
        #expect(set.parts.map(\.pathPrefix) == ["", "theirs.ZIP/"])
    }

    @Test func anyOrderOfReadingGivesTheSameBytes() throws {
        let scratch = try Scratch()
        let members = (0..<12).map { number in
            ZipBytes.Member("\(number)", Self.content.shuffledLike(number)) { $0.isDeflated = number % 2 == 0 }
        }
        let path = try scratch.write(
            "x.zip", ZipBytes([.init("n.zip", ZipBytes(members).finished()) { $0.isDeflated = true }]).finished())
        let set = ArchiveSet.open([path], options: everything)
        let reader = try set.makeReader(part: 1)
        for index in [11, 0, 6, 5, 3, 10, 2, 2, 8, 7, 1] {
            let content = try reader.open(Int32(index)).readAll(limit: 1 << 30)
            #expect(content == Self.content.shuffledLike(index))
        }
    }

    @Test func theSameNestedArchiveCountsOnce() throws {
        let scratch = try Scratch()
        let first = try scratch.write("a.zip", ZipBytes([.init("n.zip", Self.inner())]).finished())
        let second = try scratch.write(
            "b.zip", ZipBytes([.init("other", [1]), .init("m.zip", Self.inner())]).finished())
        let set = ArchiveSet.open([second, first], options: everything)
        #expect(set.parts.map(\.repeatOf) == [nil, nil, nil, 2])
        #expect(set.codes == [.repeatedPart])
    }

    @Test func damageKeepsTheNestedArchiveAFile() throws {
        let scratch = try Scratch()
        var zip = ZipBytes([.init("n.zip", Self.inner()) { $0.isDeflated = true }]).finished()
        zip[zip.count / 2] ^= 0xff
        let set = ArchiveSet.open([try scratch.write("x.zip", zip)], options: everything)
        #expect(set.parts.count == 1)
        #expect(set.codes == [.nestedArchive])
        let text = ArchiveSet.open(
            [try scratch.write("y.zip", ZipBytes([.init("n.zip", Array("no zip".utf8))]).finished())],
            options: everything)
        #expect(text.codes == [.nestedArchive])
        #expect(try text.content("n.zip", of: text.parts[0]) == Array("no zip".utf8))
    }

    @Test func bombsAreFoundThroughSeveralLevels() throws {
        let scratch = try Scratch()
        // Neither level expands beyond 200:1, but both together do.
        let pattern = [UInt8](repeating: 0, count: 150) + [UInt8].noise(1)
        let zeros = (0..<1_000_000).flatMap { _ in pattern }
        let inner = ZipBytes([.init("zeros", zeros) { $0.isDeflated = true }]).finished()
        let outer = ZipBytes([.init("n.zip", inner) { $0.isDeflated = true }]).finished()
        let set = ArchiveSet.open([try scratch.write("x.zip", outer)], options: everything)
        #expect(set.parts[0].refusals.isEmpty)
        #expect(set.parts.count == 2 && set.parts[1].refusals == ["zeros": .bomb])
        var tar = TarBytes()
        tar.add("n.zip", inner)
        let packed = ArchiveSet.open([try scratch.write("x.tgz", gzipped(tar.finished))], options: everything)
        #expect(packed.parts.count == 2 && packed.parts[1].refusals == ["zeros": .bomb])
    }

    @Test func nestedArchivesAreOpenedAsTheyLie() throws {
        let scratch = try Scratch()
        let first = ZipBytes([.init("b.zip", Self.inner())])
        var both = ZipBytes([.init("b.zip", Self.inner()), .init("a.zip", Self.inner(deflating: true))])
        both.central = Array(both.central[first.central.count...] + first.central)
        let set = ArchiveSet.open([try scratch.write("x.zip", both.finished())], options: everything)
        #expect(set.parts.map(\.pathPrefix) == ["", "b.zip/", "a.zip/"])
    }

    @Test func contentBeyondTheDeclaredSizeIsSeen() throws {
        let scratch = try Scratch()
        let inner = Self.inner()
        let zip = ZipBytes([
            .init("n.zip", inner + [1]) {
                $0.isDeflated = true
                $0.declaredSize = UInt64(inner.count)
                $0.checksum = inner.withUnsafeBytes { checksum32(of: $0) }
            }
        ])
        let set = ArchiveSet.open([try scratch.write("x.zip", zip.finished())], options: everything)
        #expect(set.codes == [.nestedArchive])
    }

    @Test func anArchiveThatContainsItselfStaysAFile() throws {
        let scratch = try Scratch()
        let set = ArchiveSet.open([try scratch.write("x.zip", try selfContaining())], options: everything)
        #expect(set.parts.count == 1)
        #expect(set.allProblems.map(\.sentence) == ["It contains itself, so it stays a file."])
    }

    /// A zip that holds a deflated zip of its own length and with its own central directory.
    private func selfContaining() throws -> [UInt8] {
        let checksum: UInt32 = 0x1234_5678
        for packed in 40..<400 {
            // The directory for content of any length whose deflated form has `packed` bytes.
            var directory: [UInt8] = []
            var inner: [UInt8] = []
            var length = 0
            for _ in 0..<2 {
                let member = ZipBytes.Member("n.zip", [UInt8](repeating: 0, count: packed)) {
                    $0.method = 8
                    $0.checksum = checksum
                    $0.declaredSize = UInt64(length)
                }
                let zip = ZipBytes([member]).finished()
                length = zip.count
                directory = Array(zip[(35 + packed)...])
                inner = [UInt8](repeating: 0, count: length - directory.count) + directory
            }
            inner = forged(inner, checksum)
            let whole = ZipBytes([.init("n.zip", inner) { $0.isDeflated = true }]).finished()
            if whole.count == length, whole.suffix(directory.count) == directory[...] { return whole }
        }
        throw SupportError.missing("a fixed point")
    }

    /// The bytes with the first four changed so that all have a CRC-32: each bit of them adds its own pattern.
    private func forged(_ bytes: [UInt8], _ wanted: UInt32) -> [UInt8] {
        func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { checksum32(of: $0) } }
        let plain = checksum(bytes)
        var rows: [(pattern: UInt32, bits: UInt32)] = (0..<32).map { bit in
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            return (checksum(changed) ^ plain, 1 << UInt32(bit))
        }
        var (rest, bits) = (wanted ^ plain, UInt32(0))
        for column in 0..<32 {
            guard let pivot = rows.firstIndex(where: { $0.pattern >> column & 1 == 1 }) else { continue }
            let row = rows.remove(at: pivot)
            rows = rows.map {
                $0.pattern >> column & 1 == 1 ? ($0.pattern ^ row.pattern, $0.bits ^ row.bits) : $0
            }
            if rest >> column & 1 == 1 { (rest, bits) = (rest ^ row.pattern, bits ^ row.bits) }
        }
        var result = bytes
        for bit in 0..<32 where bits >> bit & 1 == 1 { result[bit / 8] ^= 1 << (bit % 8) }
        return result
    }
}

extension [UInt8] {
    /// The same bytes from another place on.
    fileprivate func shuffledLike(_ number: Int) -> [UInt8] {
        let start = number * 7919 % count
        return Array(self[start...] + self[..<start].prefix(number * 10_000))
    }
}
