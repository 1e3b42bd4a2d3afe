import Foundation
import Hosting
import Items
import Planning
import Testing

@testable import Reporting

@Suite struct ReportTests {
    private func object(_ json: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }

    private func keys(_ value: Any?) throws -> Set<String> { Set(try #require(value as? [String: Any]).keys) }

    @Test(arguments: SampleRun.modes)
    func theDocumentHasTheKeysItPromises(_ mode: Report.Mode) throws {
        let document = try object(SampleRun().json(mode, withChanges: false))
        #expect(document["format"] as? String == "degoogle-report")
        #expect(document["version"] as? Int == 1)
        #expect(document["mode"] as? String == mode.rawValue)
        #expect(
            try keys(document) == [
                "format", "version", "mode", "sources", "entries", "items", "hosts", "exposure", "findings", "interrupted",
            ])
        #expect(
            try keys(document["entries"]) == ["read", "imported", "merged", "kept", "left-out", "unreadable"])
        let sources = try #require(document["sources"] as? [Any])
        #expect(try keys(sources.first).isSuperset(of: ["path", "provider", "parts", "entries", "bytes"]))
        let items = try #require(document["items"] as? [String: Any])
        #expect(Set(items.keys) == ["event", "contact", "file"])
        for kind in items.values {
            #expect(try keys(kind) == ["total", "create", "update", "unchanged", "skip", "conflict", "failed"])
        }
        let hosts = try #require(document["hosts"] as? [Any])
        #expect(hosts.count == 2)
        for host in hosts {
            #expect(
                try keys(host).isSuperset(of: [
                    "name", "items", "bytes", "share", "create", "update", "unchanged", "skip", "conflict", "failed",
                    "organisation", "country",
                ]))
        }
        for finding in try #require(document["findings"] as? [Any]) {
            #expect(try keys(finding).isSuperset(of: ["code", "severity", "message"]))
        }
    }

    @Test func changesAreAddedOnRequest() throws {
        let run = SampleRun()
        #expect(try object(run.json(.applied, withChanges: false))["changes"] == nil)
        let changes = try #require(object(run.json(.applied, withChanges: true))["changes"] as? [Any])
        #expect(changes.count == run.plan.changes.count)
        for change in changes {
            #expect(try keys(change).isSuperset(of: ["action", "kind", "collection", "name", "identity"]))
        }
    }

    @Test func hostileNamesComeBackFromTheDocumentAsTheyWere() throws {
        for seed in UInt64(1)...40 {
            var names = HostileNames(seed: seed)
            let run = SampleRun { names.decorated($0) }
            let document = try object(run.json(.applied, withChanges: true))
            let hosts = try #require(document["hosts"] as? [[String: Any]])
            #expect(
                hosts.map { ExactText($0["name"] as? String ?? "") }
                    == run.plan.hosts.map { ExactText($0.profile.name) })
            let changes = try #require(document["changes"] as? [[String: Any]])
            #expect(
                changes.map { ExactText($0["identity"] as? String ?? "") }
                    == run.plan.changes.map { ExactText(run.plan.items[Int($0.item)].identity) })
        }
    }

    /// The numbers of a line of the text, after its first word.
    private func numbers(_ label: String, in text: String) throws -> [Int] {
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("  \(label) ") }, "\(label)")
        return line.dropFirst(label.count + 2).split(separator: " ").compactMap { Int($0.filter { $0 != "," }) }
    }

    @Test(arguments: SampleRun.modes)
    func textAndDocumentSayTheSameNumbers(_ mode: Report.Mode) throws {
        let run = SampleRun()
        let text = run.text(mode, verbose: false)
        let document = try object(run.json(mode, withChanges: false))
        let entries = try #require(document["entries"] as? [String: Int])
        let sums = ["read", "imported", "merged", "kept", "left-out", "unreadable"].map { entries[$0] ?? -1 }
        #expect(
            text.contains(
                "\(sums[0]) read = \(sums[1]) imported + \(sums[2]) merged + \(sums[3]) kept as files"
                    + " + \(sums[4]) left out + \(sums[5]) unreadable"))
        #expect(sums[0] == sums[1...].reduce(0, +))
        let items = try #require(document["items"] as? [String: [String: Int]])
        let columns = ["total", "create", "update", "unchanged", "skip", "conflict", "failed"]
        let shown = columns.enumerated().filter { position, key in
            position < 3 || items.values.contains { $0[key] != 0 }
        }.map(\.element)
        for (kind, label) in [("event", "events"), ("contact", "contacts"), ("file", "files")] {
            let totals = try #require(items[kind])
            #expect(try numbers(label, in: text) == shown.map { totals[$0] ?? -1 })
            #expect(totals["total"] == columns.dropFirst().reduce(0) { $0 + (totals[$1] ?? 0) })
        }
        for severity in Finding.Severity.allCases {
            let all = try #require(document["findings"] as? [[String: Any]])
            let count = all.count { $0["code"] as? String == "code-\(severity.rawValue)" }
            #expect(text.contains("  \(count) x A sentence about \(severity.rawValue)."))
        }
    }

    @Test func theWorstOfTheCopiesCountsForAnItem() {
        let run = SampleRun()
        let report = run.report(.applied)
        #expect(report.items[.event]?.conflict == 1)
        #expect(report.items[.event]?.unchanged == 1)
        #expect(report.items[.event].map { $0.create + $0.failed } == 2)
        #expect(report.items[.contact]?.skip == 2)
        #expect(report.isPartial)
        #expect(report.findings.contains { $0.code == "host-lost" })
        #expect(report.findings.contains { $0.code == "conflict" })
    }

    @Test func sharesAddUpToOne() {
        let report = SampleRun().report(.dryRun)
        #expect(abs(report.hosts.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    }

    static let amounts: [(UInt64, String)] = [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1049, "1.0 kB"), (1050, "1.1 kB"), (9949, "9.9 kB"),
        (9999, "10 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (1_900_000_000, "1.9 GB"),
        (UInt64.max, "18 EB"),
    ]

    @Test(arguments: amounts) func bytesAreReadable(_ number: UInt64, as text: String) {
        #expect(Amount.bytes(number) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")])
    func countsAreReadable(_ number: Int, as text: String) { #expect(Amount.count(number) == text) }
}
