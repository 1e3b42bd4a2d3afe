import Foundation
import Glibc
import Items
import TestKit
import Testing

/// Each fault of a server has its end, through the whole program: one run settles what passes, the others go on
/// whatever happens to one, and the rerun finishes.
@Suite struct FaultTests {
    private static let servers = FaultStage.Server.allCases

    // MARK: What passes is settled in one run

    @Test(arguments: servers) func aLostReplyIsSettledByAsking(_ server: FaultStage.Server) throws {
        let stage = try FaultStage(
            server,
            [
                FaultRule("PUT", .every(3), .dropAfter), FaultRule("MKCOL", .nth(1), .dropAfter),
                FaultRule("MKCALENDAR", .nth(1), .dropAfter), FaultRule("MOVE", .nth(1), .dropAfter),
            ])
        let report = try stage.import()
        #expect(report.all.create == report.all.total && report.all.failed == 0)
        try stage.expectRerunFinishes(of: report)
    }

    /// `Retry-After` as seconds and as a date (RFC 9110 section 10.2.3).
    enum Pause: CaseIterable { case seconds, date }

    @Test(arguments: servers, Pause.allCases)
    func tooManyRequestsAreWaitedOut(_ server: FaultStage.Server, _ pause: Pause) throws {
        let stage = try FaultStage(server)
        let later = pause == .seconds ? "1" : Self.date(in: 2)
        stage.proxy.reset(rules: [FaultRule("PUT", .every(5), .status(429, retryAfter: later))])
        let begin = ContinuousClock.now
        let report = try stage.import()
        #expect(report.all.create == report.all.total)
        // It came back no earlier than it was told to; a date has whole seconds.
        #expect(ContinuousClock.now - begin >= (pause == .seconds ? .seconds(1) : .milliseconds(900)))
        try stage.expectRerunFinishes(of: report)
    }

