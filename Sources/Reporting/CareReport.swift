public import Applying
public import Hosting
public import Items
internal import Planning

/// What one of the verbs after an import found or did, in numbers: where it is, whether it is all there, and moving it.
public struct CareReport: Sendable {
    /// Which verb.
    public let mode: Report.Mode
    /// The items by kind: `create` was copied, `unchanged` is there and equal, `failed` is not.
    public var items: [ItemKind: Report.ItemTotals] = [:]
    /// The hosts, in the order of their names.
    public var hosts: [Report.HostTotals] = []
    /// How many items a move takes away, by the name of the host they lie at.
    public var removed: [String: Int] = [:]
    /// What a person should know.
    public var findings: [Finding] = []
    /// Whether the person stopped it before its end.
    public var isInterrupted = false
    /// What it comes to, one sentence a line.
    public var sentences: [String] = []
    /// Whether anything is not as it should be.
    public var isPartial: Bool { isInterrupted || findings.contains { $0.severity == .error } }

    /// A report with nothing in it.
    public init(_ mode: Report.Mode) { self.mode = mode }

    /// Fills in the part each host has of all bytes.
    mutating func share() {
        let all = hosts.reduce(0) { $0 + $1.bytes }
        for index in hosts.indices where all > 0 { hosts[index].share = Double(hosts[index].bytes) / Double(all) }
    }
}

extension CareReport {
    /// What looking at the copies found.
    ///
    /// - Parameters:
    ///   - profiles: the hosts of the catalogue that take part.
    ///   - receipt: what it comes to.
    public init(_ verification: Verification, at profiles: [HostProfile], receipt: Receipt) {
        self.init(.verify)
        var numbers: [String: Int] = [:]
        for profile in profiles.sorted(by: { $0.name < $1.name }) {
            numbers[profile.name] = hosts.count
            hosts.append(Report.HostTotals(profile: profile))
        }
        var worst: [ItemOfCatalogue: Bool] = [:]
        var lost: Set<String> = []
        for copy in verification.copies {
            let line = copy.line
            let host = numbers[line.host]
            if let host { hosts[host].items.total += 1 }
            let place = "\(line.host): \(line.row.kind.service.rawValue)/\(line.row.href.path)"
            switch copy.standing {
            case .verified:
                worst[line.item] = worst[line.item] ?? true
                if let host {
                    hosts[host].items.unchanged += 1
                    hosts[host].bytes += line.row.byteCount
                }
                continue
            case .unchecked: continue
            case .missing:
                findings.append(
                    Finding("missing", .error, entry: place, "It is gone from the host.", detail: line.row.title))
            case .changed(let how):
                findings.append(
                    Finding(
                        "changed", .error, entry: place, "It is not what was stored there: \(how).",
                        detail: line.row.title))
            case .unreachable(let error):
                if error.endsHost {
                    if lost.insert(line.host).inserted {
                        findings.append(Finding("host-lost", .error, entry: line.host, error.description))
                        if let host { hosts[host].lost = error }
                    }
                } else {
                    findings.append(Finding(error.code.rawValue, .error, entry: place, error.description))
                }
            }
            worst[line.item] = false
            if let host { hosts[host].items.failed += 1 }
        }
        for (item, isWell) in worst {
            items[item.kind, default: Report.ItemTotals()].count(isWell ? .unchanged : .failed)
        }
        for foreign in verification.foreign {
            findings.append(
                Finding(
                    "foreign", .note, entry: "\(foreign.host): \(foreign.service.rawValue)/\(foreign.href.path)",
                    "It is in a collection of yours, and degoogle did not put it there."))
        }
        isInterrupted = verification.isInterrupted
        findings += receipt.findings
        sentences = receipt.verdict
        share()
    }

    /// What was brought back.
    public init(_ result: Gatherer.Result, from lost: [String: StoreError], into folder: String) {
        self.init(.gather)
        for kind in ItemKind.allCases {
            var totals = Report.ItemTotals()
            totals.create = result.brought[kind] ?? 0
            totals.unchanged = result.present[kind] ?? 0
            totals.failed = result.failed[kind] ?? 0
            totals.total = totals.create + totals.unchanged + totals.failed
            if totals.total > 0 { items[kind] = totals }
        }
        // A host that does not answer is no harm as long as another gave everything.
        findings = lost.sorted { $0.key < $1.key }.map {
            Finding("host-lost", .warning, entry: $0.key, $0.value.description)
        }
        findings += result.findings
        if let ending = result.ending {
            findings.append(Finding(ending.code.rawValue, .error, entry: folder, ending.description))
        }
        isInterrupted = result.isInterrupted
        let all = items.values.reduce(0) { $0 + $1.total }
        let there = items.values.reduce(0) { $0 + $1.create + $1.unchanged }
        sentences = ["\(Amount.count(there)) of \(Amount.count(all)) items are in \(folder), equal to what was stored."]
    }

    /// What was moved.
    public init(_ mode: Report.Mode, _ result: MoveResult, at profiles: [HostProfile], findings before: [Finding]) {
        self.init(mode)
        for profile in profiles.sorted(by: { $0.name < $1.name }) {
            var host = Report.HostTotals(profile: profile)
            let copied = result.copied[profile.name]?.values.reduce(0, +) ?? 0
            let kept = result.kept[profile.name]?.values.reduce(0, +) ?? 0
            host.items.total = copied + kept
            host.items.create = copied
            host.items.failed = kept
            host.bytes = result.copiedBytes[profile.name] ?? 0
            host.lost = result.lost[profile.name]
            removed[profile.name] = result.removed[profile.name]?.values.reduce(0, +)
            hosts.append(host)
        }
        for kind in ItemKind.allCases {
            func sum(_ counts: [String: [ItemKind: Int]]) -> Int { counts.values.reduce(0) { $0 + ($1[kind] ?? 0) } }
            var totals = Report.ItemTotals()
            totals.create = sum(result.copied)
            totals.failed = sum(result.kept)
            totals.total = sum(result.removed) + totals.failed
            totals.unchanged = max(0, totals.total - totals.create - totals.failed)
            if totals.total > 0 { items[kind] = totals }
        }
        findings = before + result.findings
        isInterrupted = result.isInterrupted
        share()
    }
}
