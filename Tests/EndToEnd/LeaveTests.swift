import Foundation
import Glibc
import Items
import TestKit
import Testing

@Suite struct LeaveTests {
    private let hosts = ["a", "b", "c"]

    /// Checks that every item is whole at `least` hosts or more.
    private func expectCopies(
        _ scene: CareScene, _ expected: [String: Fingerprint], least: Int, _ when: String,
        at location: SourceLocation = #_sourceLocation
    ) {
        var counts: [String: Int] = [:]
        for host in hosts {
            for (path, content) in scene.contents(host) where expected[path] == content {
                counts[path, default: 0] += 1
            }
        }
        let few = expected.keys.filter { counts[$0, default: 0] < least }.sorted()
        #expect(few.isEmpty, "\(when): below \(least) are \(few.prefix(5))", sourceLocation: location)
    }

    @Test func leaveEmptiesAHostAndTheOthersHoldAll() throws {
        let scene = try CareScene(hosts: hosts)
        try scene.importAll()
        let before = scene.union(hosts)
        let leaving = try #require(hosts.max { scene.contents($0).count < scene.contents($1).count })
        try scene.run("leave", leaving, "--dry-run")
        #expect(scene.union(hosts).contents == before.contents)
        try scene.run("leave", leaving, status: 64)
        try scene.run("leave", leaving, "--yes", "--quiet")
        #expect(scene.contents(leaving).isEmpty)
        let after = scene.union(hosts)
        #expect(after.contents == before.contents && after.counts.values.allSatisfy { $0 == 1 })
        // What was left gets nothing, and nothing is missing for it.
        let again = try scene.importAll()
        #expect(again.output.contains("Nothing to do"), "\(again.output)")
        #expect(scene.union(hosts).contents == before.contents && scene.contents(leaving).isEmpty)
        try scene.run("verify", "--deep")
        try scene.run("leave", leaving, "--yes")
    }

