import Foundation
import Items
import TestKit
import Testing

/// One hostile archive and how an import of it must end. What must hold for all of them is in the test.
struct HostileCase: CustomTestStringConvertible, Sendable {
    let file: String
    var status: Int32 = 0
    /// The codes of findings that must be there.
    var codes: [String] = []
    /// What must be said on stderr where there is no report.
    var sentence = ""
    /// Endings of the paths of files that must be there; there must be no other file but the properties of calendars.
    var files: [String] = []
    /// How many files, where there are too many to name them.
    var count: Int?

    var testDescription: String { file }

    static let all: [HostileCase] = [
        // Paths that lead out: the entry is refused, the rest is imported.
        HostileCase(file: "slip-dotdot.zip", status: 1, codes: ["unsafe-path"], files: ["/ok.txt"]),
        HostileCase(file: "slip-absolute.zip", status: 1, codes: ["unsafe-path"], files: ["/ok.txt"]),
        HostileCase(file: "slip-backslash.zip", status: 1, codes: ["unsafe-path"], files: ["/ok.txt"]),
        HostileCase(file: "slip-inner-dotdot.zip", status: 1, codes: ["unsafe-path"], files: ["/ok.txt"]),
        HostileCase(
            file: "slip-symlink-then-write.zip", status: 1, codes: ["link", "unsafe-path"], files: ["/ok.txt"]),
        HostileCase(file: "symlink-to-passwd.zip", status: 1, codes: ["link"], files: ["/ok.txt"]),
        HostileCase(file: "tar-slip.tgz", status: 1, codes: ["unsafe-path"], files: ["/ok.txt"]),
        HostileCase(file: "tar-symlink-dir.tgz", status: 1, codes: ["link", "unsafe-path"], files: ["/ok.txt"]),
        HostileCase(file: "tar-hardlink-out.tgz", status: 1, codes: ["link"], files: ["/ok.txt"]),
        HostileCase(file: "tar-devices.tgz", status: 1, codes: ["special-file"], files: ["/ok.txt"]),
        // Names.
        HostileCase(file: "name-ansi-escape.zip", codes: ["renamed"], files: ["/_[2J_]0;owned__[31mred.txt"]),
        HostileCase(file: "name-newline.zip", codes: ["renamed"], files: ["/a_Set-Cookie_ x=1__b.txt"]),
        HostileCase(file: "name-bidi.zip", codes: ["renamed"], files: ["/invoice_gpj.exe"]),
        HostileCase(file: "name-html.zip", codes: ["renamed"], count: 2),
        HostileCase(file: "name-url.zip", codes: ["renamed"], count: 3),
        HostileCase(file: "name-dup.zip", codes: ["two-versions"], files: ["/a.txt", "/a (7692c3ad).txt"]),
        HostileCase(file: "name-case.zip", codes: ["name-collision"], files: ["/A.txt", "/a (2).txt"]),
        HostileCase(file: "name-nfc-nfd.zip", codes: ["name-collision"], files: ["/e\u{301}.txt", "/\u{E9} (2).txt"]),
        HostileCase(file: "name-file-and-dir.zip", codes: ["name-collision"], files: ["/a (2)", "/a/b.txt"]),
        HostileCase(file: "name-long.zip", codes: ["renamed"], count: 2),
        HostileCase(file: "name-empty-dot.zip", status: 1, codes: ["unsafe-path"], files: ["/a.txt"]),
        HostileCase(file: "name-cp437.zip", files: ["/caf\u{E9}!.txt"]),
        HostileCase(file: "name-invalid-utf8.zip", count: 1),
        HostileCase(file: "name-nul.zip", status: 1, codes: ["unsafe-path"], files: []),
        HostileCase(
            file: "name-local-ne-central.zip", codes: ["local-name-differs"], files: ["/b.txt", "/1.ics"]),
        // Bombs.
        HostileCase(file: "bomb-1G-zeros.zip", status: 1, codes: ["bomb"], files: []),
        HostileCase(file: "bomb-nested-5x10.zip", count: 10),
        HostileCase(
            file: "bomb-overlap-1000.zip", status: 1, codes: ["overlapping-entries", "overlapping"], files: []),
        HostileCase(file: "gz-bomb.tgz", status: 65, sentence: "decompression bomb"),
        HostileCase(file: "many-entries.zip", codes: [], count: nil),
        // Damage.
        HostileCase(file: "bad-crc.zip", status: 1, codes: ["unreadable-entry"], files: ["/b.txt"]),
        HostileCase(file: "size-lie.zip", status: 1, codes: ["unreadable-entry"], files: ["/b.txt"]),
        HostileCase(file: "encrypted-flag.zip", status: 1, codes: ["encrypted"], files: ["/b.txt"]),
        HostileCase(file: "unknown-method.zip", status: 1, codes: ["unsupported-method"], files: ["/b.txt"]),
        HostileCase(file: "tar-truncated.tgz", status: 1, codes: ["incomplete-part"], files: ["/ok.txt"]),
        HostileCase(file: "trunc-half.zip", status: 65, sentence: "The end of the zip is missing."),
        HostileCase(file: "trunc-no-central.zip", status: 65, sentence: "The end of the zip is missing."),
        HostileCase(file: "empty.zip", status: 65, sentence: "It is empty."),
        HostileCase(file: "not-a-zip.zip", status: 65, sentence: "It is named like an archive but is none"),
        HostileCase(file: "prefix-garbage.zip", files: ["/b.txt", "/1.ics"]),
        HostileCase(file: "trailing-garbage.zip", files: ["/b.txt", "/1.ics"]),
    ]
}

