import Foundation
import Glibc
import Items
import TestKit
import Testing

/// What the report says of how things came to hosts, what was changed on the way, and what an update changes.
@Suite struct ArrivalTests {
    @Test(arguments: [
        (FaultStage.Server.radicale, "acknowledgement"), (.apache, "size-and-sample"), (.s3, "checksum"),
    ])
    func howArrivalWasCheckedIsSaidAndRemembered(_ server: FaultStage.Server, _ evidence: String) throws {
        let stage = try FaultStage(server)
        let first = try stage.import()
        let host = try #require(first.hosts.first)
        #expect((host.evidence ?? [:]).values.reduce(0, +) == host.items)
        #expect((host.evidence ?? [:])[evidence, default: 0] > host.items / 2, "\(host.evidence ?? [:])")
        let second = try stage.import()
        #expect(second.hosts.first?.evidence == host.evidence)
        let text = try stage.scene.run(["import", "--yes"] + stage.arguments)
        #expect(text.output.contains("How arrival was checked\n  server: "))
    }

    @Test(arguments: [
        ("client-agent", "attendees-marked", "schedule-agent"), ("strip", "attendees-left-out", "attendees"),
    ])
    func whatBecameOfAttendeesIsCounted(_ policy: String, _ code: String, _ word: String) throws {
        let stage = try FaultStage(.radicale)
        let meetings = (0..<3).map { number in
            """
            BEGIN:VEVENT
            UID:\(number)@example.org
            DTSTAMP:20240101T000000Z
            DTSTART:20240102T100000Z
            SUMMARY:Meeting
            \(number == 0 ? "LOCATION:here" : "ORGANIZER:mailto:a@example.org\nATTENDEE:mailto:b@example.org")
            END:VEVENT

            """
        }
        let file = try stage.scene.folder.write(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n\(meetings.joined())END:VCALENDAR\n", to: "Work.ics")
        for _ in 0..<2 {
            let report = try stage.scene.import(["--verbose", "--attendees", policy, file])
            #expect(report.findings.count { $0.code == code } == 2)
            #expect(report.changes?.count { $0.alterations == [word] } == 2)
        }
    }

    /// How many requests a second run costs where nothing has changed.
    @Test func whatIsKnownIsNotAskedForAgain() throws {
        let stage = try FaultStage(.radicale)
        try stage.import()
        stage.proxy.reset()
        try stage.import()
        #expect(stage.proxy.count("REPORT") == 0)
        let known = stage.proxy.requests.count
        // The same run without the state reads every content.
        FileTree.remove(stage.scene.command.state)
        stage.proxy.reset()
        try stage.import()
        #expect(stage.proxy.count("REPORT") == 3)
        #expect(known == stage.proxy.requests.count - 3)
    }

    // MARK: Updates

    private static func calendar(_ summary: String, _ trigger: String, _ more: String = "") -> String {
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:x
        BEGIN:VEVENT
        UID:1@example.org
        DTSTAMP:20240101T000000Z
        DTSTART:20240102T100000Z
        SUMMARY:\(summary)
        URL:https://example.org/private
        \(more)BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:x
        TRIGGER:\(trigger)
        END:VALARM
        END:VEVENT
        END:VCALENDAR

        """
    }

    @Test(arguments: ["folder", "server"]) func anUpdateSaysWhichPropertiesItChanges(_ host: String) throws {
        let stage = try FaultStage(.radicale, copies: 2)
        let scene = stage.scene
        let arguments = ["--to", host, "--copies", "1", scene.folder.at("Work.ics")]
        try scene.folder.write(Self.calendar("Old secret", "-PT15M"), to: "Work.ics")
        try scene.import(arguments)
        let changed = Self.calendar("New secret", "-PT30M", "LOCATION:There\n")
            .replacing("URL:https://example.org/private\n", with: "")
        try scene.folder.write(changed, to: "Work.ics")
        let words = "New secret: changed SUMMARY, VALARM/TRIGGER; added LOCATION; removed URL"
        let dry = try scene.run(["import", "--dry-run"] + arguments)
        #expect(dry.output.contains(words), "\(dry.output)")
        let document = try ReportDocument(try scene.run(["import", "--dry-run", "--json", "--verbose"] + arguments))
        let update = try #require(document.changes?.first { $0.action == "update" })
        #expect(update.differences?.map(\.property) == ["LOCATION", "SUMMARY", "URL", "TRIGGER"])
        #expect(update.differences?.map(\.change) == ["added", "changed", "removed", "changed"])
        #expect(update.differences?.map(\.component) == [nil, nil, nil, "VALARM"])
        let real = try scene.run(["import", "--yes", "--verbose"] + arguments)
        #expect(real.output.contains("changed SUMMARY, VALARM/TRIGGER; added LOCATION; removed URL"))
        // Names are said, and no value.
        for text in [dry.output, real.output] { #expect(!text.contains("Old secret") && !text.contains("There")) }
    }

    @Test func ofManyUpdatesTheFirstAreShown() throws {
        let scene = try Scene()
        func card(_ number: Int, _ phone: String) -> String {
            "BEGIN:VCARD\nVERSION:3.0\nUID:\(number)\nFN:Person \(number)\nN:\(number);;;;\nTEL:\(phone)\nEND:VCARD\n"
        }
        let arguments = scene.to("a") + [scene.folder.at("people.vcf")]
        try scene.folder.write((0..<30).map { card($0, "1") }.joined(), to: "people.vcf")
        try scene.import(arguments)
        try scene.folder.write((0..<30).map { card($0, "2") }.joined(), to: "people.vcf")
        let some = try scene.run(["import", "--dry-run"] + arguments).output
        #expect(some.components(separatedBy: ": changed TEL\n").count - 1 == 20)
        #expect(some.contains("and 10 more (--verbose)"))
        let all = try scene.run(["import", "--dry-run", "--verbose"] + arguments).output
        #expect(all.components(separatedBy: ": changed TEL\n").count - 1 == 30)
    }
}
