internal import ArgumentParser

/// `degoogle-bench memory`: whether memory grows with the size of the export.
struct MemoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "Peak memory of imports of 200 MB, 2 GB and one entry of 6 GB.")

    @OptionGroup var options: ContestOptions

    func run() throws {
        var rows: [ContestRow] = []
        for (name, sample) in [
            ("200 MB in 2,000 files", ["--preset", "library", "--bytes", "200000000", "--count", "2000"]),
            ("2 GB in 20,000 files", ["--preset", "library", "--bytes", "2000000000", "--count", "20000"]),
            ("one entry of 6 GB", ["--preset", "huge", "--bytes", "6000000000"]),
        ] {
            let scratch = try Scratch(in: options.scratch)
            let paths = try scratch.makeSample("export", sample)
            let command = try Degoogle.invocation(
                ["import", "--yes"] + paths + ["--to", "folder:\(scratch.path("host"))?durable=no"], in: scratch)
            rows += try Contest(
                contestants: [
                    Contestant(
                        name: "degoogle import of \(name)", commands: [command],
                        prepare: { for name in ["host", "state"] { try scratch.remove(name) } },
                        check: { _ in
                            let stored = try scratch.countFiles(below: ["host"])
                            return "\(stored.files) files, \(stored.bytes / 1_000_000) MB stored"
                        })
                ], rounds: options.rounds ?? 1, scratch: scratch
            ).run()
        }
        try ContestReport(
            name: "memory", claim: "Importing stays below 100 MB of memory, whatever the size of the export.",
            data: "three made-up exports, each one zip", rows: rows
        ).show(options)
    }
}
