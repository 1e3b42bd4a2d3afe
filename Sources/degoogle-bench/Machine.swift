internal import Foundation

/// The machine of a run.
struct Machine {
    let facts: [String: String]

    init(versions: [[String]]) {
        var facts: [String: String] = [:]
        facts["processor"] = Self.line("model name", in: "/proc/cpuinfo", separator: ":")
        facts["cores"] = String(ProcessInfo.processInfo.activeProcessorCount)
        facts["memory"] = Self.line("MemTotal", in: "/proc/meminfo", separator: ":")
        facts["system"] = Self.line("PRETTY_NAME", in: "/etc/os-release", separator: "=")
        facts["load"] = "\(Self.loadAtStart) at the start, \(Self.load) at the end"
        facts["date"] = Date().formatted(.iso8601)
        for command in versions { facts[URL(filePath: command[0]).lastPathComponent] = Self.firstLine(of: command) }
        self.facts = facts
    }

    var text: String {
        facts.sorted { $0.key < $1.key }.map { "- \($0.key): \($0.value)" }.joined(separator: "\n")
    }

    /// What the machine was doing when the measurement began; to be asked for then.
    static let loadAtStart = load

    private static var load: String {
        (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.trimmingCharacters(in: .newlines) ?? "unknown"
    }

    private static func line(_ key: String, in path: String, separator: Character) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n").first { $0.hasPrefix(key) }?
            .split(separator: separator, maxSplits: 1).last?.trimmingCharacters(in: CharacterSet(charactersIn: " \"\t"))
    }

    private static func firstLine(of command: [String]) -> String? {
        let output = "/tmp/degoogle-bench-version-\(getpid())"
        defer {
            unlink(output)
            unlink(output + ".errors")
        }
        _ = try? Invocation(command).run(output: output)
        return (try? String(contentsOfFile: output, encoding: .utf8))?.split(separator: "\n").first.map(String.init)
    }
}
