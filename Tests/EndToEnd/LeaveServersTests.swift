import Foundation
import Glibc
import Items
import TestKit
import Testing

/// Real servers whose stores lie on this disk, where a test reads them without asking anybody.
private final class Servers {
    let first: PythonServer
    let second: PythonServer
    let apache: ApacheServer
    let ssh: SSHServer
    let s3: S3Server

    init() throws {
        first = try PythonServer.radicale()
        second = try PythonServer.radicale()
        apache = try ApacheServer()
        ssh = try SSHServer()
        s3 = try S3Server.rclone()
    }

    /// The hosts of one account that nothing else uses: two for calendars and contacts, three for files.
    func configuration(_ account: String) -> String {
        let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "nobody"
        let secret = "secret = { env = \"SECRET\" }\n"
        return """
            [hosts.agendas]
            url = "http://127.0.0.1:\(first.port)/"
            user = "\(account)"
            \(secret)
            [hosts.cercle]
            url = "http://127.0.0.1:\(second.port)/"
            user = "\(account)"
            \(secret)
            [hosts.fichiers]
            url = "http://127.0.0.1:\(apache.port)/open/\(account)/"
            [hosts.coffre]
            url = "sftp://\(user)@127.0.0.1:\(ssh.port)\(ssh.filesPath)/\(account)?key=\(ssh.keyPath)&known-hosts=\(ssh.knownHostsPath)"
            [hosts.seau]
            url = "s3:http://127.0.0.1:\(s3.port)/\(S3Server.bucket)/\(account)"
            user = "\(S3Server.accessKey)"
            \(secret)
            """
    }

    /// Makes the folder that a WebDAV host must have before.
    func prepare(_ account: String) throws {
        let folder = "\(apache.directory)/open/\(account)"
        try #require(mkdir(folder, 0o777) == 0 && chmod(folder, 0o777) == 0)
    }

    /// Where the hosts of an account keep what they were given, by name.
    private func folders(_ account: String) -> [String: String] {
        [
            "agendas": "\(first.directory)/collections/collection-root/\(account)",
            "cercle": "\(second.directory)/collections/collection-root/\(account)",
            "fichiers": "\(apache.directory)/open/\(account)",
            "coffre": "\(ssh.filesPath)/\(account)",
            "seau": "\(s3.directory)/files/\(S3Server.bucket)/\(account)",
        ]
    }

    /// What the hosts hold: of calendar objects and cards their names, which are their UIDs, of files their paths.
    func contents(_ account: String) -> [String: [String: Fingerprint]] {
        folders(account).mapValues { folder in
            var found: [String: Fingerprint] = [:]
            for (path, content) in FileTree(folder).contents {
                let name = path.text.split(separator: "/").last.map(String.init) ?? ""
                let isOwn = path.text.contains(".Radicale") || path.text.contains(".degoogle-")
                // Some kinds of host keep their files in a folder of that name.
                let place = path.text.hasPrefix("files/") ? String(path.text.dropFirst(6)) : path.text
                guard !isOwn, !place.hasPrefix("degoogle/") else { continue }
                found[folder.contains("collection-root") ? name : place] = content
            }
            return found
        }
    }
}

@Suite struct LeaveServersTests {
    /// How many hosts hold each thing as it was stored.
    private func counts(
        _ contents: [String: [String: Fingerprint]], _ expected: [String: Fingerprint]
    ) -> [String: Int] {
        expected.reduce(into: [:]) { counts, item in
            counts[item.key] = contents.values.count { $0[item.key] == item.value }
        }
    }

    /// Kills `leave` again and again, each time at another moment, and looks at the disks of the servers after each.
    /// `DEGOOGLE_LEAVE_KILLS` says how often.
    @Test func killedAtAnyMomentNothingIsBelowTheLeastAtRealServers() throws {
        let wanted = ProcessInfo.processInfo.environment["DEGOOGLE_LEAVE_KILLS"].flatMap(Int.init) ?? 10
        let servers = try Servers()
        var random = SeededNumbers(seed: 4)
        var (kills, round) = (0, 0)
        // How long an undisturbed run takes, by host and copies.
        var durations: [String: Duration] = [:]
        while kills < wanted {
            round += 1
            try #require(round < 12 + wanted, "only \(kills) kills")
            // Every other time only files, at two hosts each and never at fewer.
            let copies = round.isMultiple(of: 2) ? 2 : 1
            let account = "compte\(round)"
            try servers.prepare(account)
            let folder = try WorkFolder()
            try #require(mkdir(folder.at("home"), 0o755) == 0)
            var command = DegoogleCommand(home: folder.at("home"), directory: folder.path)
            command.environment["SECRET"] = S3Server.secretKey
            let spread = "\n[spread]\ncopies = \(copies)\nmin-copies = \(copies)\ndistinct = [\"host\"]\n"
            try folder.write(servers.configuration(account) + spread, to: "home/config/degoogle/config.toml")
            let parts = try CareScene.small.write(to: folder.at("export"), as: SamplePacking())
            let only = copies == 2 ? ["--only", "file"] : []
            let stored = try command.run(["import", "--yes", "--quiet"] + only + parts)
            try #require(stored.status == 0, "\(stored.errors)\(stored.output)")
            let before = servers.contents(account)
            let expected = before.values.reduce(into: [:]) { all, host in all.merge(host) { $1 } }
            #expect(expected.count > 50 && counts(before, expected).values.allSatisfy { $0 == copies })
            for host in copies == 2 ? ["fichiers"] : ["agendas", "fichiers"] {
                var isDone = false
                while !isDone {
                    let child = try command.start(["leave", host, "--yes", "--quiet"])
                    let start = ContinuousClock.now
                    if kills < wanted, let duration = durations["\(host) \(copies)"] {
                        // The moment is the fault: anywhere in the time a whole move takes.
                        usleep(UInt32((duration * random.next(below: 1000) / 1000) / .microseconds(1)))
                        child.send(SIGKILL)
                    }
                    let result = try child.wait()
                    durations["\(host) \(copies)"] = durations["\(host) \(copies)"] ?? (ContinuousClock.now - start)
                    let few = counts(servers.contents(account), expected).filter { $0.value < copies }
                    try #require(few.isEmpty, "after \(kills) kills below \(copies): \(few.keys.sorted().prefix(5))")
                    if result.status == 137 { kills += 1 } else { isDone = true }
                    if isDone { #expect(result.status == 0, "\(result.errors)\(result.output)") }
                }
                #expect(servers.contents(account)[host] == [:])
            }
            let after = servers.contents(account)
            #expect(after.values.reduce(into: [:]) { all, host in all.merge(host) { $1 } } == expected)
            #expect(counts(after, expected).values.allSatisfy { $0 == copies })
            let verified = try command.run(["verify", "--deep"])
            #expect(verified.status == 0, "\(verified.errors)\(verified.output)")
        }
        print("leave was killed \(kills) times in \(round) rounds")
    }
}
