import Foundation
import Glibc
import Items
import Synchronization
import TestKit
import Testing

/// No secret is seen anywhere but where it is kept: every way to give one, against real servers, through every command
/// that opens hosts, all of them as talkative as they can be.
@Suite struct SecretCanaryTests {
    private static let variable = "canary-of/the+environment%4711"
    private static let credential = "canary of the credential \u{E9}4711"
    private static let prompted = "canary-of-the-prompt=4711"
    private static let wrong = "canary-that-is-wrong-4711"

    /// All that a test needs to look for, with the users.
    private let forms = SecretForms([
        ("alice", variable), ("alice", credential), ("alice", prompted), ("alice", wrong),
        (ApacheServer.user, ApacheServer.password), (S3Server.accessKey, S3Server.secretKey),
    ])

    /// Where the secrets are kept in a scene.
    private static let kept: Set<String> = [
        "kept/apache", "kept/s3", "kept/s3-command", "kept/credentials/sftp", "kept/prompted",
    ]

    /// The servers, and a machine that knows how to log in at each: four ways to give a secret.
    private final class Stage {
        let scene: Scene
        let radicale: PythonServer
        let proxy: FaultProxy
        let apache: ApacheServer
        let s3: S3Server
        let sftp: PasswordSFTPServer
        let parts: [String]

        init() throws {
            scene = try Scene()
            radicale = try PythonServer.radicale()
            // So slow that somebody can look at the process while it waits for the answer.
            proxy = try FaultProxy(
                upstream: radicale.port, rules: [FaultRule("PUT", .nth(1), .delay(milliseconds: 500))])
            apache = try ApacheServer()
            s3 = try S3Server.rclone()
            sftp = try PasswordSFTPServer(user: "alice", password: SecretCanaryTests.credential)
            parts = try scene.export(.few)
            try scene.writePrivately(ApacheServer.password + "\n", to: "kept/apache")
            try scene.writePrivately(S3Server.secretKey + "\n", to: "kept/s3")
            // What a command is given is written where the test looks.
            try scene.writePrivately(
                """
                #!/bin/sh
                tr '\\0' '\\n' </proc/self/environ >'\(scene.folder.at("command environment"))'
                cat '\(scene.folder.at("kept/s3"))'
                """, to: "kept/s3-command", mode: 0o700)
            try scene.writePrivately(SecretCanaryTests.credential, to: "kept/credentials/sftp")
            scene.command.environment = [
                "DAV_SECRET": SecretCanaryTests.variable, "CREDENTIALS_DIRECTORY": scene.folder.at("kept/credentials"),
            ]
        }

        /// The options of `host add` for each host.
        var additions: [[String]] {
            [
                [
                    "http://127.0.0.1:\(proxy.port)/", "--name", "radicale", "--user", "alice", "--secret-env",
                    "DAV_SECRET",
                ],
                [
                    "http://127.0.0.1:\(apache.port)/basic/", "--name", "apache", "--user", ApacheServer.user,
                    "--secret-file", scene.folder.at("kept/apache"),
                ],
                [
                    "s3:http://127.0.0.1:\(s3.port)/\(S3Server.bucket)/zoe", "--name", "s3", "--user",
                    S3Server.accessKey, "--secret-command",
                    "sh '\(scene.folder.at("kept/s3-command"))' \"a 'quoted' word\"",
                ],
                [
                    "sftp://alice@127.0.0.1:\(sftp.port)/zoe?known-hosts=\(sftp.knownHostsPath)", "--name", "sftp",
                    "--secret-credential", "sftp",
                ],
            ]
        }
    }

    private func expectNothing(_ what: String, _ bytes: [UInt8]) {
        let found = forms.found(in: bytes)
        #expect(found.isEmpty, "\(what) shows \(found)")
    }

