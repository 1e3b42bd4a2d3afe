internal import ArgumentParser
internal import TestKit

/// `degoogle-bench small-files`: what many small files cost at WebDAV servers.
struct SmallFilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "small-files", abstract: "Small files to WebDAV servers beside rclone and curl.")

    @Option(help: "How many files.")
    var files = 1000

    @Option(help: "How many bytes each has.")
    var bytes: UInt64 = 2500

    @Option(name: .customLong("server"), help: "One of the servers only; may be repeated.")
    var servers: [FileService] = [.apache, .nginx, .wsgidav]

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let sample = try FileSample(count: files, bytes: bytes, in: scratch)
        var sections: [ContestSection] = []
        for service in servers {
            let contest = FileContest(server: try RunningFileService(service), sample: sample, scratch: scratch)
            let rows = try Contest(
                contestants: try contest.contestants(), rounds: options.rounds ?? 7, scratch: scratch
            ).run()
            let cost = try RequestCount.of(contest).perItem(sample.files.paths.count)
            let section = ContestSection(
                title: service.title, data: sample.expected, rows: rows,
                goals: [.times("rclone", 2.5), .times("curl", 0.8)],
                remarks: ["requests of degoogle for each file, all of a run: \(cost)"])
            section.show()
            sections.append(section)
        }
        try ContestReport(
            name: "small-files",
            claim:
                "Storing small files at WebDAV servers, with the whole of the safe recipe (the server is tried first, "
                + "then each file is put, looked at, and moved into place where a broken PUT would leave a ruin), is at "
                + "least 2.5 times as fast as rclone without its waits, and not much slower than curl, which only puts "
                + "them into folders that are there already.",
            sections: sections, versions: Peers.versions
        ).show(options, isShown: true)
    }
}

/// `degoogle-bench objects`: small files at S3 services and at sshd.
struct ObjectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "objects", abstract: "Small files to S3 services and to OpenSSH beside rclone.")

    @Option(help: "How many files.")
    var files = 1000

    @Option(help: "How many bytes each has.")
    var bytes: UInt64 = 2500

    @Option(name: .customLong("server"), help: "One of the servers only; may be repeated.")
    var servers: [FileService] = [.rcloneS3, .seaweed, .sshd]

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let sample = try FileSample(count: files, bytes: bytes, in: scratch)
        var sections: [ContestSection] = []
        for service in servers {
            var contest = FileContest(server: try RunningFileService(service), sample: sample, scratch: scratch)
            contest.connections = []
            if service == .sshd {
                // rclone starts a program at the server for each file to learn its checksum.
                contest.rcloneOptions = ["--sftp-disable-hashcheck"]
            }
            let rows = try Contest(
                contestants: try contest.contestants(), rounds: options.rounds ?? 7, scratch: scratch
            ).run()
            let section = ContestSection(
                title: service.title, data: sample.expected, rows: rows, goals: [.times("rclone", 1)])
            section.show()
            sections.append(section)
        }
        try ContestReport(
            name: "objects", claim: "Storing small files at S3 services and by SFTP is not slower than with rclone.",
            sections: sections, versions: Peers.versions
        ).show(options, isShown: true)
    }
}
