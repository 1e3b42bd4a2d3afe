internal import ArgumentParser
internal import TestKit

/// `degoogle-bench large-file`: one file of half a gigabyte.
struct LargeFileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "large-file", abstract: "One large file to WebDAV servers beside rclone and curl.")

    @Option(help: "How many bytes it has.")
    var bytes: UInt64 = 500_000_000

    @Option(name: .customLong("server"), help: "One of the servers only; may be repeated.")
    var servers: [FileService] = [.apache, .nginx]

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let sample = try FileSample(count: 1, bytes: bytes, in: scratch)
        var sections: [ContestSection] = []
        for service in servers {
            var contest = FileContest(server: try RunningFileService(service), sample: sample, scratch: scratch)
            contest.transfers = [4]
            contest.connections = [8]
            let rows = try Contest(
                contestants: try contest.contestants(), rounds: options.rounds ?? 7, scratch: scratch
            ).run()
            let section = ContestSection(
                title: service.title, data: sample.expected, rows: rows,
                goals: [.times("rclone", 1.2), .memory(below: 64_000_000)])
            section.show()
            sections.append(section)
        }
        try ContestReport(
            name: "large-file",
            claim: "One large file straight from a zip is stored at least 1.2 times as fast as rclone stores the "
                + "unpacked one, with little memory.",
            sections: sections, versions: Peers.versions
        ).show(options, isShown: true)
    }
}

/// `degoogle-bench huge-body`: a body larger than memory should ever be.
struct HugeBodyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "huge-body", abstract: "A body of 5 GB straight from a zip beside curl with the unpacked file.")

    @Option(help: "How many bytes it has.")
    var bytes: UInt64 = 5_000_000_000

    @Option(help: "The server.")
    var server = FileService.apache

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let sample = try FileSample(count: 1, bytes: bytes, in: scratch)
        let contest = FileContest(server: try RunningFileService(server), sample: sample, scratch: scratch)
        let rows = try Contest(
            contestants: [try contest.degoogle(), contest.curl(connections: 1)], rounds: options.rounds ?? 3,
            scratch: scratch, warmsUp: false
        ).run()
        try ContestReport(
            name: "huge-body",
            claim: "A body of 5 GB goes straight from a zip, where it is stored, to a server at 0.9 times the speed of "
                + "curl with the unpacked file at least, with less than 64 MB of memory and no temporary file.",
            sections: [
                ContestSection(
                    title: server.title, data: sample.expected, rows: rows,
                    goals: [.times("curl", 0.9), .memory(below: 64_000_000)])
            ], versions: Peers.versions
        ).show(options)
    }
}
