internal import ArgumentParser
internal import TestKit

/// `degoogle-bench calendars`: what storing events costs at CalDAV servers.
struct CalendarsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendars", abstract: "Events to CalDAV servers beside vdirsyncer and curl.")

    @Option(help: "How many events.")
    var events = 2000

    @Option(name: .customLong("server"), help: "One of the servers only; may be repeated.")
    var servers: [CalendarService] = [.radicale, .xandikos, .sabre, .davical]

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let sample = try CalendarSample(events: events, in: scratch)
        var sections: [ContestSection] = []
        for service in servers {
            for isExisting in service == .radicale ? [false, true] : [true] {
                let contest = CalendarContest(service, isExisting: isExisting, sample: sample, scratch: scratch)
                let rows = try Contest(
                    contestants: try contest.contestants(), rounds: options.rounds ?? 3, scratch: scratch,
                    warmsUp: false
                ).run()
                let section = ContestSection(
                    title: "\(service.title), \(isExisting ? "a collection that is there" : "a new collection")",
                    data: "\(sample.files.paths.count) objects", rows: rows,
                    goals: isExisting
                        ? [.times("vdirsyncer", 2), .times("curl", 0.9)] : [.times("vdirsyncer", 25)])
                section.show()
                sections.append(section)
            }
        }
        try ContestReport(
            name: "calendars",
            claim: "Storing events is at least twice as fast as with vdirsyncer and not much slower than with curl at "
                + "its best number of connections, which only puts them; a new collection at Radicale is filled by one "
                + "request, at least 25 times as fast. The server is started anew for each run.",
            sections: sections, versions: Peers.versions
        ).show(options, isShown: true)
    }
}
