internal import ArgumentParser
internal import Foundation

/// `degoogle-bench import`: what storing an export costs beside unpacking it.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import into three folder hosts beside bsdtar -xf, and the run after it.")

    @Option(help: "How many bytes the export has.")
    var bytes: UInt64 = 2_000_000_000

    @Option(help: "In how many files.")
    var files = 20_000

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let paths = try scratch.makeSample(
            "export", ["--preset", "library", "--bytes", String(bytes), "--count", String(files)])
        let rows = try Contest(
            contestants: [
                try importing(paths, "into 3 folders, without fsync", query: "?durable=no", in: scratch),
                unpacking(paths, in: scratch),
                try importing(paths, "into 3 folders, with fsync", query: "", in: scratch),
                try again(paths, in: scratch),
            ], rounds: options.rounds ?? 5, scratch: scratch
        ).run()
        try ContestReport(
            name: "import",
            claim: "Importing takes at most 1.2 times what bsdtar takes to unpack, although it also hashes and keeps "
                + "a journal; the run after it finds nothing to do.",
            data: "\(files) files, \(bytes) bytes, in one zip", rows: rows, versions: [["bsdtar", "--version"]]
        ).show(options)
    }

    private static let folders = ["host-1", "host-2", "host-3"]

    private func command(_ paths: [String], query: String, in scratch: Scratch) throws -> Invocation {
        let hosts = Self.folders.flatMap { ["--to", "folder:\(scratch.path($0))\(query)"] }
        return try Degoogle.invocation(["import", "--yes"] + paths + hosts, in: scratch)
    }

    private func importing(_ paths: [String], _ name: String, query: String, in scratch: Scratch) throws -> Contestant {
        Contestant(
            name: "degoogle import \(name)", commands: [try command(paths, query: query, in: scratch)],
            prepare: { for name in Self.folders + ["state", "unpacked"] { try scratch.remove(name) } },
            check: { outputs in
                let stored = try scratch.countFiles(below: Self.folders)
                guard stored.files >= files, stored.bytes >= bytes / 10 * 9 else {
                    throw MeasurementError("only \(stored.files) files were stored: \(outputs[0].suffix(800))")
                }
                return "\(stored.files) files, \(stored.bytes / 1_000_000) MB stored"
            })
    }

    private func unpacking(_ paths: [String], in scratch: Scratch) -> Contestant {
        Contestant(
            name: "bsdtar -xf",
            commands: paths.map { Invocation(["bsdtar", "-C", scratch.path("unpacked"), "-xf", $0]) },
            prepare: {
                for name in Self.folders + ["state"] { try scratch.remove(name) }
                try scratch.makeDirectory("unpacked")
            },
            check: { _ in
                let stored = try scratch.countFiles(below: ["unpacked"])
                return "\(stored.files) files, \(stored.bytes / 1_000_000) MB stored"
            })
    }

    /// Runs after an import, in whose place it finds everything.
    private func again(_ paths: [String], in scratch: Scratch) throws -> Contestant {
        Contestant(
            name: "degoogle import again", commands: [try command(paths, query: "", in: scratch)],
            check: { outputs in
                guard outputs[0].contains("Nothing to do") else {
                    throw MeasurementError("the second run had something to do: \(outputs[0].suffix(800))")
                }
                return "nothing to do"
            })
    }
}
