import Testing

@testable import Archives

/// The second opinions: Python's zipfile and bsdtar, over archives that all of them can read.
@Suite struct ComparisonTests {
    /// Makes an archive of many kinds of names and contents with Python, then prints what it reads back.
    private static let maker = """
        import sys, zipfile, tarfile, io, random, zlib
        random.seed(7)
        files = []
        for i in range(300):
            name = random.choice(["Takeout/%d.txt", "Takeout/Ordner ü/%d é.ics", "a/b/c/d/%d", "e\\u0301/%d", "\\u65e5\\u672c/%d.json"]) % i
            files.append((name, bytes(random.choices(range(256 if i % 3 else 4), k=random.choice([0, 1, 100, 70000])))))
        path = sys.argv[1]
        if path.endswith("zip"):
            with zipfile.ZipFile(path, "w") as z:
                for i, (n, d) in enumerate(files): z.writestr(n, d, 8 if i % 2 else 0)
            with zipfile.ZipFile(path) as z:
                rows = [(n.filename, z.read(n)) for n in z.infolist()]
        else:
            kind = {"pax": tarfile.PAX_FORMAT, "gnu": tarfile.GNU_FORMAT}[sys.argv[2]]
            with tarfile.open(path, "w:gz" if path.endswith("gz") else "w", format=kind) as t:
                for n, d in files:
                    info = tarfile.TarInfo(n)
                    info.size = len(d)
                    t.addfile(info, io.BytesIO(d))
            with tarfile.open(path) as t:
                rows = [(m.name, t.extractfile(m).read()) for m in t]
        sys.stdout.buffer.write("".join("%s %d %d\\n" % (n, len(d), zlib.crc32(d)) for n, d in rows).encode())
        """

    private static func rows(_ set: ArchiveSet, _ part: Part) throws -> [String] {
        try set.contents(of: part).map { path, content in
            let content = try content.get()
            return "\(path) \(content.count) \(content.withUnsafeBytes { checksum32(of: $0) })"
        }
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(
        .enabled(if: Command.exists("python3")),
        arguments: [("x.zip", ""), ("x.tar", "pax"), ("x.tgz", "pax"), ("x.tgz", "gnu")])
    func pythonReadsTheSame(_ name: String, _ format: String) throws {
        let scratch = try Scratch()
        let script = try scratch.write("make.py", Self.maker)
        let path = scratch.path + "/" + name
        let expected = Self.lines(Command.output(of: "python3 '\(script)' '\(path)' \(format)"))
        try #require(expected.count == 300)
        let (set, part) = try ArchiveSet.single(path)
        #expect(set.allProblems.isEmpty)
        // As bytes: a String takes a composed accent and a decomposed one for the same.
        #expect(try Self.rows(set, part).map { Array($0.utf8) } == expected.map { Array($0.utf8) })
        if Command.exists("bsdtar") {
            #expect(Self.lines(Command.output(of: "LC_ALL=C.UTF-8 bsdtar -tf '\(path)'")) == part.paths)
        }
    }

    @Test(.enabled(if: Command.exists("python3")))
    func pythonHasTheSameCodePage437() {
        let expected = Command.output(
            of: "python3 -c 'import sys; sys.stdout.buffer.write(bytes(range(256)).decode(\"cp437\").encode())'")
        let all = Array(UInt8.min...UInt8.max)
        #expect(all.withUnsafeBufferPointer { CodePage437.utf8($0) } == expected)
    }

    /// A zip64 entry longer than 4 GiB; the hole in the file costs nothing.
    @Test(.enabled(if: Command.exists("python3")))
    func entriesBeyondFourGigabytesAreFound() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/x.zip"
        let script = """
            import sys, zipfile
            path, size = sys.argv[1], (4 << 30) + 5
            with zipfile.ZipFile(path, "w") as z:
                with z.open("before", "w", force_zip64=True) as f: f.write(b"before")
                big = zipfile.ZipInfo("big")
                big.file_size = big.compress_size = size
                big.CRC = 0
                big.header_offset = z.fp.tell()
                z.fp.write(big.FileHeader(zip64=True))
                z.fp.seek(size, 1)
                z.start_dir = z.fp.tell()
                z.filelist.append(big)
                z.NameToInfo["big"] = big
                z.writestr("after", b"after")
            """
        _ = Command.output(of: "python3 '\(try scratch.write("make.py", script))' '\(path)'")
        let (set, part) = try ArchiveSet.single(path)
        #expect(set.allProblems.isEmpty)
        #expect(part.entries.map(\.byteCount) == [6, (4 << 30) + 5, 5])
        #expect(try set.content("after", of: part) == [UInt8](text: "after"))
    }
}
