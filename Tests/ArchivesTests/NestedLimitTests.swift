import Testing

@testable import Archives

@Suite struct NestedLimitTests {
    private let everything = ArchiveOptions(opensNested: { _ in true })

    @Test func allNestedArchivesShareOneLimitOfEntries() throws {
        let scratch = try Scratch()
        let zips = (0..<5).map { number in
            ZipBytes.Member("n\(number).zip", ZipBytes((0..<40).map { .init("\(number)-\($0)") }).finished())
        }
        let path = try scratch.write("x.zip", ZipBytes(zips).finished())
        let set = ArchiveSet.open([path], options: ArchiveOptions(maximumEntries: 100, opensNested: { _ in true }))
        #expect(set.parts.map(\.entries.count).dropFirst().reduce(0, +) == 100)
        #expect(set.codes.filter { $0 == .nestedArchive }.count == 2)
        #expect(set.codes.contains(.tooManyEntries))
    }

    @Test func allNestedArchivesShareOneLimitOfNames() throws {
        let scratch = try Scratch()
        let zips = (0..<5).map { number in
            let names = (0..<10).map { ZipBytes.Member("\(number)\($0)" + String(repeating: "x", count: 58)) }
            return ZipBytes.Member("n\(number).zip", ZipBytes(names).finished())
        }
        var options = everything
        options.maximumNameBytes = 1200
        let set = ArchiveSet.open([try scratch.write("x.zip", ZipBytes(zips).finished())], options: options)
        #expect(set.parts.dropFirst().map(\.entries.count) == [10, 10])
        #expect(set.codes == [.nestedArchive, .nestedArchive, .nestedArchive, .tooManyEntries])
    }

    @Test(arguments: [(999, 2), (1000, 1)])
    func aThousandAreTriedAndProblemsAreFew(_ bad: Int, _ parts: Int) throws {
        let scratch = try Scratch()
        let good = ZipBytes([.init("a")]).finished()
        let text = (0..<bad).map { ZipBytes.Member("\($0).zip", Array("no zip".utf8)) }
        let zip = ZipBytes(text + [.init("good.zip", good)]).finished()
        let set = ArchiveSet.open([try scratch.write("x.zip", zip)], options: everything)
        #expect(set.parts.count == parts)
        #expect(set.codes.count == 21)
        #expect(set.problems.contains { $0.sentence == "\(bad + 2 - parts - 20) more archives in it stay files." })
    }

    @Test func aStreamWithoutPlacesIsNotInflatedOverAndOver() throws {
        let matches = 100_000
        let packed = singleBlock(matches: matches)
        let count = UInt64(1 + 258 * matches)
        let bytes = InflatedBytes(HeldBytes(packed), from: 0, packedByteCount: UInt64(packed.count), byteCount: count)
        for _ in 0..<8 {
            #expect(try bytes.bytes(at: count - 1, count: 1) == [0])
            #expect(try bytes.bytes(at: 0, count: 1) == [0])
        }
        #expect(throws: ArchiveError.bomb) {
            for _ in 0..<8 {
                _ = try bytes.bytes(at: count - 1, count: 1)
                _ = try bytes.bytes(at: 0, count: 1)
            }
        }
    }

    /// Zeros as one deflate block with the fixed codes (RFC 1951, 3.2.6).
    private func singleBlock(matches: Int) -> [UInt8] {
        var (bytes, free): ([UInt8], Int) = ([], 0)
        func put(_ bits: String) {
            for bit in bits.utf8 {
                if free == 0 {
                    bytes.append(0)
                    free = 8
                }
                if bit == UInt8(ascii: "1") { bytes[bytes.count - 1] |= 1 << UInt8(8 - free) }
                free -= 1
            }
        }
        put("1" + "10" + "00110000")
        for _ in 0..<matches { put("11000101" + "00000") }
        put("0000000")
        return bytes
    }

    @Test func theBytesOfAContainerAreMadeOnce() throws {
        let scratch = try Scratch()
        let zip = ZipBytes([.init("a.zip", [1]), .init("b.zip", [2])])
        let set = ArchiveSet.open([try scratch.write("x.zip", zip.finished())])
        var around: (any ByteSource)?
        _ = try PartBytes.entry(0, in: set.parts[0], &around, of: set.parts)
        let first = try #require(around)
        let second = try PartBytes.entry(1, in: set.parts[0], &around, of: set.parts)
        #expect(around === first)
        #expect(try second.bytes(at: 0, count: 2) == [2])
    }
}
