internal import ArgumentParser

/// `degoogle-bench dry-run`: what looking at an export costs beside programs that only list it.
struct DryRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dry-run", abstract: "Offline dry run of zip parts beside bsdtar -tf and unzip -l.")

    @Option(help: "How many entries the export has.")
    var entries = 100_000

    @Option(help: "How many parts.")
    var parts = 4

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let paths = try scratch.makeSample(
            "export", ["--preset", "many", "--count", String(entries), "--parts", String(parts)])
        let rows = try Contest(
            contestants: [
                Contestant(
                    name: "degoogle import --dry-run",
                    commands: [
                        try Degoogle.invocation(["import", "--dry-run", "--offline"] + paths, in: scratch)
                    ],
                    check: { "\(try Degoogle.entries(in: $0[0])) entries" }),
                Listing.bsdtar(paths),
                Contestant(
                    name: "unzip -l", commands: paths.map { Invocation(["unzip", "-l", $0]) },
                    check: { outputs in
                        // The last line is "  SIZE                     COUNT files".
                        let counts = outputs.map { output in
                            output.split(separator: "\n").last?.split(separator: " ").dropLast().last.flatMap {
                                Int($0)
                            } ?? 0
                        }
                        return "\(counts.reduce(0, +)) entries"
                    }),
            ], rounds: options.rounds ?? 9, scratch: scratch
        ).run()
        try Listing.checkEqual(rows)
        try ContestReport(
            name: "dry-run",
            claim: "The offline dry run, which reads calendars, cards and the list of files and plans every item, is "
                + "not slower than listing the names with bsdtar, and stays below 150 MB.",
            data: "\(entries) entries in \(parts) zip parts, 2 % of them calendars and cards",
            rows: rows, versions: [["bsdtar", "--version"], ["unzip", "-v"]]
        ).show(options)
    }
}

/// `degoogle-bench tgz`: the same of a compressed tar, which has no list of its entries.
struct CompressedTarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tgz", abstract: "Offline dry run of a compressed tar beside bsdtar -tf.")

    @Option(help: "How many bytes the export has.")
    var bytes: UInt64 = 2_000_000_000

    @Option(help: "In how many files.")
    var files = 20_000

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let paths = try scratch.makeSample(
            "export", ["--preset", "library", "--bytes", String(bytes), "--count", String(files), "--form", "tgz"])
        let rows = try Contest(
            contestants: [
                Contestant(
                    name: "degoogle import --dry-run",
                    commands: [
                        try Degoogle.invocation(["import", "--dry-run", "--offline"] + paths, in: scratch)
                    ],
                    check: { "\(try Degoogle.entries(in: $0[0])) entries" }),
                Listing.bsdtar(paths),
            ], rounds: options.rounds ?? 5, scratch: scratch
        ).run()
        try Listing.checkEqual(rows)
        try ContestReport(
            name: "tgz",
            claim: "The offline dry run of a compressed tar takes at most 1.3 times what bsdtar takes to list it.",
            data: "\(files) files, \(bytes) bytes, in one tgz", rows: rows, versions: [["bsdtar", "--version"]]
        ).show(options)
    }
}

/// What the measurements of listings share.
private enum Listing {
    static func bsdtar(_ paths: [String]) -> Contestant {
        Contestant(
            name: "bsdtar -tf", commands: paths.map { Invocation(["bsdtar", "-tf", $0]) },
            check: { outputs in
                "\(outputs.reduce(0) { $0 + $1.utf8.count { $0 == UInt8(ascii: "\n") } }) entries"
            })
    }

    /// All programs must have seen the same entries.
    static func checkEqual(_ rows: [ContestRow]) throws {
        for row in rows where row.result != rows[0].result {
            throw MeasurementError("\(rows[0].name) saw \(rows[0].result), \(row.name) \(row.result)")
        }
    }
}