private let hostileFolder = corpus("zip/selfmade-hostile")

@Suite(.enabled(if: hostileFolder != nil, "the sample files beside the package are not there"))
struct HostileTests {
    @Test func everyExpectedArchiveHasACase() throws {
        let folder = try #require(hostileFolder)
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/EXPECT.json"))
        let expected = try #require(try JSONSerialization.jsonObject(with: data) as? [String: String])
        #expect(Set(expected.keys) == Set(HostileCase.all.map(\.file)))
    }

    @Test(arguments: HostileCase.all) func endsAsExpected(_ test: HostileCase) throws {
        let scene = try Scene()
        let archive = try #require(hostileFolder) + "/" + test.file
        // A hundred thousand files are looked at and not stored: storing them is the business of a benchmark.
        let isMany = test.file == "many-entries.zip"
        let look = ["--yes"] + (isMany ? ["--dry-run"] : []) + scene.to("host") + [archive]
        let passwd = try #require(FileTree.bytes(of: "/etc/passwd"))
        let result = try scene.run(["import"] + look + (isMany ? [] : ["--verbose"]), status: test.status)
        #expect(result.peakBytes < 400 << 20)
        #expect(harmfulScalars(in: result.output + result.errors) == [])
        #expect(!result.output.contains("root:x:0:0"))
        if test.status == 65 {
            #expect(result.errors.contains(test.sentence), "\(result.errors)")
            #expect(scene.tree("host").files.isEmpty)
            return
        }
        // Once more as programs read it: nothing is done twice.
        let again = try scene.command.run(["import", "--json"] + look)
        #expect(again.status == test.status)
        #expect(harmfulScalars(in: again.output + again.errors) == [])
        let report = try ReportDocument(again)
        #expect(report.entries.closes)
        if isMany {
            #expect(report.all.create == 100_000)
            return
        }
        #expect(report.all.create == 0)
        let tree = scene.tree("host")
        let files = tree.files.filter { !$0.hasSuffix("/displayname") && !$0.hasSuffix("/color") }
        if let count = test.count {
            #expect(files.count == count)
        } else {
            #expect(files.count == test.files.count, "\(files)")
        }
        for ending in test.files {
            #expect(
                files.contains { Array($0.utf8).suffix(ending.utf8.count) == Array(ending.utf8)[...] },
                "\(ending) is not in \(files)")
        }
        #expect(!tree.contents.values.contains(.init(of: passwd)))
        for (path, node) in tree.nodes { #expect(node.isFile || node.mode & 0o170000 == 0o040000, "\(path.text)") }
        // Nothing was written but the host and the state.
        let tops = Set(FileTree(scene.folder.path).files.map { $0.split(separator: "/")[0] })
        #expect(tops.isSubset(of: ["home", "host"]))
    }

    @Test(arguments: HostileCase.all) func theDryRunNamesTheSame(_ test: HostileCase) throws {
        // What is found only by reading the content, which a dry run of files does not do.
        let isFoundByReading = ["bad-crc.zip", "size-lie.zip"].contains(test.file)
        guard test.status == 1 || !test.codes.isEmpty, !isFoundByReading else { return }
        let scene = try Scene()
        let archive = try #require(hostileFolder) + "/" + test.file
        let report = try scene.import(["--dry-run"] + scene.to("host") + [archive], status: test.status)
        let fromReading = ["local-name-differs"]
        for code in test.codes where !fromReading.contains(code) { #expect(report.has(code), "\(code)") }
    }

    @Test(arguments: HostileCase.all) func theImportNamesWhatItFinds(_ test: HostileCase) throws {
        guard !test.codes.isEmpty else { return }
        let scene = try Scene()
        let archive = try #require(hostileFolder) + "/" + test.file
        let report = try scene.import(scene.to("host") + [archive], status: test.status)
        for code in test.codes { #expect(report.has(code), "\(code) is not among \(Set(report.findings.map(\.code)))") }
    }

    @Test func oneHostileArchiveDoesNotSpoilAnother() throws {
        let scene = try Scene()
        let folder = try #require(hostileFolder)
        let good = try scene.export()
        let bad = ["bomb-1G-zeros.zip", "trunc-half.zip", "slip-dotdot.zip", "not-a-zip.zip"].map { "\(folder)/\($0)" }
        let report = try scene.import(scene.to("a") + bad + good, status: 1)
        #expect(report.entries.closes)
        let other = try Scene()
        try other.import(other.to("a") + other.export())
        let missing = other.tree("a").differences(from: scene.tree("a")).filter {
            $0.hasPrefix("missing: calendars") || $0.hasPrefix("missing: contacts")
        }
        #expect(missing == [])
    }
}
