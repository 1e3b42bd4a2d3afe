import Foundation
import Glibc
import TestKit
import Testing

/// One way to end, and how to get there.
struct ExitCase: CustomTestStringConvertible, Sendable {
    let status: Int32
    let testDescription: String
    let arguments: @Sendable (Scene) throws -> [String]

    static let all: [ExitCase] = [
        ExitCase(status: 0, testDescription: "done") { ["import", "--yes"] + $0.to("a") + (try $0.export()) },
        ExitCase(status: 0, testDescription: "a dry run") { ["import", "-n"] + $0.to("a") + (try $0.export()) },
        ExitCase(status: 0, testDescription: "a first look") { ["import"] + (try $0.export()) },
        ExitCase(status: 0, testDescription: "nothing to do, with --exit-code") { scene in
            let arguments = ["import"] + scene.to("a") + (try scene.export())
            try scene.run(arguments + ["--yes"])
            return arguments + ["--dry-run", "--exit-code"]
        },
        ExitCase(status: 0, testDescription: "help") { _ in ["--help"] },
        ExitCase(status: 0, testDescription: "help of a command") { _ in ["help", "import"] },
        ExitCase(status: 0, testDescription: "the version") { _ in ["--version"] },
        ExitCase(status: 0, testDescription: "no hosts to list") { _ in ["host", "list"] },
        ExitCase(status: 0, testDescription: "the importers") { _ in ["importers"] },
        ExitCase(status: 1, testDescription: "a part is missing") { scene in
            let parts = try scene.export(as: SamplePacking(split: .parts(2)))
            return ["import", "--yes"] + scene.to("a") + [parts[1]]
        },
        ExitCase(status: 2, testDescription: "differences") {
            ["import", "--dry-run", "--exit-code"] + $0.to("a") + (try $0.export())
        },
        ExitCase(status: 64, testDescription: "no archive") { _ in ["import"] },
        ExitCase(status: 64, testDescription: "no such command") { _ in ["frobnicate"] },
        ExitCase(status: 64, testDescription: "no such option") { _ in ["import", "--frobnicate", "x"] },
        ExitCase(status: 64, testDescription: "no such kind") { _ in ["import", "--only", "songs", "x"] },
        ExitCase(status: 64, testDescription: "no copies") { _ in ["import", "--copies", "0", "x"] },
        ExitCase(status: 64, testDescription: "no such host") { ["import", "--to", "nowhere"] + (try $0.export()) },
        ExitCase(status: 64, testDescription: "a host twice") { ["import"] + $0.to("a", "a") + (try $0.export()) },
        ExitCase(status: 64, testDescription: "nobody to ask") { ["import"] + $0.to("a") + (try $0.export()) },
        ExitCase(status: 64, testDescription: "offline without a dry run") { _ in ["import", "--offline", "x"] },
        ExitCase(status: 64, testDescription: "a plan without hosts") { ["plan", "-o", "p"] + (try $0.export()) },
        ExitCase(status: 64, testDescription: "no such importer") { _ in ["importers", "floppy"] },
        ExitCase(status: 65, testDescription: "no such file") { _ in ["import", "nothing.zip"] },
        ExitCase(status: 65, testDescription: "no such plan") { _ in ["apply", "nothing.json"] },
        ExitCase(status: 65, testDescription: "a text as a plan") { scene in
            ["apply", try scene.folder.write("a text", to: "plan.json")]
        },
        ExitCase(status: 69, testDescription: "no host") {
            ["import", "--yes", "--to", "folder:/proc/nowhere"] + (try $0.export())
        },
        ExitCase(status: 73, testDescription: "no room") { scene in
            try scene.folder.write("[hosts.a]\nurl = \"folder:\(scene.folder.at("a"))\"\nquota = 1000\n", to: "c.toml")
            return ["import", "--yes", "--config", "c.toml"] + (try scene.export())
        },
        ExitCase(status: 73, testDescription: "no room, in a dry run") {
            ["import", "--dry-run", "--copies", "2"] + $0.to("a") + (try $0.export())
        },
        ExitCase(status: 73, testDescription: "no room, in a plan") {
            ["plan", "--copies", "2", "-o", "p"] + $0.to("a") + (try $0.export())
        },
        ExitCase(status: 78, testDescription: "no such configuration") {
            ["import", "--config", "nothing.toml"] + (try $0.export())
        },
        ExitCase(status: 78, testDescription: "a configuration that is none") { scene in
            try scene.folder.write("hosts = [", to: "home/config/degoogle/config.toml")
            return ["host", "list"]
        },
        ExitCase(status: 78, testDescription: "a plan that cannot be saved") {
            ["plan", "-o", "no/such/folder/p"] + $0.to("a") + (try $0.export())
        },
        ExitCase(status: 78, testDescription: "a state that is none") { scene in
            try scene.folder.write(
                String(repeating: "no database ", count: 100), to: "home/state/degoogle/state.sqlite")
            return ["import", "--yes"] + scene.to("a") + (try scene.export())
        },
    ]
}

