import Testing

@testable import Archives

@Suite struct ZipReadingTests {
    private let text = [UInt8](text: String(repeating: "BEGIN:VEVENT\r\n", count: 1000))
    private let noise = [UInt8].noise(300_000)

    @Test(arguments: [false, true], [false, true])
    func storedAndDeflatedEntriesGiveTheirContent(isDeflated: Bool, hasDescriptor: Bool) throws {
        let scratch = try Scratch()
        let members = [("a", text), ("b", noise), ("c", [])].map { name, content in
            ZipBytes.Member(name, content) {
                $0.isDeflated = isDeflated
                $0.hasDescriptor = hasDescriptor
            }
        }
        let (set, part) = try ArchiveSet.single(try scratch.write("x.zip", ZipBytes(members).finished()))
        #expect(try set.content("a", of: part) == text)
        #expect(try set.content("b", of: part) == noise)
        #expect(try set.content("c", of: part) == [])
        #expect(part.problems.isEmpty)
        #expect(part.entries[1].byteCount == UInt64(noise.count))
    }

    @Test func contentIsTheSameInBuffersOfAnySize() throws {
        let scratch = try Scratch()
        let zip = ZipBytes([.init("s", noise), .init("d", text) { $0.isDeflated = true }])
        let (set, part) = try ArchiveSet.single(try scratch.write("x.zip", zip.finished()))
        let reader = try set.makeReader(part: 0)
        for (index, expected) in [noise, text].enumerated() {
            for size in [1, 7, 4096, 1 << 20] {
                let entry = try reader.open(Int32(index))
                var content: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: size)
                while case let count = try buffer.withUnsafeMutableBytes({ try entry.read(into: $0) }), count > 0 {
                    content += buffer[..<count]
                }
                #expect(content == expected)
            }
        }
        #expect(part.entries.count == 2)
    }

    @Test func aWrongChecksumIsAnErrorAtTheEndOfItsEntryOnly() throws {
        let scratch = try Scratch()
        let zip = ZipBytes([.init("a", text), .init("bad", noise) { $0.checksum = 1 }, .init("c", text)])
        let (set, part) = try ArchiveSet.single(try scratch.write("x.zip", zip.finished()))
        let reader = try set.makeReader(part: 0)
        let entry = try reader.open(1)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var total = 0
        while total < noise.count {
            total += try buffer.withUnsafeMutableBytes { try entry.read(into: $0) }
        }
        #expect(total == noise.count)
        for _ in 0..<2 {
            #expect(throws: ArchiveError.checksumMismatch) {
                try buffer.withUnsafeMutableBytes { _ = try entry.read(into: $0) }
            }
        }
        #expect(try set.content("a", of: part) == text)
        #expect(try set.content("c", of: part) == text)
    }

    @Test(arguments: [false, true], [-1, 1])
    func aWrongSizeIsAnErrorAndNeverDeliversMoreThanDeclared(isDeflated: Bool, difference: Int) throws {
        let scratch = try Scratch()
        let declared = text.count + difference
        let zip = ZipBytes([
            .init("a", text) {
                $0.isDeflated = isDeflated
                $0.declaredSize = UInt64(declared)
            }
        ])
        let (set, _) = try ArchiveSet.single(try scratch.write("x.zip", zip.finished()))
        var delivered = 0
        #expect(throws: ArchiveError.sizeMismatch(declared: UInt64(declared))) {
            let entry = try set.makeReader(part: 0).open(0)
            var buffer = [UInt8](repeating: 0, count: 1000)
            while case let count = try buffer.withUnsafeMutableBytes({ try entry.read(into: $0) }), count > 0 {
                delivered += count
            }
        }
        #expect(delivered <= declared)
    }

    @Test func aBrokenStreamIsAnErrorOfItsEntryOnly() throws {
        let scratch = try Scratch()
        var bytes = ZipBytes([.init("a", noise) { $0.isDeflated = true }, .init("b", text)]).finished()
        for index in 1000..<1100 { bytes[index] = 0xff }
        let (set, part) = try ArchiveSet.single(try scratch.write("x.zip", bytes))
        #expect(throws: ArchiveError.self) { try set.content("a", of: part) }
        #expect(try set.content("b", of: part) == text)
    }

    @Test func theCentralDirectoryWinsAndTheContradictionIsTold() throws {
        let scratch = try Scratch()
        let zip = ZipBytes([.init("central", text) { $0.localName = [UInt8](text: "local") }])
        let (set, part) = try ArchiveSet.single(try scratch.write("x.zip", zip.finished()))
        #expect(part.paths == ["central"])
        let entry = try set.makeReader(part: 0).open(0)
        #expect(entry.warnings == [.localNameDiffers])
        #expect(try entry.readAll(limit: 1 << 20) == text)
    }

    @Test func longNamesAreNoContradiction() throws {
        let scratch = try Scratch()
        let name = String(repeating: "n", count: 65_535)
        let (set, part) = try ArchiveSet.single(
            try scratch.write("x.zip", ZipBytes([.init(name, text)]).finished()))
        let entry = try set.makeReader(part: 0).open(0)
        #expect(entry.warnings == [])
        #expect(try entry.readAll(limit: 1 << 20) == text)
        #expect(part.paths == [name])
    }

    @Test func aBombStopsWhileItIsRead() throws {
        let scratch = try Scratch()
        let zeros = [UInt8](repeating: 0, count: 101_000_000)
        var member = ZipBytes.Member("z", deflated(zeros)) {
            $0.method = 8
            $0.checksum = 0
        }
        // Incompressible ballast behind the stream makes the declared ratio look honest.
        member.content += [UInt8].noise(500_000)
        member.declaredSize = UInt64(zeros.count)
        let (set, part) = try ArchiveSet.single(try scratch.write("x.zip", ZipBytes([member]).finished()))
        #expect(part.entries[0].refusal == nil)
        #expect(throws: ArchiveError.bomb) { try set.content("z", of: part) }
    }

    @Test func aLimitIsKept() throws {
        let scratch = try Scratch()
        let (set, _) = try ArchiveSet.single(try scratch.write("x.zip", ZipBytes([.init("a", text)]).finished()))
        let reader = try set.makeReader(part: 0)
        #expect(throws: ArchiveError.overLimit(10)) { try reader.open(0).readAll(limit: 10) }
        #expect(try reader.open(0).readAll(limit: text.count) == text)
    }

    @Test func anEntryReaderIsVoidAfterTheNextOne() throws {
        let scratch = try Scratch()
        let zip = ZipBytes([.init("a", text), .init("b", noise)])
        let (set, _) = try ArchiveSet.single(try scratch.write("x.zip", zip.finished()))
        let reader = try set.makeReader(part: 0)
        let first = try reader.open(0)
        let second = try reader.open(1)
        #expect(throws: ArchiveError.superseded) { try first.readAll(limit: 1 << 20) }
        #expect(try second.readAll(limit: 1 << 20) == noise)
    }

    @Test func aFileThatChangedIsNotRead() throws {
        let scratch = try Scratch()
        let path = try scratch.write("x.zip", ZipBytes([.init("a", text)]).finished())
        let set = ArchiveSet.open([path])
        try scratch.write("x.zip", ZipBytes([.init("a", noise)]).finished())
        #expect(throws: ArchiveError.changed) { try set.makeReader(part: 0) }
    }

    @Test func twoReadersWorkAtTheSameTime() async throws {
        let scratch = try Scratch()
        let members = (0..<200).map { index in
            ZipBytes.Member("\(index)", .noise(5_000, seed: UInt64(index) + 1)) { $0.isDeflated = index % 2 == 0 }
        }
        let set = ArchiveSet.open([try scratch.write("x.zip", ZipBytes(members).finished())])
        let sums = try await withThrowingTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<4 {
                group.addTask { try set.contents(of: set.parts[0]).map { try $0.content.get() } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sums.count == 4)
        #expect(sums.allSatisfy { $0 == members.map(\.content) })
    }
}
