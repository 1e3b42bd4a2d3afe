internal import Applying
internal import Foundation
internal import Hosting
internal import Items
internal import Planning

/// The report as one JSON document, `degoogle-report` version 1. Keys may be added; none changes its meaning. Never
/// localised.
public enum JSONReport {
    /// The document, with a newline at its end.
    ///
    /// - Parameter withChanges: adds `changes`, one object for each item and host.
    /// - Throws: what `JSONEncoder` throws; a report holds nothing it cannot write.
    public static func render(_ report: Report, withChanges: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(Document(report, withChanges: withChanges))
        return Self.escaped(String(decoding: data, as: UTF8.self)) + "\n"
    }

    /// The document with every character that harms a terminal written as `\uXXXX` (RFC 8259 section 7), for somebody
    /// may look at it there. Such characters stand in strings only.
    static func escaped(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: isToEscape) else { return json }
        var text = ""
        for scalar in json.unicodeScalars {
            guard isToEscape(scalar) else {
                text.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return text
    }

    private static func isToEscape(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && DisplayText.isHarmful(scalar)
    }

    private struct Document: Encodable {
        let format = "degoogle-report"
        let version = 1
        let mode: String
        let sources: [Source]
        let entries: Entries
        let items: [String: ItemRow]
        let hosts: [HostRow]
        let exposure: ExposureRow
        let findings: [FindingRow]
        let interrupted: Bool
        let changes: [ChangeRow]?

        init(_ report: Report, withChanges: Bool) {
            mode = report.mode.rawValue
            sources = report.plan.sources.map(Source.init)
            entries = Entries(report.entries)
            items = Dictionary(uniqueKeysWithValues: report.items.map { ($0.key.rawValue, ItemRow($0.value)) })
            hosts = report.hosts.map(HostRow.init)
            exposure = ExposureRow(report.plan)
            findings = report.findings.map(FindingRow.init)
            interrupted = report.execution?.isInterrupted ?? false
            changes =
                withChanges
                ? report.plan.changes.indices.map { ChangeRow(report, $0) } : nil
        }
    }

    private struct Source: Encodable {
        let path: String
        let provider: String
        let parts: Int
        let partPaths: [String]
        let label: String
        let entries: Int
        let bytes: UInt64

        init(_ source: PlanSource) {
            path = source.parts.first ?? ""
            provider = source.provider
            parts = source.parts.count
            partPaths = source.parts
            label = source.label
            entries = source.entries
            bytes = source.byteCount
        }
    }

    struct Entries: Encodable {
        let totals: Ledger.Totals

        enum CodingKeys: String, CodingKey {
            case read, imported, merged, kept
            case leftOut = "left-out"
            case unreadable
        }

        init(_ totals: Ledger.Totals) { self.totals = totals }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(totals.read, forKey: .read)
            try container.encode(totals.imported, forKey: .imported)
            try container.encode(totals.merged, forKey: .merged)
            try container.encode(totals.kept, forKey: .kept)
            try container.encode(totals.leftOut, forKey: .leftOut)
            try container.encode(totals.unreadable, forKey: .unreadable)
        }
    }

    struct ItemRow: Encodable {
        let total, create, update, unchanged, skip, conflict, failed: Int

        init(_ totals: Report.ItemTotals) {
            total = totals.total
            create = totals.create
            update = totals.update
            unchanged = totals.unchanged
            skip = totals.skip
            conflict = totals.conflict
            failed = totals.failed
        }
    }

    struct HostRow: Encodable {
        let name: String
        let items: Int
        let bytes: UInt64
        let share: Double
        let create, update, unchanged, skip, conflict, failed: Int
        let organisation: String?
        let country: String?
        let lost: String?
        let evidence: [String: Int]

        init(_ host: Report.HostTotals) {
            name = host.profile.name
            items = host.items.total
            bytes = host.bytes
            share = host.share
            create = host.items.create
            update = host.items.update
            unchanged = host.items.unchanged
            skip = host.items.skip
            conflict = host.items.conflict
            failed = host.items.failed
            organisation = host.profile.organisation
            country = host.profile.country
            lost = host.lost?.description
            evidence = Dictionary(uniqueKeysWithValues: host.evidence.map { ($0.key.rawValue, $0.value) })
        }
    }

    struct FindingRow: Encodable {
        let code, severity: String
        let entry: String?
        let message: String
        let detail: String?

        init(_ finding: Finding) {
            code = finding.code
            severity = finding.severity.rawValue
            entry = finding.entry
            message = finding.message
            detail = finding.detail
        }
    }

    private struct DifferenceRow: Encodable {
        let property, change: String
        let component: String?

        init(_ difference: PropertyDifference) {
            property = difference.property
            component = difference.component
            change = difference.change.rawValue
        }
    }

    private struct ChangeRow: Encodable {
        let action, kind: String
        let host: String?
        let collection, name: String
        let identity: String
        let bytes: UInt64?
        let reason: String?
        let outcome: String?
        let evidence: String?
        let alterations: [String]?
        let differences: [DifferenceRow]?

        init(_ report: Report, _ index: Int) {
            let plan = report.plan
            let change = plan.changes[index]
            let item = plan.items[Int(change.item)]
            let href = plan.href(of: change)
            action = change.action.rawValue
            kind = item.kind.rawValue
            host = change.host < 0 ? nil : plan.hosts[Int(change.host)].profile.name
            collection = href.collection
            name = href.name
            identity = item.identity
            bytes = item.byteCount
            let arrival = report.execution?.outcomes[index].arrival ?? change.arrival
            evidence = arrival?.evidence.rawValue
            alterations = (arrival?.alterations).flatMap { $0.isEmpty ? nil : $0.map(\.rawValue) }
            differences = change.differences?.map(DifferenceRow.init)
            switch report.execution?.outcomes[index] {
            case nil: (outcome, reason) = (nil, change.reason)
            case .untouched?: (outcome, reason) = ("untouched", change.reason)
            case .done?: (outcome, reason) = ("done", change.reason)
            case .failed(let error)?: (outcome, reason) = ("failed", error.description)
            }
        }
    }
}
