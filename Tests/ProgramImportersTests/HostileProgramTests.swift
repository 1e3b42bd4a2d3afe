import Archives
import Glibc
import Importing
import Items
import Planning
@testable import ProgramImporters
@testable import TestKit
import Testing

/// What a program may do wrong, and that it costs nothing but its own work.
@Suite struct HostileProgramTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let script: String
        /// A word of what the finding must say.
        let says: String

        init(_ name: String, says: String, _ script: String) {
            testDescription = name
            self.script = script
            self.says = says
        }
    }

    static let readAll = #"[say(entry=one["entry"], read=True) for one in listed]; say(done=True)"#

    static let cases = [
        Case("ends when it plans", says: "ended before", Installed.script(plan: "sys.exit(0)")),
        Case("crashes when it reads", says: "boom", Installed.script(plan: readAll, read: #"raise Exception("boom")"#)),
        Case("says no JSON", says: "no JSON", Installed.script(plan: #"print("hello", flush=True)"#)),
        Case("says an array", says: "object", Installed.script(plan: #"print("[1]", flush=True)"#)),
        Case(
            "never ends a line", says: "line of more",
            Installed.script(plan: #"sys.stdout.write("x" * (2 << 20)); sys.stdout.flush(); hear()"#)),
        Case("says nothing", says: "said nothing", Installed.script(plan: "import time; time.sleep(1000)")),
        Case("invents an entry", says: "entry 99", Installed.script(plan: "say(entry=99, read=True)")),
        Case(
            "plans an entry twice", says: "twice",
            Installed.script(plan: "say(entry=0, read=True); say(entry=0, read=True)")),
        Case(
            "gives an item before reading", says: "before",
            Installed.script(plan: #"say(item="file", path="a", bytes=0)"#)),
        Case(
            "climbs out of the folder", says: "path",
            Installed.script(plan: readAll, read: #"say(item="file", path="../../a", bytes=1); give(b"a")"#)),
        Case(
            "climbs out under a mark", says: "path",
            Installed.script(plan: readAll, read: #"say(item="file", path="../\u0301a", bytes=1); give(b"a")"#)),
        Case(
            "has an absolute path", says: "path",
            Installed.script(plan: readAll, read: #"say(item="file", path="/etc/passwd", bytes=1); give(b"a")"#)),
        Case(
            "gives fewer bytes than it says", says: "fewer",
            Installed.script(plan: readAll, read: #"say(item="file", path="a", bytes=9); give(b"a"); sys.exit(0)"#)),
        Case(
            "announces an absurd item", says: "the most",
            Installed.script(plan: readAll, read: #"say(item="file", path="a", bytes=1 << 60)"#)),
        Case(
            "announces a negative item", says: "the most",
            Installed.script(plan: readAll, read: #"say(item="file", path="a", bytes=-1)"#)),
        Case(
            "never stops giving findings", says: "lines",
            Installed.script(plan: readAll, read: #"[say(finding=dict(code="a", message="b")) for _ in range(2000)]"#)),
        Case(
            "leaves out without a reason", says: "reason", Installed.script(plan: #"say(entry=0, outcome="left-out")"#)),
        Case(
            "says more than it was asked", says: "more than",
            Installed.script(finish: #"say(done=True); say(done=True)"#)),
        Case(
            "ends badly", says: "status 3",
            Installed.script(finish: #"say(done=True); hear_end = sys.stdin.read(); sys.exit(3)"#)),
        Case("eats memory", says: "MemoryError", Installed.script(plan: #"a = b"x" * (8 << 30); say(done=True)"#)),
    ]

    @Test(arguments: cases)
    func whatItLeavesUndoneIsKept(_ hostile: Case) async throws {
        let installed = try Installed(hostile.script, bounds: .short)
        let recording = try await ImportRecording(
            of: slack.write(to: installed.folder.at("in")), with: [installed.importer])
        try recording.ledger.close()
        let kept = slack.entries.filter { recording.outcome(ofPath: $0.path) == .kept }
        #expect(kept.count == slack.entries.count)
        let finding = try #require(recording.findings.first { $0.code == "importer-stopped" })
        #expect(finding.detail?.contains(hostile.says) == true, "\(finding.detail ?? "")")
    }

    @Test(arguments: [
        Case("another version", says: "version", Installed.script(hello: "say(protocol=2)")),
        Case("silence", says: "said nothing", Installed.script(hello: "import time; time.sleep(1000)")),
        Case("nothing", says: "ended", "sys.exit(1)"),
    ])
    func oneThatCannotIntroduceItselfIsNamedAndNotAsked(_ hostile: Case) async throws {
        let installed = try Installed(hostile.script, bounds: .short)
        #expect(installed.importer.description.title.contains(hostile.says))
        let listing = EntryListing(entries: [], partNames: [], isLoose: false)
        #expect(installed.importer.recognize(listing)?.trouble?.contains(hostile.says) == true)
    }

    @Test func aFailureToJudgeIsAFinding() async throws {
        let installed = try Installed(Installed.script(recognise: "sys.exit(1)"), bounds: .short)
        let archives = try ArchiveSet.open(slack.write(to: installed.folder.at("in")))
        let session = ImportSession(archives: archives, importers: [installed.importer, Nobody()])
        #expect(session.findings.contains { $0.code == "importer-not-asked" })
        #expect(session.exports.map(\.importer.description.name) == ["nobody"])
    }

    @Test func itSeesNoEnvironmentAndNoDescriptorOfOurs() async throws {
        setenv("DEGOOGLE_CANARY", "a secret", 1)
        let script = Installed.script(
            plan:
                #"say(finding=dict(code="seen", message=" ".join(sorted(os.environ)) + " " + " ".join(sorted(os.listdir("/proc/self/fd"), key=int)))); say(done=True)"#
        )
        let installed = try Installed(script)
        let recording = try await ImportRecording(
            of: slack.write(to: installed.folder.at("in")), with: [installed.importer])
        let seen = try #require(recording.findings.first { $0.code == "seen" }).message
        let words: Set<String> = Set(seen.split(separator: " ").map(String.init))
        let descriptors: Set<String> = words.filter { $0.allSatisfy(\.isNumber) }
        #expect(words.isDisjoint(with: ["DEGOOGLE_CANARY", "HOME", "USER"]))
        #expect(words.isSuperset(of: ["LANG", "PATH", "TZ"]))
        // Descriptor 5 is the one it lists descriptors with.
        #expect(descriptors == ["0", "1", "2", "3", "4", "5"])
    }

    @Test func whatItStartedDoesNotOutliveIt() async throws {
        let script = Installed.script(
            plan:
                #"child = os.fork(); (os.execvp("sleep", ["sleep", "1000"]) if child == 0 else None); say(finding=dict(code="child", message=str(child))); say(entry=99)"#
        )
        let installed = try Installed(script, bounds: .short)
        let recording = try await ImportRecording(
            of: slack.write(to: installed.folder.at("in")), with: [installed.importer])
        let child = try #require(recording.findings.first { $0.code == "child" }.flatMap { pid_t($0.message) })
        // It is nobody's child now, so it is gone as soon as the system has reaped it.
        let limit = ContinuousClock.now + .seconds(30)
        while kill(child, 0) == 0 {
            try #require(ContinuousClock.now < limit, "it lives on")
            usleep(1000)
        }
        #expect(errno == ESRCH)
    }

    @Test func aDamagedEntryIsUnreadableWhateverTheProgramSays() async throws {
        let installed = try Installed(
            Installed.script(
                plan: Self.readAll,
                read:
                    #"say(item="file", path="x%d" % request["entry"], bytes=1); give(b"a"); say(done=True, outcome="imported")"#
            ))
        let paths = try slack.write(to: installed.folder.at("in"))
        try ZipDamage.flipByte(of: "users.json", in: paths[0])
        let recording = try await ImportRecording(of: paths, with: [installed.importer])
        #expect(recording.outcome(ofPath: "users.json") == .unreadable)
        #expect(recording.facts(of: .file).count == slack.entries.count - 1)
        #expect(recording.findings.filter { $0.severity == .error }.map(\.code) == ["unreadable-entry"])
    }
}

extension Conversation.Bounds {
    /// Short enough for tests of programs that never answer.
    static let short = Conversation.Bounds(silence: .seconds(2), answer: .seconds(10), lines: 1000)
}

/// Reads what nobody else does, and keeps nothing.
private struct Nobody: Importer {
    let description = ImporterDescription(name: "nobody", title: "Nobody", products: [])

    func recognize(_ listing: EntryListing) -> Recognition? { Recognition(confidence: 0.05, evidence: "") }

    func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        for entry in export.entries { sink.record(.kept, of: entry.reference) }
    }
}
