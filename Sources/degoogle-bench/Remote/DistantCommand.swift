internal import ArgumentParser
internal import TestKit

/// `degoogle-bench distant`: small files over TLS to a server that is far away.
struct DistantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "distant", abstract: "Small files over TLS with a round trip of 40 ms beside rclone and curl.")

    @Option(help: "How many files.")
    var files = 2000

    @Option(help: "How many bytes each has.")
    var bytes: UInt64 = 2500

    @Option(help: "The milliseconds of a round trip.")
    var roundTrip = 40

    @Option(name: .customLong("server"), help: "One of the servers only; may be repeated: apache, nginx.")
    var servers: [FileService] = [.apache, .nginx]

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let sample = try FileSample(count: files, bytes: bytes, in: scratch)
        var sections: [ContestSection] = []
        for service in servers {
            let server = try RunningFileService(service, isSecure: true)
            let proxy = try DelayProxy(upstream: server.port, roundTripMilliseconds: roundTrip)
            let contest = FileContest(
                server: server, sample: sample, scratch: scratch, front: proxy.port, transfers: [16, 32, 64],
                connections: [50, 100, 200])
            let rows = try Contest(
                contestants: try contest.contestants(), rounds: options.rounds ?? 5, scratch: scratch
            ).run()
            let section = ContestSection(
                title: service.title, data: sample.expected, rows: rows,
                goals: [.times("rclone", 3)])
            section.show()
            sections.append(section)
        }
        try ContestReport(
            name: "distant",
            claim: "Over TLS with a round trip of \(roundTrip) ms, small files are stored at least 3 times as fast as "
                + "with rclone without its waits.",
            sections: sections, versions: Peers.versions
        ).show(options, isShown: true)
    }
}
