internal import ArgumentParser

/// `degoogle-bench nextcloud`: files and events to a real Nextcloud, which the environment names.
struct NextcloudCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nextcloud", abstract: "Files and events to a real Nextcloud beside rclone and vdirsyncer.",
        discussion: """
            DEGOOGLE_NEXTCLOUD_URL, DEGOOGLE_NEXTCLOUD_USER and DEGOOGLE_NEXTCLOUD_PASSWORD name an account whose files \
            and calendars may be changed.
            """)

    @Option(help: "How many files; 0 to leave them out.")
    var files = 1000

    @Option(help: "How many bytes each has.")
    var bytes: UInt64 = 2500

    @Option(help: "How many events; 0 to leave them out.")
    var events = 2000

    @OptionGroup var options: ContestOptions

    func run() throws {
        let account = try NextcloudAccount()
        var sections: [ContestSection] = []
        if files > 0 { sections.append(try storeFiles(account)) }
        if events > 0 { sections.append(try storeEvents(account)) }
        try ContestReport(
            name: "nextcloud",
            claim:
                "Small files arrive at a Nextcloud at least four times as fast as with rclone without its waits, and "
                + "events no slower than with vdirsyncer, none of them lost. The server is one that was there already.",
            sections: sections, versions: Peers.versions
        ).show(options, isShown: true)
    }

    private func storeFiles(_ account: NextcloudAccount) throws -> ContestSection {
        let transfers = try quickestTransfers(account)
        let scratch = try Scratch(in: options.scratch)
        let server = try account.fileService
        let contest = FileContest(
            server: server, sample: try FileSample(count: files, bytes: bytes, in: scratch), scratch: scratch)
        let section = ContestSection(
            title: "Small files", data: contest.sample.expected,
            rows: try Contest(
                contestants: [try contest.degoogle(), contest.rclone(transfers: transfers)],
                rounds: options.rounds ?? 3, scratch: scratch, warmsUp: false
            ).run(), goals: [.times("rclone", 4)])
        try server.clear(Peers(scratch: scratch))
        section.show()
        return section
    }

    /// How many transfers make rclone quickest, tried with a tenth of the files: all of them take minutes.
    private func quickestTransfers(_ account: NextcloudAccount) throws -> Int {
        let scratch = try Scratch(in: options.scratch)
        let server = try account.fileService
        let sample = try FileSample(count: max(files / 10, 1), bytes: bytes, in: scratch)
        let contest = FileContest(server: server, sample: sample, scratch: scratch)
        let trials = [2, 4, 8].map { transfers in (transfers, contest.rclone(transfers: transfers)) }
        let quickest = try Contest.quickest(of: trials.map(\.1), in: scratch).name
        try server.clear(Peers(scratch: scratch))
        return trials.first { $0.1.name == quickest }?.0 ?? 4
    }

    private func storeEvents(_ account: NextcloudAccount) throws -> ContestSection {
        let scratch = try Scratch(in: options.scratch)
        let sample = try CalendarSample(events: events, in: scratch)
        let contest = NextcloudCalendarContest(account: account, sample: sample, scratch: scratch)
        let section = ContestSection(
            title: "Events", data: "\(sample.files.paths.count) objects",
            rows: try Contest(
                contestants: [try contest.degoogle(), contest.vdirsyncer()], rounds: options.rounds ?? 3,
                scratch: scratch, warmsUp: false
            ).run(), goals: [.times("vdirsyncer", 1)])
        try contest.clear()
        section.show()
        return section
    }
}
