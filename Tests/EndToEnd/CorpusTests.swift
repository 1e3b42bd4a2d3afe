import Foundation
import Items
import TestKit
import Testing

/// A judge of calendars that shares no code with the product: it unfolds and counts lines.
private enum LineJudge {
    /// The lines of a text, unfolded (RFC 5545 section 3.1), without the empty ones.
    static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for raw in bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
            var line = Array(raw)
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
            if let first = line.first, first == 32 || first == 9, !lines.isEmpty {
                lines[lines.count - 1] += line.dropFirst()
            } else if line.contains(where: { $0 != 32 && $0 != 9 }) {
                lines.append(line)
            }
        }
        return lines
    }

    /// The components directly inside VCALENDAR, each as its sorted lines without UID and DTSTAMP (one may be made, and
    /// of two states that differ in the other only one is kept); `nil` for a file that is not well-formed: a line
    /// outside or without a colon, one calendar in another, or BEGIN and END that do not pair up.
    static func components(_ bytes: [UInt8]) -> [(name: String, lines: [[UInt8]])]? {
        var open: [String] = []
        var found: [(name: String, lines: [[UInt8]])] = []
        for line in lines(bytes) {
            guard line.contains(58), line.first != 58 else { return nil }
            let text = String(decoding: line, as: UTF8.self)
            let upper = text.uppercased()
            if upper.hasPrefix("BEGIN:") {
                open.append(upper.dropFirst(6).trimmingCharacters(in: .whitespaces))
                if open[0] != "VCALENDAR" || open.dropFirst().contains("VCALENDAR") { return nil }
                if open.count == 2 { found.append((open[1], [])) }
            }
            if open.isEmpty { return nil }
            let isLeftOut = open.count == 2 && (upper.hasPrefix("UID") || upper.hasPrefix("DTSTAMP"))
            if open.count >= 2, !isLeftOut {
                found[found.count - 1].lines.append(line)
            }
            if upper.hasPrefix("END:"), open.popLast() != upper.dropFirst(4).trimmingCharacters(in: .whitespaces) {
                return nil
            }
        }
        guard open.isEmpty else { return nil }
        return found.map { ($0.name, $0.lines.sorted { $0.lexicographicallyPrecedes($1) }) }
    }
}

private let hasCorpus = corpus("ics") != nil && corpus("vcf") != nil

@Suite(.enabled(if: hasCorpus, "the sample files beside the package are not there"))
struct CorpusTests {
    /// The different files below a folder of the corpus with an ending, in the order of their paths.
    private func files(_ folder: String, _ ending: String) throws -> [[UInt8]] {
        let root = try #require(corpus(folder))
        var seen: Set<Fingerprint> = []
        return FileTree(root).nodes.filter { $0.key.text.lowercased().hasSuffix(ending) && $0.value.isFile }
            .sorted { $0.key < $1.key }
            .compactMap { path, node in
                guard let content = node.content, seen.insert(content).inserted else { return nil }
                return FileTree.bytes(of: "\(root)/\(path.text)")
            }
    }

    @Test func realCalendarsAndCardsComeThroughWhole() throws {
        let scene = try Scene()
        // Thousands of small files, which need not survive a power failure.
        let quick = ["--to", "folder:a?durable=no"]
        let calendars = try files("ics", ".ics")
        let cards = try files("vcf", ".vcf")
        try #require(calendars.count > 500 && cards.count > 100)
        for (number, bytes) in calendars.enumerated() {
            try scene.folder.write(bytes, to: "export/Takeout/Calendar/c\(number).ics")
        }
        for (number, bytes) in cards.enumerated() {
            try scene.folder.write(bytes, to: "export/Takeout/Contacts/g\(number)/g\(number).vcf")
        }
        let result = try scene.command.run(["import", "--yes", "--json", "export"] + quick)
        #expect(result.status <= 1, "\(result.errors)")
        let report = try ReportDocument(result)
        #expect(report.entries.closes)
        // All entries but the folders.
        #expect(report.entries.read - report.entries.leftOut == calendars.count + cards.count)
        #expect(report.sources.map(\.provider) == ["google-takeout"])
        #expect(report.all.failed == 0 && report.all.conflict == 0)
        // What is at the host, whatever file it came from.
        var stored: Set<[[UInt8]]> = []
        for path in scene.tree("a").files where path.hasPrefix("calendars/") && path.hasSuffix(".ics") {
            let bytes = try #require(FileTree.bytes(of: scene.folder.at("a/\(path)")))
            let components = try #require(LineJudge.components(bytes), "\(path) is not well-formed")
            for component in components { stored.insert(component.lines) }
        }
        // A file of which a split leaves something out is kept whole beside the items. Two files of one calendar may
        // hold two states of one event; then the newer is imported, and the report says which file had the older.
        let kept = Set(scene.tree("a").contents.filter { $0.key.text.hasPrefix("files/") }.values)
        let older = report.findings.filter { $0.code == "older-version" }.compactMap(\.entry)
        var (wellFormed, whole, lost) = (0, 0, [String]())
        for (number, bytes) in calendars.enumerated() {
            guard let components = LineJudge.components(bytes), !components.isEmpty else { continue }
            let isWhole = components.allSatisfy { $0.name == "VTIMEZONE" || stored.contains($0.lines) }
            if !isWhole, older.contains(where: { $0.hasSuffix("/c\(number).ics") }) { continue }
            wellFormed += 1
            if isWhole || kept.contains(Fingerprint(of: bytes)) { whole += 1 } else { lost.append("c\(number).ics") }
        }
        try #require(wellFormed > 500)
        #expect(Double(whole) >= 0.995 * Double(wellFormed), "\(whole) of \(wellFormed); not whole: \(lost)")
        let again = try scene.command.run(["import", "--yes", "--json", "export"] + quick)
        #expect(try ReportDocument(again).all.create == 0)
    }
}
