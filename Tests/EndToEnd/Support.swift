import Foundation
import Glibc
import Items
import TestKit
import Testing

/// A person's machine for one test: a home, an export and hosts, all below one folder.
final class Scene {
    let folder: WorkFolder
    var command: DegoogleCommand

    init() throws {
        folder = try WorkFolder()
        try #require(mkdir(folder.at("home"), 0o755) == 0)
        command = DegoogleCommand(home: folder.at("home"), directory: folder.path)
    }

    /// Writes an export and gives the paths of its parts.
    func export(
        _ export: SampleExport = .tiny, as packing: SamplePacking = SamplePacking(), in name: String = "export"
    ) throws -> [String] {
        try export.write(to: folder.at(name), as: packing)
    }

    /// The options that name folder hosts of this scene. The paths are relative, so that the hosts, and with them what
    /// goes where, are called the same in every scene.
    func to(_ names: String...) -> [String] { names.flatMap { ["--to", "folder:\($0)"] } }

    /// Runs the program and expects how it ends.
    @discardableResult
    func run(_ arguments: [String], status: Int32 = 0, at location: SourceLocation = #_sourceLocation) throws
        -> ChildResult
    {
        let result = try command.run(arguments)
        #expect(
            result.status == status,
            "\(arguments.joined(separator: " ")): \(result.errors)\(result.output.suffix(3000))",
            sourceLocation: location)
        return result
    }

    /// Imports and gives the report.
    @discardableResult
    func `import`(
        _ arguments: [String], status: Int32 = 0, at location: SourceLocation = #_sourceLocation
    ) throws -> ReportDocument {
        let result = try run(["import", "--json", "--yes"] + arguments, status: status, at: location)
        return try ReportDocument(result)
    }

    /// What lies at a host.
    func tree(_ host: String) -> FileTree { FileTree(folder.at(host)) }

    /// Checks that no file has a name that a run gives only meanwhile.
    func expectNoLeftOvers(_ hosts: [String], at location: SourceLocation = #_sourceLocation) {
        for host in hosts {
            let names = tree(host).nodes.keys.map(\.text).filter { $0.contains(".degoogle-tmp") }
            #expect(names.isEmpty, "left over: \(names)", sourceLocation: location)
        }
    }

    /// Checks that the state is a sound database that intends nothing more, and that nothing is left over.
    func expectTidy(_ hosts: [String], at location: SourceLocation = #_sourceLocation) throws {
        expectNoLeftOvers(hosts, at: location)
        let check = try ChildProcess(
            ["sqlite3", command.state + "/state.sqlite", "PRAGMA integrity_check; SELECT count(*) FROM intent"],
            environment: ["PATH": "/usr/bin:/bin"], in: folder.path
        ).wait()
        #expect(check.output == "ok\n0\n", "\(check.output)\(check.errors)", sourceLocation: location)
    }
}

/// The report that programs read.
struct ReportDocument: Decodable {
    struct Source: Decodable, Equatable { let provider: String, parts: Int, entries: Int }

    struct Entries: Decodable, Equatable {
        let read, imported, merged, kept, unreadable: Int
        let leftOut: Int

        enum CodingKeys: String, CodingKey {
            case read, imported, merged, kept, unreadable
            case leftOut = "left-out"
        }

        var closes: Bool { read == imported + merged + kept + leftOut + unreadable }
    }

    struct Items: Decodable, Equatable { let total, create, update, unchanged, skip, conflict, failed: Int }

    struct Host: Decodable, Equatable {
        let name: String
        let items: Int
        let bytes: UInt64
        let share: Double
        let create, update, unchanged, conflict, failed: Int
        /// A dry run cannot know it of what is still to be stored.
        var evidence: [String: Int]?

        /// What a dry run says of it too.
        var planned: Host {
            var host = self
            host.evidence = nil
            return host
        }
    }

    struct Change: Decodable {
        struct Difference: Decodable, Equatable {
            let property, change: String
            let component: String?
        }

        let action, kind, collection, name: String
        let host, evidence: String?
        let alterations: [String]?
        let differences: [Difference]?
    }

    struct Finding: Decodable, Equatable {
        let code, severity, message: String
        let entry: String?
    }

    let mode: String
    let sources: [Source]
    let entries: Entries
    let items: [String: Items]
    let hosts: [Host]
    let findings: [Finding]
    let interrupted: Bool
    let changes: [Change]?

    init(_ result: ChildResult) throws {
        do {
            self = try JSONDecoder().decode(ReportDocument.self, from: Data(result.outputBytes))
        } catch {
            throw ChildFailure("no report but \(result.status): \(result.errors)\(result.output.prefix(500))")
        }
    }

    /// All items together.
    var all: Items {
        func sum(_ key: KeyPath<Items, Int>) -> Int { items.values.reduce(0) { $0 + $1[keyPath: key] } }
        return Items(
            total: sum(\.total), create: sum(\.create), update: sum(\.update), unchanged: sum(\.unchanged),
            skip: sum(\.skip), conflict: sum(\.conflict), failed: sum(\.failed))
    }

    func has(_ code: String) -> Bool { findings.contains { $0.code == code } }
}

/// A small file system that is gone with the value.
final class SmallDisk {
    private let path: String

    /// Mounts one, which needs root.
    init(at path: String, _ options: String) throws {
        self.path = path
        mkdir(path, 0o755)
        try Self.mount(["-t", "tmpfs", "-o", options, "tmpfs", path])
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Changes its options.
    func remount(_ options: String) throws { try Self.mount(["-o", "remount,\(options)", path]) }

    private static func mount(_ arguments: [String]) throws {
        let result = try ChildProcess(
            ["mount"] + arguments, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], in: "/"
        ).wait()
        guard result.status == 0 else {
            throw ChildFailure("This test needs the right to mount a tmpfs (root): \(result.errors)")
        }
    }
}

/// What makes the rights of files hold for root too.
let withoutPowers: [String] = geteuid() == 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : []

/// Files of other projects beside the package (or where DEGOOGLE_CORPUS says); `nil` where they are not.
func corpus(_ name: String) -> String? {
    if let named = ProcessInfo.processInfo.environment["DEGOOGLE_CORPUS"] { return "\(named)/\(name)" }
    let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = package.deletingLastPathComponent().appendingPathComponent("shared/corpus/\(name)").path
    return FileManager.default.fileExists(atPath: path) ? path : nil
}

/// What must not reach a terminal.
func harmfulScalars(in text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
        switch scalar.value {
        case 0x0A: false
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }.map { String($0.value, radix: 16) }
}
