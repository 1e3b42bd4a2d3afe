internal import ArgumentParser
internal import Foundation
internal import TestKit

/// A kind of server of calendars.
enum CalendarService: String, CaseIterable, ExpressibleByArgument {
    case radicale, xandikos, sabre, cyrus, davical

    /// What it is called in a record.
    var title: String {
        switch self {
        case .radicale: "Radicale"
        case .xandikos: "Xandikos"
        case .sabre: "sabre/dav"
        case .cyrus: "Cyrus"
        case .davical: "DAViCal"
        }
    }

    /// The path of the calendars of the account `alice`.
    var home: String {
        switch self {
        case .radicale: "alice"
        case .xandikos: "alice/calendars"
        case .sabre: "calendars/alice"
        case .cyrus: "dav/calendars/user/alice"
        case .davical: "caldav.php/alice"
        }
    }

    /// Starts an empty one.
    func start() throws -> (server: any Sendable, port: UInt16) {
        switch self {
        case .radicale:
            let server = try PythonServer.radicale()
            return (server, server.port)
        case .xandikos:
            let server = try PythonServer.xandikos()
            return (server, server.port)
        case .sabre:
            let server = try SabreServer()
            return (server, server.port)
        case .cyrus:
            let server = try CyrusServer()
            return (server, server.port)
        case .davical:
            let server = try DAViCalServer()
            return (server, server.port)
        }
    }
}

/// The same events, as an export for degoogle and as a directory of single objects, which vdirsyncer calls a vdir.
struct CalendarSample {
    /// The parts of the export.
    let parts: [String]
    /// The calendar in it, as the provider writes it.
    let wholeFile: String
    /// The name of the calendar and of its vdir.
    let name: String
    /// The name of the collection that degoogle stores it in at servers.
    let collection: String
    /// The objects.
    let files: FileList

    init(events: Int, in scratch: Scratch) throws {
        let options = ["--preset", "calendar", "--count", "\(events)"]
        _ = try scratch.makeSample("unpacked", options + ["--form", "folder"])
        wholeFile = try scratch.largestFile(below: "unpacked", ending: ".ics")
        parts = try scratch.makeSample("export", options)
        let directory = scratch.path("vdirs")
        let importing = try Degoogle.invocation(
            ["import", "--yes", "--only", "event"] + parts + ["--to", "folder:\(directory)?durable=no"], in: scratch)
        try Peers(scratch: scratch).run(importing)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/calendars")
        guard let name = names.first(where: { !$0.hasPrefix(".") }) else {
            throw MeasurementError("there is no calendar below \(directory)")
        }
        self.name = name
        files = try FileList(below: "\(directory)/calendars/\(name)", ending: ".ics")
        for path in files.paths { try Self.mend("\(files.directory)/\(path)") }
        collection = try Self.collection(of: parts, in: scratch)
    }

    /// Takes out the folds inside characters, which the provider makes (RFC 5545 section 3.1 allows it) and vdirsyncer
    /// cannot read.
    private static func mend(_ file: String) throws {
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        for index in bytes.indices.dropFirst(3).reversed()
        where bytes[index] & 0xC0 == 0x80 && bytes[(index - 3)..<index].elementsEqual([13, 10, 32]) {
            bytes.removeSubrange((index - 3)..<index)
        }
        try Data(bytes).write(to: URL(filePath: file))
    }

    /// Looks where the calendar goes at a server.
    private static func collection(of parts: [String], in scratch: Scratch) throws -> String {
        let server = try PythonServer.radicale()
        let peers = Peers(scratch: scratch)
        let destination = Destination(degoogle: [
            "url = \"http://127.0.0.1:\(server.port)/\"", "user = \"alice\"", Destination.secret,
        ])
        try destination.write(in: scratch, direct: destination)
        try peers.run(peers.degoogle(parts, ["--only", "event"]))
        let home = server.directory + "/collections/collection-root/alice"
        guard let name = try FileManager.default.contentsOfDirectory(atPath: home).first(where: { !$0.hasPrefix(".") })
        else { throw MeasurementError("there is no calendar below \(home)") }
        return name
    }
}
