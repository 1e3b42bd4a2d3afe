import Foundation
import Glibc
import Items
import TestKit
import Testing

/// A person's machine for one test of the verbs after an import: a home, an export, and folder hosts.
struct CareScene {
    let folder: WorkFolder
    let command: DegoogleCommand
    let parts: [String]

    /// - Parameter copies: how many hosts hold each unit, and below how many none ever is.
    init(hosts: [String], copies: Int = 1, _ export: SampleExport = Self.small) throws {
        folder = try WorkFolder()
        try #require(mkdir(folder.at("home"), 0o755) == 0)
        command = DegoogleCommand(home: folder.at("home"), directory: folder.path)
        parts = try export.write(to: folder.at("export"), as: SamplePacking())
        var text = "[spread]\ncopies = \(copies)\nmin-copies = \(copies)\n"
        for host in hosts { text += "[hosts.\(host)]\nurl = \"folder:\(folder.at(host))?durable=no\"\n" }
        try folder.write(text, to: "home/config/degoogle/config.toml")
    }

    /// Enough units for three hosts, and few enough items for many runs.
    static var small: SampleExport {
        var export = SampleExport.tiny
        export.calendars = 3
        export.eventsPerCalendar = 12
        export.contacts = 30
        export.driveFiles = 40
        return export
    }

    @discardableResult
    func run(_ arguments: String..., status: Int32 = 0, at location: SourceLocation = #_sourceLocation) throws
        -> ChildResult
    {
        let result = try command.run(arguments)
        #expect(
            result.status == status,
            "\(arguments.joined(separator: " ")): \(result.errors)\(result.output.suffix(3000))",
            sourceLocation: location)
        return result
    }

    @discardableResult
    func importAll(at location: SourceLocation = #_sourceLocation) throws -> ChildResult {
        let result = try command.run(["import", "--yes", "--quiet"] + parts)
        #expect(result.status == 0, "\(result.errors)\(result.output)", sourceLocation: location)
        return result
    }

    /// What a person has at hosts: calendar objects, cards, notes and files, by path; not what the tool keeps for itself.
    func contents(_ host: String) -> [String: Fingerprint] { Self.contents(of: folder.at(host)) }

    static func contents(of folder: String) -> [String: Fingerprint] {
        var found: [String: Fingerprint] = [:]
        for (path, content) in FileTree(folder).contents {
            let text = path.text
            let isItem =
                ["files/", "notes/"].contains { text.hasPrefix($0) } || text.hasSuffix(".ics") || text.hasSuffix(".vcf")
            guard isItem, !text.hasPrefix("files/degoogle/") else { continue }
            found[text] = content
        }
        return found
    }

    /// What all of these hosts hold together, and at how many each thing is.
    func union(_ hosts: [String]) -> (contents: [String: Fingerprint], counts: [String: Int]) {
        var union: [String: Fingerprint] = [:]
        var counts: [String: Int] = [:]
        for host in hosts {
            for (path, content) in contents(host) {
                union[path] = content
                counts[path, default: 0] += 1
            }
        }
        return (union, counts)
    }
}
