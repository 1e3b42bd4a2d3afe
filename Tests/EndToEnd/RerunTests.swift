import Foundation
import Glibc
import Items
import TestKit
import Testing

@Suite struct RerunTests {
    /// A tree without the top folders, in which a run makes and removes the folder that locks the host.
    private func below(_ scene: Scene, _ hosts: [String]) -> [ExactText: FileTree.Node] {
        var nodes: [ExactText: FileTree.Node] = [:]
        for host in hosts {
            for (path, node) in scene.tree(host).nodes where !path.text.isEmpty {
                nodes[ExactText("\(host)/\(path.text)")] = node
            }
        }
        return nodes
    }

    @Test(arguments: [SamplePacking(.zip, split: .parts(3)), SamplePacking(.tgz), SamplePacking(.folder)])
    func theSecondRunDoesNothing(_ packing: SamplePacking) throws {
        let scene = try Scene()
        let hosts = ["a", "b", "c"]
        let arguments = scene.to("a", "b", "c") + (try scene.export(as: packing))
        let first = try scene.import(arguments)
        let before = below(scene, hosts)
        let second = try scene.run(["import", "--yes"] + arguments)
        #expect(second.output.contains("Nothing to do"))
        #expect(below(scene, hosts) == before, "something was written")
        // Without the state, what lies at the hosts says where things are.
        FileTree.remove(scene.command.home)
        try #require(mkdir(scene.command.home, 0o755) == 0)
        let third = try scene.run(["import", "--yes"] + arguments)
        #expect(third.output.contains("Nothing to do"))
        // The new state is copied to the hosts, and nothing else is.
        let isItem = { (node: (key: ExactText, value: FileTree.Node)) in !node.key.text.contains("/files/degoogle") }
        #expect(below(scene, hosts).filter(isItem) == before.filter(isItem), "something was written")
        let after = below(scene, hosts)
        let fourth = try scene.import(arguments)
        #expect(fourth.all.unchanged == first.all.create)
        #expect(below(scene, hosts) == after)
        try scene.expectTidy(hosts)
    }

    @Test func theSecondRunDoesNotEvenAskWithoutATerminal() throws {
        let scene = try Scene()
        let arguments = scene.to("a") + (try scene.export())
        try scene.import(arguments)
        try scene.run(["import"] + arguments)
    }

    @Test func howTheExportIsPackedDoesNotMatter() throws {
        let packings: [(String, SamplePacking)] = [
            ("zip", SamplePacking(.zip)), ("stored", SamplePacking(.zip, compression: .stored)),
            ("tgz", SamplePacking(.tgz)), ("tar", SamplePacking(.tar)), ("folder", SamplePacking(.folder)),
            ("parts", SamplePacking(.zip, split: .parts(4))),
            ("bundles", SamplePacking(.zip, split: .parts(2), bundled: true)),
            ("below a folder", SamplePacking(.zip, extraTopFolder: "my backup")),
            ("tgz parts below a folder", SamplePacking(.tgz, split: .parts(2), extraTopFolder: "x")),
            ("with litter", SamplePacking(.zip, junk: true)),
        ]
        var expected: [String: FileTree]?
        for (name, packing) in packings {
            let scene = try Scene()
            let parts = try scene.export(as: packing)
            for paths in parts.count > 1 ? [parts, parts.reversed(), [scene.folder.at("export")]] : [parts] {
                for host in ["a", "b"] { FileTree.remove(scene.folder.at(host)) }
                FileTree.remove(scene.folder.at("home/state"))
                try scene.import(scene.to("a", "b") + paths)
                let trees = ["a": scene.tree("a"), "b": scene.tree("b")]
                for (host, tree) in trees {
                    #expect(!tree.files.isEmpty)
                    #expect(expected?[host]?.differences(from: tree) ?? [] == [], "\(name), \(host)")
                }
                if expected == nil { expected = trees }
            }
        }
    }

