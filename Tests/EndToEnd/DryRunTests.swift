import Foundation
import Items
import TestKit
import Testing

@Suite struct DryRunTests {
    private static func export(_ scene: Scene) throws -> [String] {
        try scene.export(as: SamplePacking(split: .parts(2)))
    }

    @Test func theDryRunAndTheImportSayTheSameNumbers() throws {
        let scene = try Scene()
        let arguments = scene.to("a", "b", "c") + (try Self.export(scene))
        let offline = try scene.import(["--dry-run", "--offline"] + arguments)
        let online = try scene.import(["--dry-run"] + arguments)
        let done = try scene.import(arguments)
        #expect(offline.mode == "dry-run-offline" && online.mode == "dry-run" && done.mode == "applied")
        for report in [offline, online] {
            #expect(report.entries == done.entries)
            #expect(report.items == done.items)
            #expect(report.hosts.map(\.planned) == done.hosts.map(\.planned))
            #expect(report.sources == done.sources)
        }
        #expect(online.findings == done.findings)
        // Which hosts can hold a copy of the catalogue only they themselves can say.
        #expect(offline.findings == done.findings.filter { $0.code != "catalogue-goes-to" })
        #expect(done.entries.closes)
        #expect(done.all.create == done.all.total && done.all.total > 80)
        for host in done.hosts {
            // Beside the items there are the properties of calendars, as vdirsyncer writes them.
            let stored = scene.tree(host.name).files.count { !$0.hasSuffix("/displayname") && !$0.hasSuffix("/color") }
            #expect(host.items == stored)
        }
        // And again, with everything there.
        let after = try scene.import(["--dry-run"] + arguments)
        #expect(after.items == (try scene.import(arguments)).items)
        #expect(after.all.unchanged == done.all.create)
    }

    @Test func theNumbersAreThoseOfTheExport() throws {
        let scene = try Scene()
        let expected = SampleExport.tiny.expected()
        let report = try scene.import(scene.to("a") + scene.export())
        for kind in SampleItemKind.allCases {
            #expect(report.items[kind.rawValue]?.total == expected.items[kind], "\(kind)")
        }
        #expect(report.entries.read == expected.entries)
        let columns: [(SampleOutcome, Int)] = [
            (.imported, report.entries.imported), (.merged, report.entries.merged), (.kept, report.entries.kept),
            (.leftOut, report.entries.leftOut), (.unreadable, report.entries.unreadable),
        ]
        for (outcome, count) in columns { #expect(count == expected.outcomes[outcome, default: 0], "\(outcome)") }
    }

    /// Everything that could be written to: home, export and hosts.
    private func snapshot(_ scene: Scene) -> FileTree { FileTree(scene.folder.path) }

    static let looks: [[String]] = [
        ["import", "--dry-run"], ["import", "--dry-run", "--offline"], ["import", "--dry-run", "--json", "--verbose"],
        ["import", "--dry-run", "--exit-code"],
    ]

    @Test(arguments: looks, [0, 1, 2]) func aDryRunWritesNothing(_ look: [String], _ moment: Int) throws {
        let scene = try Scene()
        let parts = try Self.export(scene)
        // Before anything was ever stored, after everything was, and where a run was killed.
        if moment > 0 { try scene.import(scene.to("a", "b") + parts) }
        if moment == 2 {
            let state = scene.command.state
            // A transaction that did not end: the journal of SQLite is hot.
            let copying = """
                import shutil, sqlite3, sys
                c = sqlite3.connect(sys.argv[1] + "/state.sqlite", isolation_level=None)
                c.execute("PRAGMA cache_size = 2")
                c.execute("BEGIN")
                c.execute("UPDATE catalogue SET etag = 'torn'")
                shutil.copytree(sys.argv[1], sys.argv[1] + ".hot")
                c.execute("ROLLBACK")
                """
            let child = try ChildProcess(
                ["python3", "-c", copying, state], environment: ["PATH": "/usr/bin:/bin"], in: scene.folder.path)
            let result = try child.wait()
            try #require(result.status == 0, "\(result.errors)")
            FileTree.remove(state)
            try FileManager.default.moveItem(atPath: state + ".hot", toPath: state)
        }
        let before = snapshot(scene)
        let log = try WorkFolder()
        scene.command.environment["TMPDIR"] = log.path
        scene.command.wrapper = [
            "strace", "-f", "-qq", "-o", log.at("calls"), "-e",
            "trace=open,openat,openat2,creat,socket,connect,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,"
                + "rmdir,link,linkat,symlink,symlinkat,truncate,ftruncate,chmod,fchmod,fchmodat,chown,fchown,fchownat,"
                + "utimensat,mknod,mknodat,pwrite64,pwritev,setxattr,fsetxattr",
        ]
        let isDifferent = look.contains("--exit-code") && moment == 0
        let result = try scene.run(look + scene.to("a", "b") + parts, status: isDifferent ? 2 : 0)
        #expect(!result.output.isEmpty)
        #expect(snapshot(scene) == before)
        let calls = String(decoding: try #require(FileTree.bytes(of: log.at("calls"))), as: UTF8.self)
        #expect(calls.contains("openat("))
        for call in calls.split(separator: "\n") {
            // A torn state is mended in a copy of it, in the folder for temporary files.
            if moment == 2, !call.contains(scene.folder.path) { continue }
            // The end of a call that another thread interrupted; how it began stands above.
            if call.contains(" resumed>") { continue }
            let isOpening = ["open(", "openat(", "openat2(", "creat("].contains { call.contains($0) }
            let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].contains { call.contains($0) }
            #expect(isOpening && (!writes || call.contains("\"/dev/")), "\(call)")
        }
    }

    @Test func withoutHostsItOnlyLooks() throws {
        let scene = try Scene()
        let parts = try Self.export(scene)
        let before = snapshot(scene)
        let result = try scene.run(["import"] + parts)
        #expect(result.output.contains("No host is named yet. Add --to folder:DIR"))
        #expect(snapshot(scene) == before)
    }

    @Test func aQuestionWithoutAnAnswerWritesNothing() throws {
        let scene = try Scene()
        let parts = try Self.export(scene)
        try scene.run(["import"] + scene.to("a") + parts, status: 64)
        #expect(scene.tree("a").files.isEmpty)
    }

    @Test func planWritesNothingButThePlan() throws {
        let scene = try Scene()
        let parts = try Self.export(scene)
        let before = snapshot(scene)
        try scene.run(["plan", "-o", "plan.json"] + scene.to("a") + parts)
        #expect(Set(snapshot(scene).files) == Set(before.files + ["plan.json"]))
    }
}
