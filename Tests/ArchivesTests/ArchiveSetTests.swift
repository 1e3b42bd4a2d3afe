import Glibc
import Testing

@testable import Archives

@Suite struct ArchiveSetTests {
    private static let stamp = "takeout-20240525T201456Z"

    private func zip(_ text: String) -> [UInt8] { ZipBytes([.init("Takeout/\(text)", Array(text.utf8))]).finished() }

    @Test func theOrderOfPathsDoesNotMatter() throws {
        let scratch = try Scratch()
        let paths = try [
            scratch.write("\(Self.stamp)-010.zip", zip("10")), scratch.write("\(Self.stamp)-002.zip", zip("2")),
            scratch.write("\(Self.stamp)-002 (1).zip", zip("2")), scratch.write("\(Self.stamp)-3-001.zip", zip("3-1")),
            scratch.write("a.ics", "BEGIN:VCALENDAR"), scratch.path + "/missing.zip",
        ]
        let expected = ArchiveSet.open(paths)
        #expect(expected.parts.map(\.id) == [0, 1, 2, 3, 4])
        #expect(expected.parts.map(\.name.number) == [nil, 2, 2, 10, 1])
        #expect(expected.parts.map(\.repeatOf) == [nil, nil, 1, nil, nil])
        for shift in 1..<paths.count {
            let rotated = Array(paths[shift...] + paths[..<shift])
            for order in [rotated, rotated.reversed()] {
                let set = ArchiveSet.open(order)
                #expect(set.problems == expected.problems)
                #expect(set.parts.map(\.path) == expected.parts.map(\.path))
                #expect(set.parts.map(\.identity) == expected.parts.map(\.identity))
                #expect(set.parts.map(\.repeatOf) == expected.parts.map(\.repeatOf))
                #expect(set.parts.flatMap { $0.entries.map(\.id) } == expected.parts.flatMap { $0.entries.map(\.id) })
            }
        }
    }

    @Test(
        arguments: [
            (["-001", "-002", "-003"], nil), (["-002", "-003"], "part 1"), (["-001", "-004"], "parts 2 to 3"),
            (["-3-001", "-5-001"], nil), (["-3-002", "-001"], "part 1"), (["-001", "-003", "-005"], "parts 2, 4"),
        ] as [([String], String?)])
    func gapsInASeriesAreTold(_ suffixes: [String], _ missing: String?) throws {
        let scratch = try Scratch()
        for suffix in suffixes { try scratch.write("\(Self.stamp)\(suffix).zip", zip(suffix)) }
        let set = ArchiveSet.open([scratch.path])
        let gaps = set.problems.filter { $0.code == .seriesGap }
        #expect(set.problems == gaps)
        #expect(gaps.count == (missing == nil ? 0 : 1))
        if let missing { #expect(gaps.first?.sentence.contains("lacks \(missing);") == true) }
    }

    @Test func aMissingLastPartIsToldWhenTheNameCounts() throws {
        let scratch = try Scratch()
        try scratch.write("iCloud Photos Part 1 of 3.zip", zip("1"))
        try scratch.write("iCloud Photos Part 2 of 3.zip", zip("2"))
        let set = ArchiveSet.open([scratch.path])
        #expect(set.parts.count == 2)
        #expect(set.codes == [.seriesGap])
    }

    @Test func aPartThatCannotBeReadIsNoGap() throws {
        let scratch = try Scratch()
        try scratch.write("\(Self.stamp)-001.zip", zip("1"))
        try scratch.write("\(Self.stamp)-002.zip", Array(zip("2").dropLast(10)))
        try scratch.write("\(Self.stamp)-003.zip", zip("3"))
        #expect(ArchiveSet.open([scratch.path]).codes == [.incompletePart])
    }

    @Test func repeatedRenamedAndConflictingPartsAreTold() throws {
        let scratch = try Scratch()
        try scratch.write("\(Self.stamp)-001.zip", zip("1"))
        try scratch.write("\(Self.stamp)-001 (1).zip", zip("1"))
        try scratch.write("mine \(Self.stamp)-001.zip", zip("other"))
        let set = ArchiveSet.open([scratch.path])
        #expect(set.parts.map(\.repeatOf) == [nil, nil, 1])
        #expect(
            set.codes.sorted { $0.rawValue < $1.rawValue } == [
                .conflictingPart, .renamedPart, .renamedPart, .repeatedPart,
            ])
    }

    @Test func tarsOfOneSizeAndEqualEdgesAreNotTakenForRepeats() throws {
        let scratch = try Scratch()
        for (name, seed) in [("a.tar", 1), ("b.tar", 2), ("c.tar", 1)] as [(String, UInt64)] {
            var tar = TarBytes()
            tar.add("zeros", [UInt8](repeating: 0, count: 100_000))
            tar.add("noise", .noise(1_000, seed: seed))
            tar.add("zeros", [UInt8](repeating: 0, count: 100_000))
            try scratch.write(name, tar.finished)
        }
        let set = ArchiveSet.open(["a.tar", "b.tar", "c.tar"].map { scratch.path + "/" + $0 })
        #expect(Set(set.parts.map(\.identity)).count == 1)
        #expect(set.parts.map(\.repeatOf) == [nil, nil, 0])
    }

