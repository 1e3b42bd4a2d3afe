internal import Foundation
internal import Hosting
internal import Items
internal import Planning

extension CareReport {
    /// The report for a terminal, with the same care as `TextReport`.
    ///
    /// - Parameters:
    ///   - colored: whether to use colours.
    ///   - isVerbose: shows every finding.
    public func text(colored: Bool, isVerbose: Bool) -> String {
        let paint = Paint(isOn: colored)
        var lines = [paint.bold(mode.heading)]
        var table = Table(header: ["What", "all", "copied", "same", "failed"])
        for kind in ItemKind.allCases {
            guard let totals = items[kind] else { continue }
            table.add(
                [kind.plural] + [totals.total, totals.create, totals.unchanged, totals.failed].map(Amount.count))
        }
        if !items.isEmpty { lines += [""] + table.lines(hidingZeroColumnsFrom: 2, paint: paint) }
        var places = Table(header: ["Where", "items", "size", "copied", "same", "failed", "taken away"])
        for host in hosts {
            let counts = [host.items.create, host.items.unchanged, host.items.failed, removed[host.profile.name] ?? 0]
            places.add(
                [DisplayText.safe(host.profile.name), Amount.count(host.items.total), Amount.bytes(host.bytes)]
                    + counts.map(Amount.count))
        }
        if !hosts.isEmpty { lines += [""] + places.lines(hidingZeroColumnsFrom: 3, paint: paint) }
        lines += FindingsText.lines(findings, isVerbose: isVerbose, paint: paint)
        if isInterrupted {
            lines += ["", paint.bold("Stopped before the end. Run the same command again: it goes on where it was.")]
        }
        if !sentences.isEmpty { lines += [""] + sentences.map { paint.bold(DisplayText.safe($0)) } }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report as JSON: the keys of `JSONReport`, and `summary` with the sentences.
    ///
    /// - Throws: what `JSONEncoder` throws; a report holds nothing it cannot write.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(Document(self))
        return JSONReport.escaped(String(decoding: data, as: UTF8.self)) + "\n"
    }

    private struct Document: Encodable {
        let format = "degoogle-report"
        let version = 1
        let mode: String
        let sources: [String]
        let entries: JSONReport.Entries
        let items: [String: JSONReport.ItemRow]
        let hosts: [JSONReport.HostRow]
        let findings: [JSONReport.FindingRow]
        let interrupted: Bool
        let summary: [String]

        init(_ report: CareReport) {
            mode = report.mode.rawValue
            sources = []
            entries = JSONReport.Entries(Ledger.Totals())
            items = Dictionary(
                uniqueKeysWithValues: report.items.map { ($0.key.rawValue, JSONReport.ItemRow($0.value)) })
            hosts = report.hosts.map(JSONReport.HostRow.init)
            findings = report.findings.map(JSONReport.FindingRow.init)
            interrupted = report.isInterrupted
            summary = report.sentences
        }
    }
}