    @Test func whatTheMachineIsSetToDoesNotMatter() throws {
        var expected: FileTree?
        for variables in [
            ["TZ": "UTC", "LC_ALL": "C.UTF-8"], ["TZ": "Pacific/Apia", "LC_ALL": "C"],
            ["TZ": "America/St_Johns", "LANG": "tr_TR.UTF-8"], [:],
        ] {
            let scene = try Scene()
            scene.command.environment = variables
            try scene.import(scene.to("a") + scene.export())
            let tree = scene.tree("a")
            #expect(expected?.differences(from: tree) ?? [] == [], "\(variables)")
            #expect(expected.map { $0.files.map { $0 } == tree.files } ?? true)
            expected = expected ?? tree
        }
    }

    @Test func aNewerExportOnlyAddsAndUpdates() throws {
        let scene = try Scene()
        var export = SampleExport.tiny
        let older = try scene.export(export, in: "older")
        export.stamp = "20260601T000000Z"
        export.contacts += 5
        export.driveFiles += 10
        let newer = try scene.export(export, in: "newer")
        try scene.import(scene.to("a", "b") + older)
        let report = try scene.import(scene.to("a", "b") + newer)
        #expect(report.all.conflict == 0 && report.all.failed == 0)
        #expect(report.all.create > 0)
        let whole = ["a": scene.tree("a"), "b": scene.tree("b")]
        #expect(try scene.import(scene.to("a", "b") + newer).all.unchanged == report.all.total)
        // Reading the older one again beside it takes nothing back: at most its states of files are put beside.
        let again = try scene.import(scene.to("a", "b") + older + newer)
        #expect(again.all.update == 0 && again.all.conflict == 0)
        for (host, tree) in whole {
            #expect(tree.differences(from: scene.tree(host)).allSatisfy { $0.hasPrefix("too much: files/") })
        }
    }

    @Test func whatSomebodyChangedIsLeftAlone() throws {
        let scene = try Scene()
        let arguments = scene.to("a") + (try scene.export())
        try scene.import(arguments)
        let file = try #require(scene.tree("a").files.first { $0.hasSuffix("Report.docx") })
        let event = try #require(scene.tree("a").files.first { $0.hasSuffix(".ics") })
        let bytes = try #require(FileTree.bytes(of: scene.folder.at("a/\(event)")))
        let changed = String(decoding: bytes, as: UTF8.self).replacing("SUMMARY:", with: "SUMMARY:Mine ")
        try scene.folder.write("mine", to: "a/\(file)")
        try scene.folder.write(changed, to: "a/\(event)")
        let before = below(scene, ["a"])
        let result = try scene.run(["import", "--yes"] + arguments, status: 1)
        #expect(result.output.contains("something else is there, and it is left as it is"))
        #expect(below(scene, ["a"]) == before)
    }

    @Test func whatSomebodyRemovedIsPutBack() throws {
        let scene = try Scene()
        let arguments = scene.to("a") + (try scene.export())
        try scene.import(arguments)
        let whole = scene.tree("a")
        for file in [whole.files[0], whole.files[whole.files.count / 2]] {
            FileTree.remove(scene.folder.at("a/\(file)"))
        }
        let report = try scene.import(arguments)
        #expect((1...2).contains(report.all.create))
        #expect(whole.differences(from: scene.tree("a")) == [])
    }

    @Test func theArchivesAreOnlyRead() throws {
        for packing in [SamplePacking(.zip, split: .parts(2)), SamplePacking(.tgz), SamplePacking(.folder)] {
            let scene = try Scene()
            let parts = try scene.export(as: packing)
            let before = FileTree(scene.folder.at("export"))
            let log = try WorkFolder()
            scene.command.wrapper = [
                "strace", "-f", "-qq", "-o", log.at("calls"), "-e", "trace=open,openat,openat2,creat",
            ]
            try scene.import(scene.to("a") + parts)
            #expect(FileTree(scene.folder.at("export")) == before)
            let calls = String(decoding: try #require(FileTree.bytes(of: log.at("calls"))), as: UTF8.self)
            let opened = calls.split(separator: "\n").filter { $0.contains("takeout-20260416T000738Z") }
            #expect(!opened.isEmpty)
            for call in opened { #expect(call.contains("O_RDONLY"), "\(call)") }
        }
    }
}
