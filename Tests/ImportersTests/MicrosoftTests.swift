import Conversions
import Foundation
import Importing
import Items
import Microsoft
import TestKit
import Testing

private func sample(_ isFrench: Bool) async throws -> ImportRecording {
    try await withDirectory { directory in
        try await ImportRecording(
            of: ProviderSample.microsoft(isFrench: isFrench).write(to: directory), with: [MicrosoftImporter()])
    }
}

@Suite struct MicrosoftTests {
    private static func conformance(_ isFrench: Bool) -> ImporterConformance {
        ProviderSample.microsoft(isFrench: isFrench).conformance(
            MicrosoftImporter(), damageable: "Outlook/Contacts.csv", foreign: ForeignListings.all)
    }

    @Test(arguments: ImporterConformance.rules, [false, true])
    func obeys(_ rule: ImporterConformance.Rule, _ isFrench: Bool) async throws {
        try await withDirectory { directory in
            let violations = try await rule.violations(Self.conformance(isFrench), directory)
            #expect(violations == [])
        }
    }

    @Test(arguments: [false, true]) func everyEntryEndsAsTheSampleSays(_ isFrench: Bool) async throws {
        let recording = try await sample(isFrench)
        for entry in ProviderSample.microsoft(isFrench: isFrench).entries {
            #expect(recording.outcome(ofPath: entry.path).map { "\($0)" } == "\(entry.outcome)", "\(entry.path)")
        }
        #expect(recording.facts(of: .event).count == 12 && recording.facts(of: .task).count == 3)
        #expect(recording.facts(of: .contact).count >= 9)
        #expect(recording.count("privacy-dashboard-kept") == 1)
    }

    @Test func windowsZonesGetIANANamesAndKeepTheirDefinition() async throws {
        let recording = try await sample(false)
        let text = try #require(recording.text(.event, "040000008200E00074C5B7101A82E00801"))
        #expect(text.contains("TZID:Europe/Berlin\r\nBEGIN:STANDARD"))
        #expect(text.contains("DTSTART;TZID=Europe/Berlin:20240501T100000"))
        #expect(text.contains("DTEND;TZID=Europe/Berlin:20240501T110000"))
        #expect(text.contains("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10") && !text.contains("W. Europe"))
        #expect(recording.count("windows-time-zone") == 1 && recording.count("missing-time-zone") == 0)
    }

    @Test func toDoBecomesTasksWithStepsBelow() async throws {
        let recording = try await sample(true)
        let texts = recording.items.filter { $0.kind == .task }.compactMap { recording.text(.task, $0.identity) }
        let rent = try #require(texts.first { $0.contains("SUMMARY:Payer le loyer") })
        for line in [
            "DUE;VALUE=DATE:20240505", "DTSTART;VALUE=DATE:20240505", "RRULE:FREQ=MONTHLY;BYMONTHDAY=5", "PRIORITY:1",
            "STATUS:NEEDS-ACTION", "DESCRIPTION:Virement\\, avant midi", "DTSTAMP:20240402T080000Z",
        ] {
            #expect(rent.contains("\r\n\(line)\r\n"), "\(line) is missing")
        }
        let parent = try #require(rent.split(separator: "\r\n").first { $0.hasPrefix("UID:") }).dropFirst(4)
        #expect(texts.contains { $0.contains("SUMMARY:IBAN") && $0.contains("RELATED-TO:\(parent)\r\n") })
        #expect(texts.contains { $0.contains("COMPLETED:20240403T000000Z") && $0.contains("STATUS:COMPLETED") })
        #expect(recording.facts(of: .task).allSatisfy { $0.collection == "calendar Tâches" })
    }

    @Test func whatLiesInOneDriveIsFilesWhateverItIs() async throws {
        try await withDirectory { directory in
            let export = ProviderSample(
                "OneDrive_2024-05-01", ProviderSample.microsoft().entries)
            let recording = try await ImportRecording(of: export.write(to: directory), with: [MicrosoftImporter()])
            #expect(recording.paths.count == 7 && recording.items.count == 7)
            #expect(recording.findings.map(\.code) == ["not-carried"])
            #expect(recording.paths.allSatisfy { $0.hasPrefix("OneDrive/") })
        }
    }

    @Test(arguments: [
        ("OneDrive_1_01-05-2024.zip", ["a/b.txt"], 0.8), ("OneDrive_2024-05-01 (1).zip", ["a.txt"], 0.8),
        ("x.zip", ["mail/archive.pst", "a.txt"], 0.6), ("x.tar", ["messages.json", "endpoints.json", "media/a"], 0.9),
        ("x.zip", ["BrowsingHistory.json", "SearchRequestsAndQuery.json"], 0.9), ("OneDriver.zip", ["a"], 0),
        ("x.zip", ["messages.json", "media/a"], 0), ("x.zip", ["BrowsingHistory.json"], 0.5),
        ("x.zip", ["Outlook/notes.txt"], 0), ("x.zip", ["Outlook/a.ics"], 0.7),
    ])
    func isKnownByNames(_ part: String, _ paths: [String], _ confidence: Double) {
        #expect((MicrosoftImporter().recognize(listing(paths, parts: [part]))?.confidence ?? 0) == confidence)
    }
}