    @Test func whatLiesBesideThePartsIsTold() throws {
        let scratch = try Scratch()
        try scratch.write("\(Self.stamp)-001.zip", zip("1"))
        try scratch.write("\(Self.stamp)-002.zip.crdownload", "half")
        for index in 0..<25 { try scratch.write("note\(index).txt", "") }
        let set = ArchiveSet.open([scratch.path])
        #expect(set.parts.count == 1)
        #expect(set.codes.filter { $0 == .ignoredFile }.count == 21)
        #expect(set.codes.filter { $0 == .unfinishedDownload }.count == 1)
    }

    struct Unusable: Sendable {
        let name: String
        let content: String
        let code: ArchiveProblem.Code
        let words: String
    }

    @Test(arguments: [
        Unusable(name: "a.zip", content: "", code: .emptyFile, words: "empty"),
        Unusable(name: "a.tgz", content: "", code: .emptyFile, words: "empty"),
        Unusable(
            name: "a.zip", content: "\u{feff}\n<!DOCTYPE html><title>Sign in", code: .notAnArchive, words: "web page"),
        Unusable(name: "a.tgz", content: "<html><body>", code: .notAnArchive, words: "web page"),
        Unusable(name: "a.zip", content: "plain words", code: .notAnArchive, words: "looks like text"),
        Unusable(name: "a.tar", content: "plain words", code: .notAnArchive, words: "looks like text"),
        Unusable(name: "a.zip", content: "\u{1}\u{2}\u{3}", code: .notAnArchive, words: "no known kind"),
        Unusable(name: "a.7z", content: "7z\u{bc}\u{af}", code: .unsupportedArchive, words: "not read"),
        Unusable(name: "a.zip", content: "Rar!\u{1a}", code: .unsupportedArchive, words: "RAR"),
        Unusable(name: "a.z01", content: "\u{1}\u{2}\u{3}", code: .unsupportedArchive, words: "not read"),
        Unusable(name: "a.zip.part", content: "PK", code: .unfinishedDownload, words: "not finished"),
    ])
    func eachUnusablePathIsAProblem(_ row: Unusable) throws {
        let scratch = try Scratch()
        let good = try scratch.write("good.zip", zip("good"))
        let path = try scratch.write(row.name, row.content)
        let set = ArchiveSet.open([path, good])
        #expect(set.parts.map(\.path) == [good])
        let problem = try #require(set.problems.first)
        #expect(set.problems.count == 1)
        #expect(problem.code == row.code)
        #expect(problem.path == path)
        #expect(problem.sentence.contains(row.words))
        #expect(problem.severity == .error)
        #expect(problem.advice != nil)
    }

    @Test func missingFilesAndFIFOsAreProblems() throws {
        let scratch = try Scratch()
        let pipe = scratch.path + "/pipe.zip"
        #expect(mkfifo(pipe, 0o644) == 0)
        #expect(ArchiveSet.open([pipe]).codes == [.notAFile])
        #expect(ArchiveSet.open([scratch.path + "/none"]).codes == [.missingFile])
        #expect(ArchiveProblem(.system(EACCES), path: "x").code == .noPermission)
    }

    @Test func aLooseFileIsAPartWithOneEntry() throws {
        let scratch = try Scratch()
        let document = zip("inside a document")
        let paths = try [
            scratch.write("a.vcf", "BEGIN:VCARD"), scratch.write("b.docx", document), scratch.write("c.part", ""),
        ]
        let set = ArchiveSet.open(paths)
        #expect(set.parts.map(\.format) == [.file, .file, .file])
        #expect(set.parts.map(\.paths) == [["a.vcf"], ["b.docx"], ["c.part"]])
        #expect(try set.content("b.docx", of: set.parts[1]) == document)
        #expect(set.allProblems.isEmpty)
    }

    @Test func sourcesAreNeverTouched() throws {
        let scratch = try Scratch()
        let paths = try [scratch.write("a.zip", zip("a")), scratch.write("b.ics", "text")]
        var before: [FileStamp] = []
        for path in paths {
            #expect(chmod(path, 0o400) == 0)
            before.append(try SourceFile(path: path).stamp)
        }
        let set = ArchiveSet.open(paths)
        for part in set.parts { #expect(try set.contents(of: part).count == 1) }
        #expect(try paths.map { try SourceFile(path: $0).stamp } == before)
        #expect(try fileBytes(paths[0]) == zip("a"))
    }

    @Test func oneTreeIsTheSameHoweverItIsPacked() throws {
        let scratch = try Scratch()
        let files = [("Takeout/a.ics", "calendar"), ("Takeout/Ü/b c.txt", "text"), ("Takeout/empty", "")]
        var tar = TarBytes()
        for (path, text) in files {
            tar.add(path, Array(text.utf8))
            try scratch.write("tree/" + path, text)
        }
        try scratch.write("x.zip", ZipBytes(files.map { .init($0, Array($1.utf8)) }).finished())
        try scratch.write("x.tar", tar.finished)
        try scratch.write("x.tgz", gzipped(tar.finished))
        for name in ["tree", "x.zip", "x.tar", "x.tgz"] {
            let (set, part) = try ArchiveSet.single(scratch.path + "/" + name)
            let found = try set.contents(of: part).map {
                ($0.path, String(decoding: try $0.content.get(), as: UTF8.self))
            }
            #expect(Dictionary(uniqueKeysWithValues: found) == Dictionary(uniqueKeysWithValues: files), "\(name)")
        }
    }
}
