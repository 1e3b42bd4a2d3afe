internal import ArgumentParser
internal import TestKit

/// `degoogle-bench requests`: how many requests each program sends for an item.
struct RequestsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requests", abstract: "Requests for each item, of degoogle, rclone and vdirsyncer.")

    @Option(help: "How many items are stored.")
    var items = 300

    @OptionGroup var options: ContestOptions

    func run() throws {
        let sections = try files() + calendars()
        try ContestReport(
            name: "requests",
            claim: "How many requests a server gets for each item, all of a run in a new place divided by the number "
                + "of items. A proxy of the benchmark counts them.",
            sections: sections, versions: Peers.versions
        ).show(options, isShown: true)
    }

    private func files() throws -> [ContestSection] {
        let scratch = try Scratch(in: options.scratch)
        let sample = try FileSample(count: items, bytes: 2500, in: scratch)
        return try [FileService.apache, .nginx, .wsgidav, .rcloneS3, .seaweed].map { service in
            let server = try RunningFileService(service)
            let proxy = try FaultProxy(upstream: server.port)
            let contest = FileContest(server: server, sample: sample, scratch: scratch, front: proxy.port)
            return try section(
                service.title, sample.expected, items: sample.files.paths.count,
                [try contest.degoogle(), contest.rclone(transfers: 4)], scratch
            ) { proxy }
        }
    }

    private func calendars() throws -> [ContestSection] {
        let scratch = try Scratch(in: options.scratch)
        let sample = try CalendarSample(events: items, in: scratch)
        var sections: [ContestSection] = []
        for service in [CalendarService.radicale, .xandikos, .sabre] {
            for isExisting in [false, true] {
                let contest = CalendarContest(service, isExisting: isExisting, sample: sample, scratch: scratch)
                var proxy: FaultProxy?
                contest.front = { port in
                    let started = try FaultProxy(upstream: port)
                    proxy = started
                    return started.port
                }
                sections.append(
                    try section(
                        "\(service.title), \(isExisting ? "a collection that is there" : "a new collection")",
                        "\(sample.files.paths.count) objects", items: sample.files.paths.count,
                        [try contest.degoogle(), contest.vdirsyncer()], scratch
                    ) { proxy })
            }
        }
        return sections
    }

    /// Counts and shows.
    private func section(
        _ title: String, _ data: String, items: Int, _ contestants: [Contestant], _ scratch: Scratch,
        proxy: () -> FaultProxy?
    ) throws -> ContestSection {
        let remarks = try contestants.map { contestant in
            let count = try RequestCount(of: contestant, in: scratch, proxy: proxy)
            return "\(contestant.name): \(count.perItem(items))"
        }
        let section = ContestSection(title: title, data: data, rows: [], remarks: remarks)
        section.show()
        return section
    }
}
