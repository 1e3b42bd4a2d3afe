import Foundation
import Glibc
import Items
import TestKit
import Testing

@testable import degoogle

/// Ways to log in, and what is written about them.
@Suite struct LoginTests {
    // MARK: The command that prints a secret

    @Test(arguments: [
        ("pass show dav", ["pass", "show", "dav"]), ("  a \t b ", ["a", "b"]),
        ("printf '%s' 'two words'", ["printf", "%s", "two words"]), (#"a "b \" \\ \c 'd'""#, ["a", #"b " \ \c 'd'"#]),
        (#"a\ b c"#, ["a b", "c"]), ("a '' \"\"", ["a", "", ""]), ("a'b'\"c\"d", ["abcd"]), ("a~b#c", ["a~b#c"]),
        ("a '$HOME `id` | *'", ["a", "$HOME `id` | *"]), (#"a \$B "\$C""#, ["a", "$B", "$C"]),
        ("a \u{E9}'\u{301}'", ["a", "\u{E9}\u{301}"]),
    ])
    func wordsAreCutAsAShellDoes(_ text: String, _ words: [String]) throws {
        #expect(try CommandWords.split(text) == words)
    }

    @Test(arguments: [
        "", "   ", "a 'b", "a \"b", "a\\", "a $B", "a \"$B\"", "a `b`", "a | b", "a; b", "a && b", "a > b", "a < b",
        "(a)",
        "a *", "a [b]", "a ?", "~/bin/a", "a #b", "a\nb", "'' a",
    ])
    func whatOnlyAShellWouldDoIsRefused(_ text: String) {
        #expect(throws: CommandWords.Fault.self) { try CommandWords.split(text) }
    }

    @Test func aCommandThatNeedsAShellIsSaidAtOnce() throws {
        let scene = try Scene()
        let result = try scene.run(
            ["host", "add", "http://127.0.0.1:1/", "--secret-command", "pass show dav | head -1"], status: 64)
        #expect(result.errors.contains("no shell reads it, so | has no meaning"))
    }

    // MARK: The configuration

    @Test func aLinkedConfigurationStaysALink() throws {
        let scene = try Scene()
        let kept = try scene.folder.write("# mine\n", to: "dotfiles/degoogle.toml")
        mkdir(scene.folder.at("home/config"), 0o755)
        mkdir(scene.folder.at("home/config/degoogle"), 0o755)
        symlink("../../../dotfiles/degoogle.toml", scene.command.configuration)
        // What somebody put where a temporary file might be is not written through.
        let victim = try scene.folder.write("theirs", to: "victim")
        symlink(victim, scene.folder.at("dotfiles/degoogle.toml.new"))
        symlink(victim, scene.command.configuration + ".new")
        try scene.run(["host", "add", "folder:\(scene.folder.at("a"))", "--name", "a"])
        #expect(FileTree.target(of: scene.command.configuration) == "../../../dotfiles/degoogle.toml")
        let text = String(decoding: FileTree.bytes(of: kept) ?? [], as: UTF8.self)
        #expect(text.hasPrefix("# mine\n") && text.contains("[hosts.a]"))
        #expect(FileTree(kept)[""]?.rights == 0o600)
        #expect(FileTree.bytes(of: victim) == Array("theirs".utf8))
        #expect(FileTree(scene.folder.at("dotfiles")).files == ["degoogle.toml"])
    }

    @Test func aFileThatCannotBeReplacedStays() throws {
        let folder = try WorkFolder()
        let path = try folder.write("old", to: "x/file")
        symlink("loop", folder.at("loop"))
        #expect(throws: POSIXError.self) { try PrivateFile.write("new", to: folder.at("loop")) }
        #expect(throws: POSIXError.self) { try PrivateFile.write("new", to: folder.at("missing/file")) }
        try PrivateFile.write("new", to: path)
        #expect(FileTree.bytes(of: path) == Array("new".utf8))
        #expect(FileTree(folder.at("x")).files == ["file"])
    }

    // MARK: SFTP

    @Test func anAgentLogsIn() throws {
        let scene = try Scene()
        let server = try SSHServer()
        let agent = try ChildProcess(
            ["ssh-agent", "-D", "-a", scene.folder.at("agent")], environment: ["PATH": "/usr/bin:/bin"],
            in: scene.folder.path)
        defer { agent.send(SIGTERM) }
        let variables = ["PATH": "/usr/bin:/bin", "SSH_AUTH_SOCK": scene.folder.at("agent")]
        var added: Int32 = 2
        // 2 as long as no agent answers.
        let limit = ContinuousClock.now + .seconds(60)
        while added == 2 {
            try #require(ContinuousClock.now < limit, "no agent answers: \(agent.errorsSoFar)")
            added = try ChildProcess(["ssh-add", server.keyPath], environment: variables, in: scene.folder.path).wait()
                .status
        }
        try #require(added == 0)
        let user = String(cString: getpwuid(geteuid()).pointee.pw_name)
        let url = "sftp://\(user)@127.0.0.1:\(server.port)\(server.filesPath)/zoe?known-hosts=\(server.knownHostsPath)"
        let arguments = ["--only", "file", "--to", url] + (try scene.export(.few))
        try scene.run(["import", "--yes"] + arguments, status: 77)
        scene.command.environment = ["SSH_AUTH_SOCK": scene.folder.at("agent")]
        let report = try scene.import(arguments)
        #expect(report.all.create == report.all.total)
        #expect(report.hosts.first?.evidence?["size"] == report.all.total)
        #expect(try scene.import(arguments).all.unchanged == report.all.total)
    }

    @Test func aPasswordLogsIn() throws {
        let scene = try Scene()
        let server = try PasswordSFTPServer(user: "alice", password: "right")
        let url = "sftp://alice@127.0.0.1:\(server.port)/zoe?known-hosts=\(server.knownHostsPath)"
        try scene.configure([("sftp", ["url = \"\(url)\"", "secret = { env = \"SECRET\" }"])])
        let arguments = ["--only", "file"] + (try scene.export(.few))
        scene.command.environment = ["SECRET": "wrong"]
        try scene.run(["import", "--yes"] + arguments, status: 77)
        scene.command.environment = ["SECRET": "right"]
        let report = try scene.import(arguments)
        #expect(report.all.create == report.all.total)
    }
}
