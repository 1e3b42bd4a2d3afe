import Foundation
import Glibc
import TestKit
import Testing

/// Numbers that are the same in every run.
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}

@Suite struct KillTests {
    private static let hosts = ["a", "b", "c"]

    private func reset(_ scene: Scene) {
        for host in Self.hosts { FileTree.remove(scene.folder.at(host)) }
        FileTree.remove(scene.folder.at("home/state"))
    }

    private func trees(_ scene: Scene) -> [FileTree] { Self.hosts.map(scene.tree) }

    private func expectSame(
        _ expected: [FileTree], _ scene: Scene, _ after: String, at location: SourceLocation = #_sourceLocation
    ) throws {
        for (tree, now) in zip(expected, trees(scene)) {
            let differences = tree.differences(from: now)
            #expect(differences == [], "after \(after)", sourceLocation: location)
        }
        try scene.expectTidy(Self.hosts, at: location)
    }

    @Test(arguments: [SamplePacking(.zip, split: .parts(2)), SamplePacking(.tgz)])
    func killedAtAnyMomentTheNextRunsFinish(_ packing: SamplePacking) throws {
        let scene = try Scene()
        var export = SampleExport.tiny
        export.calendars = 3
        export.eventsPerCalendar = 30
        export.contacts = 90
        export.driveFiles = 60
        export.entriesPerProduct = 4
        let arguments = scene.to("a", "b", "c") + (try scene.export(export, as: packing))
        let command = ["import", "--yes", "--quiet"] + arguments
        let start = ContinuousClock.now
        let report = try scene.import(arguments)
        let duration = ContinuousClock.now - start
        #expect(report.all.total > 250)
        let expected = trees(scene)
        reset(scene)
        var numbers = SeededNumbers(seed: 2026)
        var kills = 0
        var runs = 0
        while kills < 15 {
            runs += 1
            try #require(runs < 200, "only \(kills) of \(runs) runs could be killed")
            let child = try scene.command.start(command)
            // The moment is the fault: anywhere in the time a whole import takes.
            usleep(UInt32((duration * numbers.next(below: 1000) / 1000) / .microseconds(1)))
            child.send(SIGKILL)
            let result = try child.wait()
            if result.status == 137 {
                kills += 1
                // From time to time a dry run looks at what was left, and must neither fail nor find a conflict.
                if kills.isMultiple(of: 5) {
                    let look = try scene.import(["--dry-run"] + arguments)
                    #expect(look.all.conflict == 0)
                }
            } else {
                #expect(result.status == 0, "\(result.errors)")
                try expectSame(expected, scene, "\(kills) kills")
                reset(scene)
            }
        }
        let last = try scene.import(arguments)
        #expect(last.all.conflict == 0 && last.all.failed == 0)
        try expectSame(expected, scene, "the last run")
        #expect(try scene.import(arguments).all.unchanged == report.all.total)
    }

    /// The calls at which something becomes durable or visible.
    static let calls = ["renameat2", "fsync", "pwrite64", "write", "ftruncate", "mkdirat", "unlinkat", "fdatasync"]

    @Test(arguments: calls) func killedAtACallTheNextRunFinishes(_ call: String) throws {
        let scene = try Scene()
        let arguments = scene.to("a", "b", "c") + (try scene.export())
        let command = ["import", "--yes", "--quiet"] + arguments
        try scene.run(command)
        let expected = trees(scene)
        let plain = scene.command
        var kills = 0
        // strace counts the calls of each thread by itself.
        for number in [1, 2, 3, 5, 9] {
            reset(scene)
            scene.command.wrapper = [
                "strace", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
                "inject=\(call):signal=KILL:when=\(number)",
            ]
            let result = try scene.command.run(command)
            scene.command = plain
            guard result.status != 0 else { continue }
            #expect(result.status == 137, "\(result.errors)")
            kills += 1
            let report = try scene.import(arguments)
            #expect(report.all.conflict == 0 && report.all.failed == 0, "after \(call) \(number)")
            try expectSame(expected, scene, "\(call) \(number)")
        }
        #expect(kills > 0, "no run was killed at \(call)")
    }

    @Test(arguments: [SIGINT, SIGTERM]) func aSignalStopsTheRunAndTheNextGoesOn(_ signal: Int32) throws {
        let scene = try Scene()
        var export = SampleExport.manyEntries(4000)
        export.driveFileSize = .fixed(2000)
        let arguments = scene.to("a") + (try scene.export(export, as: SamplePacking(.zip, compression: .stored)))
        let child = try scene.command.start(["import", "--yes", "--json"] + arguments)
        let limit = ContinuousClock.now + .seconds(60)
        let drive = scene.folder.at("a/files/Drive")
        while (try? FileManager.default.subpathsOfDirectory(atPath: drive).count { $0.contains(".") }) ?? 0 < 20 {
            try #require(ContinuousClock.now < limit, "the import did not begin: \(child.errorsSoFar)")
            usleep(1000)
        }
        child.send(signal)
        let result = try child.wait(atMost: .seconds(5))
        #expect(result.status == 130, "\(result.errors)")
        #expect(result.errors.contains("the next run goes on"))
        let stopped = try ReportDocument(result)
        #expect(stopped.interrupted)
        let count = scene.tree("a").files.count
        #expect(count < 4000)
        // What was stopped in the middle stays intended until the next run has looked.
        scene.expectNoLeftOvers(["a"])
        let report = try scene.import(arguments)
        #expect(report.all.unchanged > 0)
        #expect(report.all.create > 0)
        #expect(report.all.conflict == 0)
        try scene.expectTidy(["a"])
        let other = try Scene()
        try other.import(other.to("a") + arguments.dropFirst(2))
        #expect(other.tree("a").differences(from: scene.tree("a")) == [])
    }

    @Test func anAppliedPlanThatWasKilledIsCarriedOn() throws {
        let scene = try Scene()
        let arguments = scene.to("a", "b", "c") + (try scene.export())
        try scene.run(["import", "--yes"] + arguments)
        let expected = trees(scene)
        reset(scene)
        try scene.run(["plan", "-o", "plan.json"] + arguments)
        let plain = scene.command
        for _ in 1...2 {
            scene.command.wrapper = [
                "strace", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=renameat2", "-e",
                "inject=renameat2:signal=KILL:when=1",
            ]
            #expect(try scene.command.run(["apply", "plan.json"]).status == 137)
            scene.command = plain
        }
        try scene.run(["apply", "plan.json"])
        try expectSame(expected, scene, "two kills of apply")
        // Carried out already: nothing happens, and nothing is wrong.
        try scene.run(["apply", "plan.json"])
        try expectSame(expected, scene, "a second apply")
    }
}
