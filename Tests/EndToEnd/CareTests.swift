import Foundation
import Glibc
import Items
import TestKit
import Testing

@Suite struct CareTests {
    private struct Report: Decodable {
        struct Finding: Decodable { let code, severity, message: String, entry: String? }

        struct Items: Decodable { let total, create, update, unchanged, skip, conflict, failed: Int }

        let format, mode: String
        let items: [String: Items]
        let findings: [Finding]
        let summary: [String]
    }

    private func report(_ result: ChildResult) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(result.outputBytes))
    }

    /// Whether a copy of the catalogue lies at a host.
    private func hasCopy(_ scene: CareScene, _ host: String) -> Bool {
        FileTree(scene.folder.at(host))["files/degoogle/degoogle-catalogue.jsonl"] != nil
    }

    @Test func whereNamesEveryHostWithoutAskingOne() throws {
        let scene = try CareScene(hosts: ["a", "b"], copies: 2)
        try scene.importAll()
        let path = try #require(scene.contents("a").keys.filter { $0.hasPrefix("files/Drive/") }.min())
        for host in ["a", "b"] { FileTree.remove(scene.folder.at(host)) }
        let name = String(path.dropFirst("files/".count)).uppercased()
        let text = try scene.run("where", name).output
        #expect(text.contains("a  \(path)") && text.contains("b  \(path)"), "\(text)")
        #expect(text.contains("since 20") && text.contains("not verified yet"))
        try scene.run("where", "no such thing anywhere", status: 1)
        let json = try scene.run("where", name, "--json").output
        #expect(json.contains("\"degoogle-where\"") && json.contains("folder:"))
    }

    @Test func verifyNamesWhatIsMissingChangedAndForeign() throws {
        let scene = try CareScene(hosts: ["a", "b"])
        try scene.importAll()
        let clean = try report(scene.run("verify", "--deep", "--json", "--receipt", "receipt.txt"))
        #expect(clean.mode == "verify" && clean.format == "degoogle-report")
        let all = clean.items.values.reduce(0) { $0 + $1.total }
        #expect(all > 70 && clean.items.values.allSatisfy { $0.failed == 0 && $0.unchanged == $0.total })
        let receipt = String(decoding: try #require(FileTree.bytes(of: scene.folder.at("receipt.txt"))), as: UTF8.self)
        #expect(receipt.contains("\(all) of \(all) items verified at 1 host each; the account at the provider can be"))
        // A look without reading is no proof.
        #expect(try !scene.run("verify").output.contains("can be closed"))

        let paths = scene.union(["a", "b"]).contents.keys.sorted()
        let missing = try #require(paths.first { $0.hasSuffix(".ics") })
        let changed = try #require(paths.first { $0.hasPrefix("files/Drive/") })
        let host = { (path: String) in scene.contents("a")[path] == nil ? "b" : "a" }
        // Where it was, as long as it is there.
        let lost = host(missing)
        FileTree.remove(scene.folder.at("\(lost)/\(missing)"))
        var bytes = try #require(FileTree.bytes(of: scene.folder.at("\(host(changed))/\(changed)")))
        bytes.append(7)
        try scene.folder.write(bytes, to: "\(host(changed))/\(changed)")
        let folder = changed.split(separator: "/").dropLast().joined(separator: "/")
        try scene.folder.write("theirs", to: "\(host(changed))/\(folder)/theirs.txt")
        let found = try report(scene.run("verify", "--json", "--receipt", "receipt.txt", status: 1))
        let named = found.findings.map { "\($0.code) \($0.entry ?? "")" }
        #expect(named.contains("missing \(lost): \(missing)"), "\(named)")
        #expect(named.contains("changed \(host(changed)): \(changed)"))
        #expect(named.contains("foreign \(host(changed)): \(folder)/theirs.txt"))
        #expect(found.findings.count { $0.severity == "error" } == 2)
        let list = String(decoding: try #require(FileTree.bytes(of: scene.folder.at("receipt.txt"))), as: UTF8.self)
        #expect(list.contains("do not close") && list.contains(missing) && list.contains(changed))
    }

    @Test func aReceiptSaysNoMoreThanTheImportDid() throws {
        let scene = try CareScene(hosts: ["a"])
        // Something else is in the place of one file: the import leaves it alone.
        try scene.importAll()
        let path = try #require(scene.contents("a").keys.filter { $0.hasPrefix("files/Drive/") }.min())
        FileTree.remove(scene.folder.at("a"))
        FileTree.remove(scene.command.state)
        try scene.folder.write("theirs", to: "a/\(path)")
        let result = try scene.command.run(["import", "--yes", "--quiet"] + scene.parts)
        #expect(result.status == 1)
        let found = try report(scene.run("verify", "--deep", "--json", status: 1))
        #expect(found.findings.contains { $0.code == "not-imported" })
        #expect(found.summary.contains { $0.contains("do not close") })
    }

    @Test func gatherGivesWhatAnImportIntoOneFolderGives() throws {
        let scene = try CareScene(hosts: ["a", "b", "c"])
        try scene.importAll()
        try scene.run("gather", "all", "--quiet")
        let alone = try scene.command.run(
            ["import", "--yes", "--quiet", "--to", "folder:alone", "--state", "other"] + scene.parts)
        #expect(alone.status == 0, "\(alone.errors)")
        let (one, all) = (FileTree(scene.folder.at("alone")), FileTree(scene.folder.at("all")))
        let differences = one.differences(from: all).filter { !$0.contains("files/degoogle/") }
        #expect(differences == [])
        // Again: nothing is written.
        try scene.run("gather", "all", "--quiet")
        #expect(FileTree(scene.folder.at("all")).nodes.filter(\.value.isFile) == all.nodes.filter(\.value.isFile))
    }

    @Test func gatherOverwritesNothing() throws {
        let scene = try CareScene(hosts: ["a"])
        try scene.importAll()
        let path = try #require(scene.contents("a").keys.filter { $0.hasPrefix("files/Drive/") }.min())
        try scene.folder.write("mine", to: "all/\(path)")
        let found = try report(scene.run("gather", "all", "--json", status: 1))
        #expect(found.findings.contains { $0.code == "not-gathered" && $0.entry == path })
        #expect(FileTree.bytes(of: scene.folder.at("all/\(path)")) == Array("mine".utf8))
        #expect(CareScene.contents(of: scene.folder.at("all")).count == scene.contents("a").count)
    }

    @Test func gatherBringsAllBackWithoutTheStateAndOneOfThreeHosts() throws {
        for lost in ["a", "b", "c"] {
            let scene = try CareScene(hosts: ["a", "b", "c"], copies: 2)
            try scene.importAll()
            let expected = scene.union(["a", "b", "c"])
            #expect(expected.counts.values.allSatisfy { $0 == 2 })
            FileTree.remove(scene.command.state)
            FileTree.remove(scene.folder.at(lost))
            let holder = try #require(["a", "b", "c"].first { hasCopy(scene, $0) })
            try scene.run("gather", "all", "--from", holder, "--quiet")
            #expect(CareScene.contents(of: scene.folder.at("all")) == expected.contents, "without \(lost)")
        }
    }

    @Test func theStateIsRebuiltFromACopyAlone() throws {
        let scene = try CareScene(hosts: ["a", "b", "c"], copies: 2)
        try scene.importAll()
        let copies = ["a", "b", "c"].filter { hasCopy(scene, $0) }
        #expect(copies.count == 2)
        try scene.run("state", "recover", "--from", copies[0], status: 78)
        FileTree.remove(scene.command.state)
        try scene.run("state", "recover", "--from", copies[1])
        let before = ["a", "b", "c"].map(scene.contents)
        let found = try report(scene.run("verify", "--deep", "--json"))
        #expect(found.items.values.allSatisfy { $0.failed == 0 })
        let again = try scene.importAll()
        #expect(again.output.contains("Nothing to do"), "\(again.output)")
        #expect(["a", "b", "c"].map(scene.contents) == before)
        #expect(try scene.run("where", "Drive/").output.contains("files/Drive/"))
    }

    @Test func aRunThatChangesNothingWritesNoCopy() throws {
        let scene = try CareScene(hosts: ["a", "b"])
        try scene.importAll()
        let files = { (host: String) in FileTree(scene.folder.at(host)).nodes.filter(\.value.isFile) }
        let before = ["a", "b"].map(files)
        try scene.importAll()
        #expect(["a", "b"].map(files) == before)
    }
}
