internal import Items

/// Findings as lines of a report: those that say the same once, with their number and a few examples.
enum FindingsText {
    /// How many findings of a kind are shown one by one where something needs attention.
    private static let shownExamples = 3

    /// The lines, each severity under its heading.
    static func lines(_ findings: [Finding], isVerbose: Bool, paint: Paint) -> [String] {
        var lines: [String] = []
        for severity in [Finding.Severity.error, .warning, .note] {
            let findings = findings.filter { $0.severity == severity }
            guard !findings.isEmpty else { continue }
            lines.append("")
            lines.append(paint.severity(severity, severity.heading))
            for group in grouped(findings) {
                lines += describe(group, showing: isVerbose ? group.count : examples(of: group))
            }
        }
        return lines
    }

    /// How many findings of a group are shown: where somebody has to do something, a few; of what was mended, the one
    /// there is, whose sentence may be about it.
    private static func examples(of group: [Finding]) -> Int {
        switch group[0].severity {
        case .error: shownExamples
        case .warning: group.count == 1 ? 1 : 0
        case .note: 0
        }
    }

    /// The findings that say the same, in the order in which they first occur.
    private static func grouped(_ findings: [Finding]) -> [[Finding]] {
        var groups: [[Finding]] = []
        var numbers: [[String]: Int] = [:]
        for finding in findings {
            let key = [finding.code, finding.message]
            if let number = numbers[key] {
                groups[number].append(finding)
            } else {
                numbers[key] = groups.count
                groups.append([finding])
            }
        }
        return groups
    }

    private static func describe(_ group: [Finding], showing shown: Int) -> [String] {
        let first = group[0]
        let times = group.count == 1 ? "" : "\(Amount.count(group.count)) x "
        var lines = ["  \(times)\(DisplayText.safe(first.message)) [\(first.code)]"]
        for finding in group.prefix(shown) {
            let texts = [finding.entry, finding.detail].compactMap { $0 }.map(DisplayText.safe)
            if !texts.isEmpty { lines.append("      \(texts.joined(separator: ", "))") }
        }
        if shown > 0, group.count > shown { lines.append("      and \(Amount.count(group.count - shown)) more") }
        return lines
    }
}

extension Finding.Severity {
    fileprivate var heading: String {
        switch self {
        case .error: "Needs attention"
        case .warning: "Mended, or not carried in full"
        case .note: "Good to know"
        }
    }
}
