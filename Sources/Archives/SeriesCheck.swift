/// Looks for gaps and contradictions in numbered series of parts.
///
/// A missing number between others can be told, and with Apple's `Part N of M` also a missing last one; Google's names
/// do not tell how many parts there are.
enum SeriesCheck {
    private struct Series: Hashable {
        let prefix: String
        let stamp: String?
        let bundle: Int?
        let total: Int?

        init(_ name: PartName) {
            // People put words before the provider's name; the stamp alone holds a series together.
            prefix = name.stamp == nil ? name.prefix : ""
            stamp = name.stamp
            bundle = name.bundle
            total = name.total
        }
    }

    /// - Parameter failed: the names of parts that exist but could not be listed; they leave no gap.
    static func problems(of parts: [Part], failed: [PartName]) -> [ArchiveProblem] {
        var problems: [ArchiveProblem] = []
        var numbers: [Series: Set<Int>] = [:]
        var claimed: [Series: Set<Int>] = [:]
        var samples: [Series: String] = [:]
        for name in failed {
            if let number = name.number { numbers[Series(name), default: []].insert(number) }
        }
        for part in parts {
            if isRenamed(part.name) {
                problems.append(
                    ArchiveProblem(
                        .renamedPart, .note, path: part.path, "Its name is not as the provider gave it."))
            }
            guard let number = part.name.number else { continue }
            let series = Series(part.name)
            numbers[series, default: []].insert(number)
            samples[series] = samples[series] ?? part.path
            // A repeated part is reported as such, and its original is compared.
            if part.repeatOf == nil, !claimed[series, default: []].insert(number).inserted {
                problems.append(
                    ArchiveProblem(
                        .conflictingPart, .warning, path: part.path,
                        "Another part with the same number has other content; both are read."))
            }
        }
        for (series, present) in numbers {
            guard let last = series.total ?? present.max(), let path = samples[series] else { continue }
            let missing = gaps(in: present, upTo: last)
            guard !missing.isEmpty else { continue }
            problems.append(
                ArchiveProblem(
                    .seriesGap, .error, path: path,
                    "The series of this part lacks \(missing); what they hold is missing.",
                    advice: "Download the missing parts and read them all together."))
        }
        return problems
    }

    private static func isRenamed(_ name: PartName) -> Bool {
        guard name.stamp != nil else { return name.isCopy && name.isNumbered }
        return name.isCopy || (name.prefix != "takeout" && name.prefix.hasSuffix("takeout"))
    }

    /// `part 1`, `parts 2 to 4 and 7`; empty if nothing is missing. Long lists are cut.
    private static func gaps(in present: Set<Int>, upTo last: Int) -> String {
        var ranges: [ClosedRange<Int>] = []
        var expected = 1
        for number in present.sorted() + [last + 1] where number >= expected {
            if number > expected { ranges.append(expected...number - 1) }
            expected = number + 1
        }
        guard let first = ranges.first else { return "" }
        let shown = ranges.prefix(10).map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
        }
        let more = ranges.count > 10 ? " and more" : ""
        let noun = ranges.count == 1 && first.count == 1 ? "part" : "parts"
        return "\(noun) \(shown.joined(separator: ", "))\(more)"
    }
}