    @Test func noSecretIsSeenWhateverARunDoes() throws {
        let stage = try Stage()
        let scene = stage.scene
        func run(_ arguments: [String], status: Int32 = 0) throws {
            let result = try scene.run(arguments, status: status)
            expectNothing("stdout of \(arguments)", result.outputBytes)
            expectNothing("stderr of \(arguments)", result.errorBytes)
        }
        for addition in stage.additions { try run(["host", "add"] + addition) }
        try run(["host", "list"])
        try run(["host", "check"])
        try run(["plan", "-o", scene.folder.at("plan.json"), "--verbose"] + stage.parts)
        try run(["import", "--dry-run", "--json", "--verbose"] + stage.parts)

        // While it runs, nobody sees it in the list of processes.
        let child = try scene.command.start(["import", "--yes", "--verbose"] + stage.parts)
        let watched = watch(child)
        let result = try child.wait()
        #expect(result.status == 0, "\(result.errors)\(result.output)")
        expectNothing("stdout of import", result.outputBytes)
        expectNothing("stderr of import", result.errorBytes)
        let seen = watched.end()
        #expect(seen.looks > 0, "nobody looked at the running process")
        #expect(seen.found.isEmpty, "\(seen.found)")

        try run(["import", "--yes", "--json", "--verbose"] + stage.parts)
        try run(["verify", "--deep", "--verbose", "--receipt", scene.folder.at("receipt")])
        try run(["verify", "--json"])
        try run(["gather", scene.folder.at("gathered"), "--verbose"])
        try run(["where", "Drive", "--json"])
        // A host that refuses is told of without what it refused.
        try scene.writePrivately(Self.wrong + "\n", to: "kept/apache")
        try run(["host", "check", "apache"], status: 77)
        try run(["import", "--yes", "--verbose"] + stage.parts, status: 1)

        let environment = FileTree.bytes(of: scene.folder.at("command environment")) ?? []
        #expect(!environment.isEmpty, "the command did not run")
        // State, reports, plan, configuration, what was gathered: all bytes of all files.
        #expect(FileTree(scene.command.state).files.contains("state.sqlite"))
        #expect(FileTree(scene.command.configuration).nodes.values.first?.rights == 0o600)
        let found = forms.found(below: scene.folder.path, except: Self.kept)
        #expect(found.isEmpty, "\(found)")
        for folder in [stage.apache.directory + "/basic", stage.s3.directory + "/files", stage.sftp.filesPath] {
            #expect(!FileTree(folder).files.isEmpty)
            #expect(forms.found(below: folder).isEmpty)
        }
        // The search finds what is there.
        #expect(!forms.found(below: scene.folder.at("kept")).isEmpty)
    }

    /// Looks at the command line of a process and at those of its children, and at their environments, as long as it
    /// lives.
    ///
    private func watch(_ child: ChildProcess) -> Watch {
        let watch = Watch()
        let forms = forms
        Thread.detachNewThread {
            // Until it is waited for.
            while kill(child.identifier, 0) == 0 {
                let own = FileTree.bytes(of: "/proc/\(child.identifier)/cmdline") ?? []
                watch.add(forms.found(in: own), of: "the command line")
                let tasks = "/proc/\(child.identifier)/task"
                for thread in (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [] {
                    let list = FileTree.bytes(of: "\(tasks)/\(thread)/children") ?? []
                    for number in String(decoding: list, as: UTF8.self).split(separator: " ") {
                        for name in ["cmdline", "environ"] {
                            let bytes = FileTree.bytes(of: "/proc/\(number)/\(name)") ?? []
                            watch.add(forms.found(in: bytes), of: "the \(name) of a child")
                        }
                    }
                }
                if !own.isEmpty { watch.look() }
                usleep(5000)
            }
            watch.finish()
        }
        return watch
    }

    @Test func whatAPersonTypesIsNotShown() throws {
        let scene = try Scene()
        let radicale = try PythonServer.radicale()
        try scene.configure([
            (
                "radicale",
                ["url = \"http://127.0.0.1:\(radicale.port)/\"", "user = \"alice\"", "secret = { prompt = true }"]
            )
        ])
        try scene.writePrivately(Self.prompted, to: "kept/prompted")
        let parts = try scene.export(.few)
        // A terminal at which somebody types once the question is there.
        let script = """
            import os, pty, sys
            secret = open(sys.argv[1], "rb").read()
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp(sys.argv[2], sys.argv[2:])
            shown, typed = b"", False
            while True:
                try:
                    piece = os.read(terminal, 65536)
                except OSError:
                    break
                if not piece:
                    break
                shown += piece
                if not typed and b"Password of radicale" in shown:
                    os.write(terminal, secret + b"\\n")
                    typed = True
            sys.stdout.buffer.write(shown)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """
        scene.command.wrapper = ["python3", "-c", script, scene.folder.at("kept/prompted")]
        let result = try scene.run(["import", "--yes", "--verbose", "--only", "event", "--only", "contact"] + parts)
        #expect(result.output.contains("Password of radicale: "))
        expectNothing("the terminal", result.outputBytes)
        #expect(forms.found(below: scene.folder.path, except: Self.kept).isEmpty)
        #expect(!FileTree(radicale.directory + "/collections").files.isEmpty)
    }
}

/// What was seen of a process while it ran.
private final class Watch: Sendable {
    private let seen = Mutex((looks: 0, found: [String]()))
    private let isOver = DispatchSemaphore(value: 0)

    func look() { seen.withLock { $0.looks += 1 } }

    func add(_ found: [String], of place: String) {
        if !found.isEmpty { seen.withLock { $0.found.append("\(place) shows \(found)") } }
    }

    func finish() { isOver.signal() }

    /// Waits until the process is looked at no more.
    func end() -> (looks: Int, found: [String]) {
        isOver.wait()
        return seen.withLock { $0 }
    }
}
