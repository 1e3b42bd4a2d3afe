internal import ArgumentParser
internal import Foundation
internal import ICalendar

/// `degoogle-bench split`: what taking a calendar apart costs beside other programs that do.
struct SplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Splitting one .ics into its events beside icalendar and vdirsyncer.")

    @Option(help: "How many events the calendar has.")
    var events = 20_000

    @Option(help: "A Python with the packages icalendar and vdirsyncer.")
    var python = "python3"

    @Option(help: "The directory of the Python scripts.")
    var scripts = "Tests/Benchmarks"

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        _ = try scratch.makeSample("export", ["--preset", "calendar", "--count", String(events), "--form", "folder"])
        let file = try scratch.largestFile(below: "export", ending: ".ics")
        let rows = try Contest(
            contestants: [
                contestant("degoogle", [Programs.bench, "split-file", file]),
                contestant("vdirsyncer", [python, "\(scripts)/split-vdirsyncer.py", file]),
                contestant("icalendar", [python, "\(scripts)/split-icalendar.py", file]),
            ], rounds: options.rounds ?? 5, scratch: scratch
        ).run()
        try ContestReport(
            name: "split",
            claim: "Splitting a calendar into the objects a server takes, one for each UID, is not slower than with "
                + "vdirsyncer's splitter and at least ten times as fast as with icalendar. The seconds are those of "
                + "the work alone, from the bytes of the file to the bytes of all objects, without the start of Python.",
            data: "one calendar of \(events) events",
            rows: rows,
            versions: [
                [python, "--version"],
                [
                    python, "-c",
                    "import importlib.metadata as m; print({p: m.version(p) for p in ('icalendar', 'vdirsyncer')})",
                ],
            ]
        ).show(options)
    }

    private func contestant(_ name: String, _ arguments: [String]) -> Contestant {
        Contestant(
            name: name, commands: [Invocation(arguments)],
            check: { outputs in
                guard let count = Self.words(outputs[0]).first else { throw MeasurementError("\(name) says nothing") }
                return "\(count) objects"
            },
            statedSeconds: { Self.words($0[0]).last.flatMap { Double($0) } })
    }

    /// Each program prints the number of objects, and the seconds.
    private static func words(_ output: String) -> [Substring] { output.split { $0 == " " || $0 == "\n" } }
}

/// `degoogle-bench split-file`: the work of this program in the measurement above.
struct SplitFileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split-file", abstract: "Split one .ics; print how many objects it has and the seconds.",
        shouldDisplay: false)

    @Argument(help: "The file.")
    var file: String

    func run() throws {
        let clock = ContinuousClock()
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        var count = 0
        var total = 0
        let duration = clock.measure {
            for resource in CalendarSplitter.split(bytes).resources {
                count += 1
                total += resource.bytes.count
            }
        }
        guard total > 0 else { throw MeasurementError("there is nothing in \(file)") }
        let (seconds, attoseconds) = duration.components
        print(count, Double(seconds) + Double(attoseconds) / 1e18)
    }
}