    private static func date(in seconds: Double) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: Date().addingTimeInterval(seconds))
    }

    @Test(arguments: servers) func aBurstOfUnavailabilityIsWaitedOut(_ server: FaultStage.Server) throws {
        let stage = try FaultStage(server, [FaultRule("PUT", .first(4), .status(503))])
        let report = try stage.import()
        #expect(report.all.create == report.all.total)
        try stage.expectRerunFinishes(of: report)
    }

    @Test(arguments: servers) func aServerThatHangsOnceIsAskedAgain(_ server: FaultStage.Server) throws {
        let stage = try FaultStage(server, [FaultRule("PUT", .nth(2), .hang)])
        let report = try stage.import()
        #expect(report.all.create == report.all.total)
        try stage.expectRerunFinishes(of: report)
    }

    // MARK: What does not pass ends one host or one item

    /// Faults that end a host, and how often the same answer is got at most: what is under way cannot be called back.
    private static let endings: [(FaultRule, code: String)] = [
        (FaultRule("PUT", .after(3), .status(401)), "host-lost"),
        (FaultRule("PUT", .after(3), .status(507)), "host-lost"),
        (FaultRule("PUT", .after(3), .hang), "host-lost"),
        (FaultRule("PUT", .after(3), .status(429, retryAfter: "3600")), "host-lost"),
    ]

    @Test(arguments: [FaultStage.Server.radicale, .apache], endings.indices)
    func aHostThatEndsHoldsNobodyUp(_ server: FaultStage.Server, _ number: Int) throws {
        let (rule, code) = Self.endings[number]
        let stage = try FaultStage(server, [rule], copies: 2)
        let report = try stage.import(status: 1)
        let folder = try #require(report.hosts.first { $0.name == "folder" })
        #expect(folder.create == folder.items && folder.failed == 0)
        let lost = try #require(report.hosts.first { $0.name == "server" })
        #expect(lost.failed > 0)
        #expect(report.has(code))
        try stage.expectRerunFinishes(of: report)
    }

    @Test func aRefusedSecretIsSentOnce() throws {
        for (copies, status) in [(1, 77), (2, 1)] as [(Int, Int32)] {
            let stage = try FaultStage(.apache, copies: copies)
            try stage.scene.writePrivately("not the password", to: "secret")
            if copies == 1 {
                try stage.scene.run(["import", "--yes"] + stage.arguments, status: status)
            } else {
                let report = try stage.import(status: status)
                #expect(report.hosts.first { $0.name == "folder" }?.failed == 0)
            }
            #expect(stage.proxy.requests.count { $0.header("authorization") != nil } == 1)
            try stage.scene.writePrivately(ApacheServer.password, to: "secret")
            stage.proxy.reset()
            try stage.import()
        }
    }

    @Test(arguments: [FaultStage.Server.radicale, .apache])
    func aSecretRefusedInTheMiddleIsSentNoMore(_ server: FaultStage.Server) throws {
        let stage = try FaultStage(server, [FaultRule("PUT", .after(3), .status(401))], copies: 2)
        try stage.import(status: 1)
        // What was under way when the first refusal came, and nothing after it: no other request of any kind.
        let puts = stage.proxy.requests.enumerated().filter { $0.element.method == "PUT" }
        let refused = puts.dropFirst(3)
        #expect((1...8).contains(refused.count))
        let last = try #require(refused.last?.offset)
        #expect(stage.proxy.requests.count - 1 - last < 8)
    }

    @Test(arguments: servers) func aResourceThatIsTooLargeCostsNoOther(_ server: FaultStage.Server) throws {
        let stage = try FaultStage(server)
        // One of the items, and not what is tried before them; with a name that is its own address.
        func isPlain(_ path: String) -> Bool {
            path.utf8.allSatisfy { $0 > 0x2C && $0 < 0x7B && !":;<=>?@[\\]^`".utf8.contains($0) }
        }
        let plan = try ReportDocument(
            try stage.scene.run(["import", "--dry-run", "--json", "--verbose"] + stage.arguments))
        let item = try #require(plan.changes?.last { isPlain($0.collection + $0.name) })
        let path =
            switch server {
            case .radicale: "/alice/"
            case .apache: "/basic/\(item.collection)/\(item.name)"
            case .s3: "/\(S3Server.bucket)/zoe/files/\(item.collection)/\(item.name)"
            }
        stage.proxy.reset(rules: [
            FaultRule("PUT", pathPrefix: path, server == .radicale ? .nth(2) : .always, .status(413))
        ])
        let report = try stage.import(status: 1)
        #expect(report.all.failed == 1)
        #expect(report.findings.contains { $0.code == "refused" && $0.entry != nil && $0.message.contains("413") })
        try stage.expectRerunFinishes(of: report)
    }

    // MARK: Answers that are wrong

    @Test(arguments: servers, [0, 1, 2])
    func aWrongAnswerToAPutIsNoSuccess(_ server: FaultStage.Server, _ number: Int) throws {
        let action = [FaultRule.Action.captivePortal, .garbage, .redirect(to: "http://127.0.0.2:1/")][number]
        let stage = try FaultStage(server, [FaultRule("PUT", .nth(2), action)], copies: 2)
        let result = try stage.scene.command.run(["import", "--json", "--yes"] + stage.arguments)
        let report = try ReportDocument(result)
        // Either the server was asked and it was sent again, or it is said what is missing.
        let isMissing = report.all.failed > 0
        #expect(result.status == (isMissing ? 1 : 0), "\(result.errors)\(result.output)")
        #expect(report.hosts.first { $0.name == "folder" }?.failed == 0)
        try stage.expectRerunFinishes(of: report)
    }

    @Test(arguments: [FaultStage.Server.radicale, .apache], [0, 1, 2])
    func aListThatIsCutOrSpoiltIsNotBelieved(_ server: FaultStage.Server, _ number: Int) throws {
        let action = [FaultRule.Action.truncate, .garbage, .captivePortal][number]
        let stage = try FaultStage(server, copies: 2)
        let first = try stage.import()
        // As if everything were gone, or new: the lists of a second run, without the state.
        FileTree.remove(stage.scene.command.state)
        stage.proxy.reset(rules: [FaultRule("PROPFIND", .always, action), FaultRule("REPORT", .always, action)])
        let report = try stage.import(status: 1)
        #expect(report.has("host-lost"))
        #expect(stage.changes.isEmpty, "\(stage.changes.map { "\($0.method) \($0.target)" })")
        try stage.expectRerunFinishes(of: first)
    }

    @Test(arguments: servers) func aDeadServerIsSaidAndFinishedLater(_ server: FaultStage.Server) throws {
        let stage = try FaultStage(server, [FaultRule(nil, .always, .dropBefore)], copies: 2)
        let report = try stage.import(status: 1)
        #expect(report.hosts.first { $0.name == "folder" }?.failed == 0)
        #expect(report.has("host-lost"))
        try stage.expectRerunFinishes(of: report)
    }

    // MARK: Looking

    @Test(arguments: servers) func aDryRunChangesNothingAndSaysWhatTheImportDoes(_ server: FaultStage.Server) throws {
        let stage = try FaultStage(server)
        let rehearsal = try ReportDocument(try stage.scene.run(["import", "--dry-run", "--json"] + stage.arguments))
        #expect(stage.changes.isEmpty)
        let report = try stage.import()
        #expect(report.items == rehearsal.items)
        #expect(report.entries == rehearsal.entries)
    }
}
