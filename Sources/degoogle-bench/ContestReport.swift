internal import Foundation

/// The figures of programs that did the same work, and what is claimed of them.
struct ContestSection {
    /// What was done, where a measurement has several works; else empty.
    var title = ""
    /// What was read.
    let data: String
    let rows: [ContestRow]
    var goals: [Goal] = []
    /// Sentences about how it was done.
    var remarks: [String] = []

    /// The table under its title.
    var text: String {
        let heading = title.isEmpty ? "" : "## \(title)\n\n"
        return "\(heading)Data: \(data).\n\n\(table)"
    }

    /// Prints the table.
    func show() { print(text + "\n") }

    /// Medians of all rounds; the ratio is that of the first row to this one, round by round.
    var table: String {
        let head = """
            | program | seconds (least to most) | processor seconds | peak memory | first row takes, of this | result |
            | --- | --- | --- | --- | --- | --- |
            """
        let lines = rows.map { row in
            let ratios = zip(rows[0].seconds, row.seconds).map { $0 / $1 }
            let seconds = row.seconds.sorted()
            return
                "| \(row.name) | \(Self.text(seconds.median)) (\(Self.text(seconds.first)) to \(Self.text(seconds.last)))"
                + " | \(Self.text(row.costs.map(\.processor).median))"
                + " | \(row.costs.map { Double($0.peak) }.median.map { Int(($0 / 1e6).rounded()) } ?? 0) MB"
                + " | \(Self.text(ratios.median)) | \(row.result) |"
        }
        let ends = goals.map { "- " + $0.judgement(rows) } + remarks.map { "- " + $0 }
        let table = rows.isEmpty ? [] : [head] + lines
        return (table + (table.isEmpty || ends.isEmpty ? [] : [""]) + ends).joined(separator: "\n")
    }

    /// The commands, as a list.
    var commands: String {
        rows.map { row in
            "- \(row.name): `\(row.command.count > 600 ? String(row.command.prefix(600)) + "…" : row.command)`"
        }
        .joined(separator: "\n")
    }

    private static func text(_ seconds: Double?) -> String {
        guard let seconds else { return "-" }
        return String(format: seconds < 10 ? "%.3f" : "%.1f", seconds)
    }
}

/// The figures of a measurement, as tables for people and as JSON.
struct ContestReport {
    /// What the run files are called.
    let name: String
    /// What is claimed.
    let claim: String
    let sections: [ContestSection]
    /// Programs whose version matters, each with the arguments that make it say so.
    var versions: [[String]] = []

    /// A report of one table.
    init(name: String, claim: String, data: String, rows: [ContestRow], versions: [[String]] = []) {
        self.init(name: name, claim: claim, sections: [ContestSection(data: data, rows: rows)], versions: versions)
    }

    /// A report of several tables.
    init(name: String, claim: String, sections: [ContestSection], versions: [[String]] = []) {
        self.name = name
        self.claim = claim
        self.sections = sections
        self.versions = versions
    }

    /// Prints what is not printed yet, and writes the run files where they are wanted.
    ///
    /// - Parameter isShown: whether each section was shown when it had been measured.
    func show(_ options: ContestOptions, isShown: Bool = false) throws {
        if !isShown { for section in sections { section.show() } }
        guard let directory = options.record else { return }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let machine = Machine(versions: versions)
        let parts = sections.map { $0.rows.isEmpty ? $0.text : "\($0.text)\n\n\($0.commands)" }
        let text = "# \(name)\n\n\(claim)\n\n\(machine.text)\n\n\(parts.joined(separator: "\n\n"))\n"
        try text.write(toFile: "\(directory)/\(name).md", atomically: true, encoding: .utf8)
        let run = Run(
            name: name, claim: claim, machine: machine.facts,
            sections: sections.map { section in
                Run.Section(
                    title: section.title, data: section.data, goals: section.goals.map { $0.judgement(section.rows) },
                    remarks: section.remarks, rows: section.rows.map(Run.Row.init))
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(run).write(to: URL(filePath: "\(directory)/\(name).json"))
    }

    private struct Run: Encodable {
        let name: String
        let claim: String
        let machine: [String: String]
        let sections: [Section]

        struct Section: Encodable {
            let title: String
            let data: String
            let goals: [String]
            let remarks: [String]
            let rows: [Row]
        }

        struct Row: Encodable {
            let program: String
            let command: String
            let result: String
            let wallSeconds: [Double]
            let processorSeconds: [Double]
            let peakBytes: [Int]
            let statedSeconds: [Double]

            init(_ row: ContestRow) {
                program = row.name
                command = row.command
                result = row.result
                wallSeconds = row.costs.map(\.wall)
                processorSeconds = row.costs.map(\.processor)
                peakBytes = row.costs.map(\.peak)
                statedSeconds = row.statedSeconds
            }
        }
    }
}

extension [Double] {
    /// The one in the middle; of an even number the mean of the two.
    var median: Double? {
        guard !isEmpty else { return nil }
        let sorted = sorted()
        let middle = count / 2
        return count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