    @Test func aHostThatWasLeftHoldsNoEmptyCollectionsOfOurs() throws {
        let scene = try CareScene(hosts: hosts)
        // A calendar and a folder that were there before, and something of somebody else's in one of ours.
        for host in hosts {
            try scene.folder.write("Mine", to: "\(host)/calendars/mine/displayname")
            try scene.folder.write("mine", to: "\(host)/files/Mine/mine.txt")
        }
        try scene.importAll()
        let leaving = try #require(hosts.max { scene.contents($0).count < scene.contents($1).count })
        let ours = try #require(scene.contents(leaving).keys.filter { $0.hasPrefix("files/Drive/") }.min())
        let folder = ours.split(separator: "/").dropLast().joined(separator: "/")
        try scene.folder.write("theirs", to: "\(leaving)/\(folder)/theirs.txt")
        let result = try scene.run("leave", leaving, "--yes", "--verbose")
        #expect(result.output.contains("empty collections that degoogle had made are gone"), "\(result.output)")
        #expect(result.output.contains("\(leaving): \(folder)"), "\(result.output)")
        let expected: Set = [
            "calendars/mine/displayname", "files/Mine/mine.txt", "\(folder)/theirs.txt",
        ]
        let left = FileTree(scene.folder.at(leaving))
        #expect(Set(left.files.filter { !$0.hasPrefix(".") }) == expected, "\(left.files)")
        let folders = Set(
            expected.flatMap { path in
                let names = path.split(separator: "/").dropLast()
                return names.indices.map { names[...$0].joined(separator: "/") }
            })
        let there = left.nodes.filter { !$0.value.isFile }.map(\.key.text).filter { !$0.hasPrefix(".") }
        #expect(
            Set(there).subtracting(["", "contacts", "notes", "files", "calendars"]).isSubset(of: folders), "\(there)")
    }

    @Test func leavingAnotherHostDoesNotOpenOneThatIsBeingLeft() throws {
        let scene = try CareScene(hosts: hosts)
        try scene.importAll()
        let file = try #require(scene.contents("a").keys.filter { $0.hasPrefix("files/") }.min())
        for host in ["b", "c"] { try scene.folder.write("theirs", to: "\(host)/\(file)") }
        try scene.run("leave", "a", "--yes", "--quiet", status: 1)
        #expect(Array(scene.contents("a").keys) == [file])
        try scene.run("leave", "b", "--yes", "--quiet")
        FileTree.remove(scene.folder.at("c/\(file)"))
        for _ in 0..<2 { try scene.run("rebalance", "--yes", "--quiet") }
        #expect(Set(scene.contents("a").keys).isSubset(of: [file]), "something went to a host that is being left")
        #expect(try scene.run("rebalance", "--yes").output.contains("Nothing has to move"))
    }

    @Test func leavingSaysWhichHostGetsACopyOfTheCatalogue() throws {
        let scene = try CareScene(hosts: hosts)
        try scene.importAll()
        let message = "A copy of the catalogue goes to c"
        #expect(try scene.run("leave", "a", "--dry-run", "--verbose").output.contains(message))
        #expect(try scene.run("leave", "a", "--yes", "--verbose").output.contains(message))
        #expect(FileTree(scene.folder.at("c"))["files/degoogle/degoogle-catalogue.jsonl"] != nil)
    }

    @Test func aHostIsNotLeftWhileNobodyKnowsWhatCameThere() throws {
        let scene = try CareScene(hosts: hosts)
        try scene.importAll()
        try scene.run("leave", "c", "--lost", "--yes", "--quiet", status: 1)
        try scene.save()
        let before = scene.union(["a", "b"]).counts.count
        var refused: String?
        for _ in 0..<20 where refused == nil {
            try scene.restore()
            let child = try scene.command.start(["import", "--yes", "--quiet"] + scene.parts)
            let end = ContinuousClock.now + .seconds(20)
            while scene.union(["a", "b"]).counts.count == before, ContinuousClock.now < end { usleep(200) }
            child.send(SIGKILL)
            _ = try child.wait()
            refused = try ["a", "b"].first { host in
                try scene.command.run(["leave", host, "--dry-run"]).errors.contains("was stopped before it was done")
            }
        }
        let host = try #require(refused, "no import was killed while something was on its way")
        let contents = scene.contents(host)
        try scene.run("leave", host, "--yes", status: 65)
        #expect(scene.contents(host) == contents)
        try scene.importAll()
        try scene.run("leave", host, "--yes", "--quiet")
        #expect(scene.contents(host).isEmpty)
    }

    /// Everything at two hosts, and a third one that is new.
    private func sceneWithANewHost() throws -> CareScene {
        let scene = try CareScene(hosts: ["a", "b"])
        try scene.importAll()
        let text = String(decoding: try #require(FileTree.bytes(of: scene.command.configuration)), as: UTF8.self)
        let more = "[hosts.c]\nurl = \"folder:\(scene.folder.at("c"))?durable=no\"\n"
        try scene.folder.write(text + more, to: "home/config/degoogle/config.toml")
        return scene
    }

    @Test func aHostIsLeftAlthoughAMoveToItWasKilled() throws {
        let scene = try sceneWithANewHost()
        let before = scene.union(["a", "b"]).contents
        mkdir(scene.folder.at("c"), 0o755)
        try scene.save()
        func count() -> Int {
            ["a", "b"].reduce(0) { sum, host in
                sum + ((try? FileManager.default.subpathsOfDirectory(atPath: scene.folder.at(host)).count) ?? 0)
            }
        }
        let all = count()
        var isHalf = false
        // Later each time, so that one of them is in the middle of a unit.
        for removed in 1...40 where !isHalf {
            try scene.restore()
            let child = try scene.command.start(["rebalance", "--yes", "--quiet"])
            let end = ContinuousClock.now + .seconds(20)
            while count() > all - removed, ContinuousClock.now < end { usleep(100) }
            child.send(SIGKILL)
            _ = try child.wait()
            let isTwice = scene.union(hosts).counts.values.contains { $0 > 1 }
            let hasBegun = scene.union(["a", "b"]).contents.count < before.count
            isHalf = try isTwice && hasBegun && scene.command.run(["leave", "c", "--dry-run"]).status == 0
        }
        try #require(isHalf, "no move was killed while it took things away")
        try scene.run("leave", "c", "--yes", "--quiet")
        #expect(scene.contents("c").isEmpty)
        let after = scene.union(["a", "b"])
        #expect(after.contents == before && after.counts.values.allSatisfy { $0 == 1 })
    }

    @Test func aNewHostGetsItsShareAndNothingIsLost() throws {
        let scene = try sceneWithANewHost()
        let before = scene.union(["a", "b"]).contents
        try scene.run("rebalance", "--dry-run")
        #expect(scene.contents("c").isEmpty)
        try scene.run("rebalance", "--yes", "--quiet")
        let after = scene.union(hosts)
        #expect(!scene.contents("c").isEmpty)
        #expect(after.contents == before && after.counts.values.allSatisfy { $0 == 1 })
        #expect(try scene.run("rebalance", "--yes").output.contains("Nothing has to move"))
        #expect(try scene.importAll().output.contains("Nothing to do"))
        try scene.run("verify", "--deep")
    }

    @Test(arguments: [1, 2]) func aHostThatIsGoneIsGivenUpAndTheNextImportMendsTheCopies(_ copies: Int) throws {
        let scene = try CareScene(hosts: hosts, copies: copies)
        try scene.importAll()
        let before = scene.union(hosts).contents
        let only = scene.contents("c").keys.filter { path in ["a", "b"].allSatisfy { scene.contents($0)[path] == nil } }
        #expect(only.isEmpty == (copies == 2))
        FileTree.remove(scene.folder.at("c"))
        let status: Int32 = only.isEmpty ? 0 : 1
        let shown = try scene.run("leave", "c", "--lost", "--dry-run", "--verbose", status: status)
        #expect(only.allSatisfy { shown.output.contains($0) }, "\(shown.output)")
        try scene.run("leave", "c", "--lost", status: 64)
        try scene.run("leave", "c", "--lost", "--yes", status: status)
        #expect(scene.contents("c").isEmpty)
        try scene.importAll()
        let after = scene.union(["a", "b"])
        #expect(after.contents == before && after.counts.values.allSatisfy { $0 == copies })
        try scene.run("verify", "--deep")
    }

    @Test func aCollectionThatAKilledRunLeftWithoutItsNameIsMeant() throws {
        let scene = try CareScene(hosts: ["a", "b"])
        try scene.importAll()
        let before = scene.union(["a", "b"]).contents
        let paths = before.keys.filter { $0.hasPrefix("contacts/") || $0.hasPrefix("calendars/") }
        for path in paths {
            let collection = path.split(separator: "/").prefix(2).joined(separator: "/")
            try FileManager.default.createDirectory(
                atPath: scene.folder.at("b/\(collection)"), withIntermediateDirectories: true)
        }
        try scene.run("leave", "a", "--yes", "--quiet")
        #expect(!paths.isEmpty && scene.contents("b") == before)
    }

    @Test func whatAPersonChangedMovesAndWhatIsForeignStays() throws {
        let scene = try CareScene(hosts: ["a", "b"])
        try scene.importAll()
        let paths = scene.contents("a").keys.sorted()
        let event = try #require(paths.first { $0.hasSuffix(".ics") })
        let text = String(decoding: try #require(FileTree.bytes(of: scene.folder.at("a/\(event)"))), as: UTF8.self)
        let edited = text.replacing("\r\nUID:", with: "\r\nLOCATION:moved by hand\r\nUID:", maxReplacements: 1)
        #expect(edited != text)
        try scene.folder.write(edited, to: "a/\(event)")
        let file = try #require(paths.first { $0.hasPrefix("files/") })
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        try scene.folder.write("theirs", to: "a/\(folder)/theirs.txt")
        try scene.run("leave", "a", "--yes", "--quiet")
        #expect(FileTree.bytes(of: scene.folder.at("b/\(event)")) == Array(edited.utf8))
        #expect(Array(scene.contents("a").keys) == ["\(folder)/theirs.txt"])
    }

    @Test func killedAtAnyMomentNoItemIsEverBelowTheLeastAndTheEndIsTheSame() throws {
        let wanted = ProcessInfo.processInfo.environment["DEGOOGLE_LEAVE_KILLS"].flatMap(Int.init) ?? 40
        for copies in [1, 2] {
            let scene = try CareScene(hosts: hosts, copies: copies)
            try scene.importAll()
            let expected = scene.union(hosts).contents
            let leaving = try #require(hosts.max { scene.contents($0).count < scene.contents($1).count })
            // What the kills start from each time, and what an undisturbed run comes to.
            try scene.save()
            let start = ContinuousClock.now
            try scene.run("leave", leaving, "--yes", "--quiet")
            let duration = ContinuousClock.now - start
            let end = hosts.map(scene.contents)
            try scene.restore()
            var random = SeededNumbers(seed: 15)
            var (kills, runs) = (0, 0)
            while kills < wanted / 2 {
                runs += 1
                try #require(runs < 40 + wanted * 20, "only \(kills) of \(runs) runs could be killed")
                let child = try scene.command.start(["leave", leaving, "--yes", "--quiet"])
                // The moment is the fault: anywhere in the time a whole move takes.
                usleep(UInt32((duration * random.next(below: 1000) / 1000) / .microseconds(1)))
                child.send(SIGKILL)
                let result = try child.wait()
                expectCopies(scene, expected, least: copies, "after \(kills) kills")
                if result.status == 137 {
                    kills += 1
                } else {
                    #expect(result.status == 0, "\(result.errors)\(result.output)")
                    #expect(hosts.map(scene.contents) == end)
                    try scene.restore()
                }
            }
            try scene.run("leave", leaving, "--yes", "--quiet")
            #expect(hosts.map(scene.contents) == end)
            #expect(end[hosts.firstIndex(of: leaving) ?? 0].isEmpty)
            expectCopies(scene, expected, least: copies, "at the end")
            try scene.run("verify", "--deep")
        }
    }
}

extension CareScene {
    /// Keeps hosts and state as they are, to be gone back to.
    fileprivate func save() throws { try copy("a b c home/state", to: "saved") }

    /// Goes back to what was kept.
    fileprivate func restore() throws {
        for name in ["a", "b", "c", "home/state"] { FileTree.remove(folder.at(name)) }
        try copy("saved/a saved/b saved/c", to: ".")
        try copy("saved/state", to: "home")
    }

    private func copy(_ names: String, to target: String) throws {
        mkdir(folder.at(target), 0o755)
        let result = try ChildProcess(
            ["cp", "-a"] + names.split(separator: " ").map(String.init) + [target],
            environment: ["PATH": "/usr/bin:/bin"], in: folder.path
        ).wait()
        try #require(result.status == 0, "\(result.errors)")
    }
}