@Suite struct ExitStatusTests {
    @Test(arguments: ExitCase.all) func endsWith(_ test: ExitCase) throws {
        let scene = try Scene()
        let result = try scene.run(test.arguments(scene), status: test.status)
        #expect(harmfulScalars(in: result.output + result.errors) == [])
        // The answer on stdout; why a run ends otherwise on stderr, in lines that a person can read.
        if test.status >= 64 {
            #expect(!result.errors.isEmpty)
            #expect(!result.errors.contains("Error Domain") && !result.errors.contains("(error "))
        }
        if [64, 65, 69, 78].contains(test.status) { #expect(result.output.isEmpty) }
        if test.status <= 2 { #expect(!result.output.isEmpty || result.errors.hasPrefix("No host is described")) }
    }

    @Test func everyStatusOfTheHelpIsTested() throws {
        let help = try Scene().run(["--help"]).output
        let start = try #require(help.range(of: "Exit status:"))
        let end = try #require(help.range(of: "OPTIONS:"))
        let words = help[start.upperBound..<end.lowerBound].split { !$0.isNumber }
        // 70 is a defect of the program, which no input reaches; 75, 77 and 130 have tests of their own.
        let tested = Set(ExitCase.all.map(\.status)).union([70, 75, 77, 130])
        #expect(Set(words.compactMap { Int32($0) }) == tested)
    }

    @Test func anotherRunIsSaid() throws {
        let scene = try Scene()
        let parts = try scene.export()
        try scene.import(scene.to("a") + parts)
        // Who holds the lock is another run as far as this one can see.
        let lock = open(scene.command.state + "/lock", O_RDWR | O_CLOEXEC)
        try #require(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
        let arguments = ["import", "--yes"] + scene.to("b") + parts
        let result = try scene.run(arguments, status: 75)
        #expect(result.errors.contains("Another run of degoogle is working with the state"))
        #expect(scene.tree("b").files.isEmpty)
        try scene.run(["import", "--dry-run"] + scene.to("b") + parts)
        close(lock)
        try scene.run(arguments)
    }

    @Test func aHostThatRefusesIsSaid() throws {
        let scene = try Scene()
        let parts = try scene.export()
        mkdir(scene.folder.at("a"), 0o500)
        scene.command.wrapper = withoutPowers
        let result = try scene.run(["import", "--yes"] + scene.to("a") + parts, status: 77)
        #expect(result.errors.contains("  a: "))
        chmod(scene.folder.at("a"), 0o755)
        try scene.run(["import", "--yes"] + scene.to("a") + parts)
    }

    @Test func nobodyElseReadsTheStateWhateverTheUmask() throws {
        let scene = try Scene()
        scene.command.wrapper = ["sh", "-c", "umask 022; exec \"$@\"", "sh"]
        try scene.import(scene.to("a") + scene.export())
        let tree = FileTree(scene.command.state)
        #expect(tree[""]?.rights == 0o700)
        #expect(!tree.files.isEmpty)
        for file in tree.files { #expect(tree[file]?.rights == 0o600, "\(file)") }
        // What is stored is for the programs that read it, which may run as somebody else.
        let host = scene.tree("a")
        for file in host.files { #expect(host[file]?.rights == 0o644, "\(file)") }
    }

    @Test func aHostNamedToHarmDoesNotReachTheTerminal() throws {
        let scene = try Scene()
        let parts = try scene.export()
        try scene.folder.write("[hosts.\"\\u001B[31m\"]\nurl = \"folder:\\u202Ea\\u0007\"\n", to: "c.toml")
        for arguments in [
            ["import", "--yes", "--verbose", "--to", "folder:x\u{1B}[5m\u{202E}"],
            ["import", "--yes", "--config", "c.toml"],
            ["import", "--yes", "--json", "--verbose", "--config", "c.toml"], ["import", "--to", "\u{9B}x"],
        ] {
            let result = try scene.command.run(arguments + parts)
            #expect(harmfulScalars(in: result.output + result.errors) == [], "\(arguments)")
            #expect(result.status == 0 || result.status == 64)
        }
        let list = try scene.run(["host", "list", "--config", "c.toml"])
        #expect(list.output == "\\u{1b}[31m  folder:\\u{202e}a\\u{7}\n")
    }

    @Test func theReportIsShownWithExitCode() throws {
        let scene = try Scene()
        let result = try scene.run(
            ["import", "--dry-run", "--exit-code", "--json"] + scene.to("a") + scene.export(), status: 2)
        #expect(try ReportDocument(result).all.create > 0)
    }

    @Test func aFileNamedToHarmDoesNotReachTheTerminal() throws {
        let scene = try Scene()
        for name in ["-\u{1B}[31m.zip", "\u{1B}]0;x\u{7}.zip", "a\u{202E}b.zip", "x\ny.zip"] {
            for arguments in [
                ["import", name], ["apply", name], [name], ["import", "--config", name, "x"], ["importers", name],
            ] {
                let result = try scene.command.run(arguments)
                #expect(harmfulScalars(in: result.output + result.errors) == [], "\(arguments)")
                #expect(result.status >= 64)
            }
        }
    }
}
