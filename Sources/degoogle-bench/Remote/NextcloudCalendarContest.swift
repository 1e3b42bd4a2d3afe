internal import Foundation

/// degoogle and vdirsyncer, which store the same events in a calendar of a real Nextcloud, an empty one for each run.
struct NextcloudCalendarContest {
    let account: NextcloudAccount
    let sample: CalendarSample
    let scratch: Scratch

    private var peers: Peers { Peers(scratch: scratch) }
    private var calendar: String { account.calendars + URLPath.encoded(sample.collection) + "/" }

    /// The real command.
    func degoogle() throws -> Contestant {
        Contestant(
            name: "degoogle", commands: [try peers.degoogle(sample.parts, ["--only", "event"])], prepare: begin,
            check: check)
    }

    /// The sync alone: it knows the collection and has nothing stored yet.
    func vdirsyncer() -> Contestant {
        Contestant(
            name: "vdirsyncer", commands: [vdirsyncer("sync")],
            prepare: {
                try self.begin()
                try self.peers.run(self.vdirsyncer("discover"))
            }, check: check)
    }

    /// Removes the calendar.
    func clear() throws {
        // Without the trash bin, where it would keep its address.
        let request = request("DELETE", ["--header", "X-NC-CalDAV-No-Trashbin: 1", "--output", "/dev/null"])
        let status = try peers.run(Invocation(request.arguments + ["--write-out", "%{http_code}"]))
        guard ["204", "404"].contains(status) else {
            throw MeasurementError("\(calendar) cannot be removed: status \(status)")
        }
    }

    private func begin() throws {
        try Destination(degoogle: account.degoogle(account.url)).write(
            in: scratch, direct: account.destination("unused"))
        try scratch.write(account.curl.joined(separator: "\n") + "\n", to: "curl-account.conf")
        try clear()
        try peers.run(request("MKCALENDAR", ["--fail"]))
        try peers.writeVdirsyncer(sample.files.directory, to: sample.collection, account: account.vdirsyncer)
    }

    private func vdirsyncer(_ command: String) -> Invocation {
        Invocation([Peers.path("vdirsyncer"), "-c", scratch.path("vdirsyncer.conf"), command])
    }

    private func request(_ method: String, _ options: [String]) -> Invocation {
        Invocation(
            ["curl", "--no-progress-meter", "--config", scratch.path("curl-account.conf")] + options
                + ["--request", method, calendar])
    }

    /// How many resources the calendar has now, as a program that is none of those counts them.
    private func check(_ outputs: [String]) throws -> String {
        let count = try peers.run(request("PROPFIND", ["--fail", "--header", "Depth: 1"])).ranges(of: ".ics<").count
        guard count == sample.files.paths.count else {
            throw MeasurementError("\(sample.files.paths.count) events were to be stored, and there are \(count)")
        }
        return "\(count) resources"
    }
}
