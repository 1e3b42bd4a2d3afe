import Foundation
import Glibc
import TestKit
import Testing

/// Input that must be refused well: one clear sentence, the right status, and nothing that a rerun would not finish.
@Suite struct RefusalTests {
    /// What an import says that finds nothing to read: one sentence, and one line for the path.
    private func expectUnreadable(_ paths: [String], in scene: Scene, saying sentence: String) throws {
        let result = try scene.run(["import", "--yes"] + scene.to("a") + paths, status: 65)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.first == "degoogle: There is nothing to read in what was given.")
        #expect(
            lines.dropFirst().map { $0.contains(sentence) && $0.hasPrefix("  \(paths[0]): ") } == [true],
            "\(result.errors)")
        #expect(scene.tree("a").files.isEmpty)
    }

    private func expectFinished(
        afterMissingPart isPartMissing: Bool = false, _ parts: [String], in scene: Scene,
        at location: SourceLocation = #_sourceLocation
    )
        throws
    {
        let other = try Scene()
        try other.import(other.to("a") + other.export(), at: location)
        try scene.import(scene.to("a") + parts, at: location)
        // A contact without a UID gets one made from its content: where its better half was in the missing part, the
        // card that could be made without it stays beside the whole one. So does a chat without its name, and the page
        // of a note without the note.
        let halves = ["contacts/", "files/Google Chat/", "files/Google Takeout/Keep/"].map { "too much: " + $0 }
        let differences = other.tree("a").differences(from: scene.tree("a"))
            .filter { difference in !(isPartMissing && halves.contains { difference.hasPrefix($0) }) }
        #expect(differences == [], sourceLocation: location)
        try scene.expectTidy(["a"], at: location)
    }

    @Test func aMissingFile() throws {
        let scene = try Scene()
        let path = scene.folder.at("export/takeout-20260416T000738Z-1-001.zip")
        try expectUnreadable([path], in: scene, saying: "There is no such file. Check the path.")
        try expectFinished(scene.export(), in: scene)
    }

    @Test func anEmptyFile() throws {
        let scene = try Scene()
        let path = try scene.folder.write("", to: "takeout.zip")
        try expectUnreadable([path], in: scene, saying: "It is empty. Download the part again.")
        try expectFinished(scene.export(), in: scene)
    }

    @Test func aTextNamedZip() throws {
        let scene = try Scene()
        let path = try scene.folder.write("Dear user, your export is ready.\n", to: "takeout.zip")
        try expectUnreadable([path], in: scene, saying: "It is named like an archive but is none")
        try expectFinished(scene.export(), in: scene)
    }

    @Test(arguments: [0.1, 0.5, 0.99]) func aTruncatedPart(_ share: Double) throws {
        let scene = try Scene()
        let part = try scene.export()[0]
        let whole = try #require(FileTree.bytes(of: part))
        try #require(truncate(part, Int(Double(whole.count) * share)) == 0)
        try expectUnreadable([part], in: scene, saying: "The end of the zip is missing. Download the part again.")
        try expectFinished(scene.export(), in: scene)
    }

    @Test func aTruncatedPartBesideAWholeOne() throws {
        let scene = try Scene()
        let parts = try scene.export(as: SamplePacking(split: .parts(2)))
        try #require(truncate(parts[0], 5000) == 0)
        let report = try scene.import(scene.to("a") + parts, status: 1)
        #expect(report.has("incomplete-part"))
        #expect(report.all.create > 10)
        try expectFinished(afterMissingPart: true, scene.export(as: SamplePacking(split: .parts(2))), in: scene)
    }

    @Test func aTruncatedTar() throws {
        let scene = try Scene()
        let part = try scene.export(as: SamplePacking(.tgz))[0]
        let whole = try #require(FileTree.bytes(of: part))
        try #require(truncate(part, whole.count / 2) == 0)
        let report = try scene.import(scene.to("a") + [part], status: 1)
        #expect(report.has("incomplete-part"))
        try expectFinished(scene.export(as: SamplePacking(.tgz)), in: scene)
    }

    @Test func theSecondPartWithoutTheFirst() throws {
        let scene = try Scene()
        let parts = try scene.export(as: SamplePacking(split: .parts(2)))
        let result = try scene.run(["import", "--yes"] + scene.to("a") + [parts[1]], status: 1)
        #expect(result.output.contains("The series of this part lacks part 1"))
        #expect(result.output.contains("Download the missing parts"))
        try expectFinished(afterMissingPart: true, parts, in: scene)
    }

    @Test func aZipWithAPassword() throws {
        let scene = try Scene()
        try scene.folder.write("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", to: "Takeout/Drive/secret.txt")
        let zip = try ChildProcess(
            ["zip", "-q", "-r", "-P", "geheim", "locked.zip", "Takeout"], environment: ["PATH": "/usr/bin:/bin"],
            in: scene.folder.path
        ).wait()
        try #require(zip.status == 0, "zip(1) is needed: \(zip.errors)")
        let result = try scene.run(["import", "--yes"] + scene.to("a") + ["locked.zip"], status: 1)
        #expect(result.output.contains("It is encrypted (ZipCrypto); unpack it with its password first."))
        #expect(scene.tree("a").files.isEmpty)
        try scene.run(["import", "--yes"] + scene.to("a") + ["Takeout"])
        #expect(scene.tree("a").files.contains { $0.hasSuffix("secret.txt") })
    }

    @Test func aFolderWithoutRights() throws {
        let scene = try Scene()
        let folder = try scene.export(as: SamplePacking(.folder))[0]
        scene.command.wrapper = withoutPowers
        chmod(folder, 0)
        defer { chmod(folder, 0o755) }
        try expectUnreadable([folder], in: scene, saying: "It may not be read. Give yourself the right to read it.")
        chmod(folder, 0o755)
        try expectFinished([folder], in: scene)
    }

    @Test func aFileWithoutRights() throws {
        let scene = try Scene()
        let folder = try scene.export(as: SamplePacking(.folder))[0]
        let file = try #require(FileTree(folder).files.first { $0.hasSuffix("Report.docx") })
        scene.command.wrapper = withoutPowers
        chmod("\(folder)/\(file)", 0)
        let report = try scene.import(scene.to("a") + [folder], status: 1)
        #expect(report.findings.contains { $0.severity == "error" && $0.entry?.hasSuffix("Report.docx") == true })
        #expect(report.entries.closes)
        chmod("\(folder)/\(file)", 0o644)
        try expectFinished([folder], in: scene)
    }

    @Test func aHostThatIsFullFromTheStart() throws {
        let scene = try Scene()
        let disk = try SmallDisk(at: scene.folder.at("disk"), "size=2m")
        let parts = try scene.export()
        let result = try scene.run(["import", "--yes"] + scene.to("disk/a") + parts, status: 73)
        #expect(
            result.errors == "degoogle: Nothing was written: not everything has a place at the hosts (see above).\n")
        #expect(scene.tree("disk").files.isEmpty)
        try disk.remount("size=64m")
        try scene.import(scene.to("disk/a") + parts)
        withExtendedLifetime(disk) {}
    }

    @Test func aHostThatBecomesFull() throws {
        let scene = try Scene()
        // Room for the bytes, but not for so many files.
        let disk = try SmallDisk(at: scene.folder.at("disk"), "size=64m,nr_inodes=60")
        let parts = try scene.export()
        let report = try scene.import(scene.to("disk/a") + parts, status: 1)
        #expect(report.has("host-lost"))
        #expect(report.findings.contains { $0.message.contains("No space left") || $0.message.contains("room") })
        #expect(report.all.failed > 0 && report.all.create > 0)
        try disk.remount("size=64m,nr_inodes=10000")
        let other = try Scene()
        try other.import(other.to("a") + other.export())
        try scene.import(scene.to("disk/a") + parts)
        #expect(other.tree("a").differences(from: scene.tree("disk/a")) == [])
        try scene.expectTidy(["disk/a"])
        withExtendedLifetime(disk) {}
    }

    @Test(arguments: ["size=4k", "size=48k", "size=100k"]) func aFullDiskUnderTheState(_ size: String) throws {
        let scene = try Scene()
        let disk = try SmallDisk(at: scene.folder.at("home/state"), size)
        var export = SampleExport.tiny
        export.contacts = 300
        let parts = try scene.export(export)
        let result = try scene.run(["import", "--yes"] + scene.to("a") + parts, status: 75)
        #expect(result.errors.split(separator: "\n").count == 1)
        #expect(result.errors.contains("The disk that holds the state in \(scene.command.state) is full."))
        try disk.remount("size=10m")
        let other = try Scene()
        try other.import(other.to("a") + other.export(export))
        try scene.import(scene.to("a") + parts)
        #expect(other.tree("a").differences(from: scene.tree("a")) == [])
        try scene.expectTidy(["a"])
        withExtendedLifetime(disk) {}
    }

    @Test(arguments: [false, true]) func aReadOnlyStateDirectory(_ isByRights: Bool) throws {
        let scene = try Scene()
        let parts = try scene.export()
        let state = scene.folder.at("home/state")
        var disk: SmallDisk?
        if isByRights {
            mkdir(state, 0o500)
            scene.command.wrapper = withoutPowers
        } else {
            disk = try SmallDisk(at: state, "size=10m")
            try disk?.remount("ro")
        }
        let result = try scene.run(["import", "--yes"] + scene.to("a") + parts, status: 78)
        #expect(result.errors.split(separator: "\n").count == 1)
        #expect(result.errors.contains("The state directory \(scene.command.state) cannot be written"))
        #expect(result.errors.contains("--state"))
        #expect(scene.tree("a").files.isEmpty)
        // Looking needs no state.
        try scene.run(["import", "--dry-run"] + scene.to("a") + parts)
        if isByRights { chmod(state, 0o700) } else { try disk?.remount("rw") }
        try expectFinished(parts, in: scene)
    }

    /// A configuration, where its slip is, and what is said about it.
    static let slips: [(String, String, String)] = [
        ("[hosts.a]\nurl = \"folder:/x\n", "2:", ""),
        ("[hosts.a\n", "1:", ""),
        ("[hosts.a]\nurl = \"folder:/x\"\nqota = \"1 GB\"\n", "3:1: hosts.a.qota is not a setting", "quota"),
        ("[hosts.a]\n  quota = \"1 parsec\"\n  url = \"folder:/x\"\n", "2:3: hosts.a.quota must be", "40 GB"),
        ("\n\n[hosts.a]\nweight = 2\n", "3:1: hosts.a needs a url", ""),
        ("[spred]\ncopies = 2\n", "1:1: spred is not a setting", "spread"),
        ("[hosts.a]\nurl = \"folder:/x\"\n[spread]\ncopies = 0\n", "4:1: spread.copies must be", ""),
        ("[hosts.a]\nurl = \"folder:/x\"\nweight = -1\n", "3:1: hosts.a.weight must be", ""),
        ("[hosts.a]\nurl = 5\n", "2:1: hosts.a.url must be", ""),
        (
            "[hosts.a]\nurl = \"folder:/x\"\n[[route]]\nkind = \"song\"\nto = [\"a\"]\n",
            "4:1: route.kind names the kind", "contact"
        ),
        (
            "[hosts.a]\nurl = \"folder:/x\"\n[[route]]\nkind = \"event\"\nto = [\"b\"]\n",
            "5:1: route.to names the host", ""
        ),
    ]

    @Test(arguments: slips) func aSlipInTheConfiguration(_ text: String, _ place: String, _ help: String) throws {
        let scene = try Scene()
        try scene.folder.write(text, to: "home/config/degoogle/config.toml")
        let result = try scene.run(["import", "--yes"] + scene.export(), status: 78)
        #expect(result.errors.dropLast().filter { $0 == "\n" } == "", "\(result.errors)")
        #expect(result.errors.hasPrefix("degoogle: \(scene.command.configuration):\(place)"), "\(result.errors)")
        #expect(help.isEmpty || result.errors.contains(help))
        try scene.folder.write(
            "[hosts.a]\nurl = \"folder:\(scene.folder.at("a"))\"\n", to: "home/config/degoogle/config.toml")
        try scene.import(scene.export())
        #expect(!scene.tree("a").files.isEmpty)
    }

    @Test func aURLThatNothingOpens() throws {
        let scene = try Scene()
        try scene.folder.write("[hosts.a]\nurl = \"gopher://x\"\n", to: "home/config/degoogle/config.toml")
        let result = try scene.run(["import", "--yes"] + scene.export(), status: 78)
        #expect(result.errors.contains("gopher://x") && result.errors.contains("folder:"))
    }
}
