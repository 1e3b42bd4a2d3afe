internal import Foundation
internal import TestKit

/// degoogle, vdirsyncer and curl, which store the same events at a server that is started anew for each run.
final class CalendarContest {
    let service: CalendarService
    let sample: CalendarSample
    let scratch: Scratch
    /// Whether the calendar is there already and has an event that is none of those.
    let isExisting: Bool
    /// Stands before the server, and gives the port to use instead.
    var front: ((UInt16) throws -> UInt16)?
    private var server: (any Sendable)?
    private var directURL = ""
    private var peers: Peers { Peers(scratch: scratch) }

    init(_ service: CalendarService, isExisting: Bool, sample: CalendarSample, scratch: Scratch) {
        self.service = service
        self.isExisting = isExisting
        self.sample = sample
        self.scratch = scratch
    }

    /// The programs, each at its best.
    func contestants() throws -> [Contestant] {
        var all = [try degoogle(), vdirsyncer()]
        all.append(try Contest.quickest(of: [1, 4, 8].map(curl), in: scratch))
        if service == .radicale, !isExisting { all.append(wholeCollection()) }
        return all
    }

    /// The real command.
    func degoogle() throws -> Contestant {
        Contestant(
            name: "degoogle", commands: [try peers.degoogle(sample.parts, ["--only", "event"])],
            prepare: { try self.begin(withCalendar: self.isExisting) }, check: check)
    }

    /// The sync alone: it knows the collection and has nothing stored yet.
    func vdirsyncer() -> Contestant {
        Contestant(
            name: "vdirsyncer", commands: [vdirsyncer("sync")],
            prepare: {
                try self.begin(withCalendar: true)
                try self.peers.run(self.vdirsyncer("discover"))
            }, check: check)
    }

    /// One command of vdirsyncer.
    func vdirsyncer(_ command: String) -> Invocation {
        Invocation([Peers.path("vdirsyncer"), "-c", scratch.path("vdirsyncer.conf"), command])
    }

    /// One PUT for each object.
    func curl(connections: Int) -> Contestant {
        Contestant(
            name: "curl, \(connections) at once", commands: [peers.curl(connections: connections)],
            prepare: { try self.begin(withCalendar: true) }, check: check)
    }

    /// One PUT of the whole calendar, of which the server makes a collection.
    private func wholeCollection() -> Contestant {
        Contestant(
            name: "one PUT of the whole collection by curl",
            commands: [
                Invocation(["curl", "--no-progress-meter", "--fail", "--config", scratch.path("curl-whole.conf")])
            ], prepare: { try self.begin(withCalendar: false) }, check: check)
    }

    /// Starts a server and writes all configurations for it.
    ///
    /// - Parameter vdir: the directory vdirsyncer has on its side.
    func begin(withCalendar: Bool, vdir: String? = nil) throws {
        server = nil
        let (started, port) = try service.start()
        server = started
        let shown = try front?(port) ?? port
        let top = "http://127.0.0.1:\(shown)/"
        let path = "\(service.home)/\(URLPath.encoded(sample.collection))/"
        directURL = "http://127.0.0.1:\(port)/\(path)"
        var destination = Destination(degoogle: [
            "url = \"\(top)\"", "user = \"alice\"", Destination.secret,
        ])
        destination.url = top + path
        destination.curl = ["user = \"alice:wonderland\""]
        try destination.write(in: scratch, direct: destination)
        // A server listens before it is ready to answer.
        try peers.run(request("PROPFIND", "http://127.0.0.1:\(port)/\(service.home)/", ["--header", "Depth: 0"]))
        if withCalendar { try peers.run(request("MKCALENDAR", directURL)) }
        if isExisting {
            let event = scratch.path("stranger.ics")
            try Self.stranger.write(toFile: event, atomically: false, encoding: .utf8)
            try peers.run(
                request("PUT", directURL + "stranger.ics", ["--header", "Content-Type: text/calendar", "-T", event]))
        }
        try peers.writeUploads(of: sample.files, to: destination, headers: ["Content-Type: text/calendar"])
        try scratch.write(
            """
            user = "alice:wonderland"
            request = PUT
            header = "Expect:"
            header = "Content-Type: text/calendar"
            data-binary = "@\(sample.wholeFile)"
            url = "\(top + path)"

            """, to: "curl-whole.conf")
        try peers.writeVdirsyncer(
            vdir ?? sample.files.directory, to: sample.collection,
            account: ["url = \"\(top + service.home)/\"", "username = \"alice\"", "password = \"wonderland\""])
    }

    private func request(_ method: String, _ url: String, _ options: [String] = []) -> Invocation {
        Invocation(
            ["curl", "--no-progress-meter", "--fail", "--user", "alice:wonderland", "--header", "Expect:"] + options
                + ["--request", method, url])
    }

    /// How many resources the collection has now.
    private func check(_ outputs: [String]) throws -> String {
        let text = try peers.run(request("PROPFIND", directURL, ["--header", "Depth: 1"]))
        let count = text.ranges(of: ".ics<").count
        guard count == sample.files.paths.count + (isExisting ? 1 : 0) else {
            throw MeasurementError("\(sample.files.paths.count) events were to be stored, and there are \(count)")
        }
        // vdirsyncer brings what is only there, and every run is to begin alike.
        try scratch.remove("vdirs/calendars/\(sample.name)/stranger.ics")
        return "\(count) resources"
    }

    /// An event that none of the programs knows.
    private static let stranger = """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        PRODID:-//degoogle//bench//EN\r
        BEGIN:VEVENT\r
        UID:stranger\r
        DTSTAMP:20200101T000000Z\r
        DTSTART:20200101T000000Z\r
        SUMMARY:Here before\r
        END:VEVENT\r
        END:VCALENDAR\r

        """
}
