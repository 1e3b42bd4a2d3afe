import Glibc
import Importing
@testable import ProgramImporters
import TestKit

/// The Slack export that the example in `Samples` reads.
let slack = ProviderSample(
    "Slack export",
    [
        SampleEntry("channels.json", text: #"[{"name":"general"},{"name":"été"}]"#, .kept),
        SampleEntry("users.json", text: #"[{"id":"U1","name":"zoe"}]"#, .kept),
        SampleEntry(
            "general/2024-01-01.json", text: #"[{"user":"U1","ts":"1704103200.0","text":"Bonne année !"}]"#, .imported),
        SampleEntry("general/2024-01-02.json", text: #"[{"user":"U2","ts":"1704189600.0","text":"Merci 🎉"}]"#, .merged),
        SampleEntry(
            "general/2024-02-01.json", text: #"[{"user":"U1","ts":"1706781600.0","text":"février"}]"#, .imported),
        SampleEntry("été/2024-02-01.json", text: #"[{"user":"U1","ts":"1706781600.0","text":"soleil"}]"#, .imported),
        SampleEntry("été/plan.txt", text: "un plan", .kept),
    ])

/// A folder on `PATH` with one program in it.
struct Installed {
    let folder: WorkFolder
    let importer: ProgramImporter

    /// - Parameter script: the program: Python, in which `say(**fields)` gives a line, `hear()` takes one,
    ///   `entries(request)` the lines about entries, and `give(bytes)` bytes of an item.
    init(_ script: String, bounds: Conversation.Bounds = Conversation.Bounds()) throws {
        // As the command does at its start: a program may be gone when it is written to.
        signal(SIGPIPE, SIG_IGN)
        folder = try WorkFolder()
        let path = try folder.write(Array((Self.prelude + script).utf8), to: "degoogle-importer-test")
        chmod(path, 0o755)
        importer = ProgramImporter(name: "test", path: path, bounds: bounds)
    }

    private static let prelude = """
        #!/usr/bin/env python3
        import json, os, sys
        def say(**fields): print(json.dumps(fields), flush=True)
        def hear():
            line = sys.stdin.readline()
            if not line: sys.exit(0)
            return json.loads(line)
        def entries(request): return [hear() for _ in range(request["entries"])]
        def give(data):
            while data: data = data[os.write(4, data):]
        def take(count):
            data = b""
            while len(data) < count: data += os.read(3, count - len(data))
            return data

        """

    /// A program that answers everything as it should and keeps every entry, but for what is put in.
    static func script(
        hello: String = #"say(protocol=1, title="Test", products=[])"#,
        recognise: String = #"say(confidence=0.9, because="a test")"#,
        plan: String = #"say(done=True)"#, read: String = #"say(done=True, outcome="kept")"#,
        finish: String = #"say(done=True)"#
    ) -> String {
        """
        while True:
            request = hear()
            if request["do"] == "hello":
                \(hello)
            elif request["do"] == "recognise":
                listed = entries(request)
                \(recognise)
            elif request["do"] == "plan":
                listed = entries(request)
                \(plan)
            elif request["do"] == "read":
                data = take(request["bytes"]); whole = hear()["whole"]
                \(read)
            elif request["do"] == "finish":
                \(finish)
        """
    }
}
