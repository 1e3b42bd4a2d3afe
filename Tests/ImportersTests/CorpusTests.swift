import FilesImporter
import Foundation
import GoogleTakeout
import ICalendar
import Importing
import Items
import Planning
import TestKit
import Testing
import VCard

/// Calendars and address books of other projects, when the folder beside the package is there.
private enum Corpus {
    static let root: URL = {
        if let named = ProcessInfo.processInfo.environment["DEGOOGLE_CORPUS"] { return URL(fileURLWithPath: named) }
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appendingPathComponent("shared/corpus")
    }()

    static var exists: Bool { FileManager.default.fileExists(atPath: root.path) }

    /// The files with an ending, each with a name that is its path with `_` for `/`.
    static func files(_ folder: String) throws -> [(name: String, bytes: [UInt8])] {
        let top = root.appendingPathComponent(folder)
        return try FileManager.default.subpathsOfDirectory(atPath: top.path).sorted().compactMap { path in
            guard path.hasSuffix("." + folder) else { return nil }
            let bytes = try Array(Data(contentsOf: top.appendingPathComponent(path)))
            return (path.replacingOccurrences(of: "/", with: "_"), bytes)
        }
    }
}

@Suite(.enabled(if: Corpus.exists)) struct CorpusTests {
    /// The corpus as a Takeout folder: one calendar a file, one label a vCard file.
    private static func files(below top: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for (name, bytes) in try Corpus.files("ics") { files["\(top)Agenda/\(name)"] = bytes }
        for (name, bytes) in try Corpus.files("vcf") {
            let stem = String(name.dropLast(4))
            files["\(top)Contacts/\(stem)/\(stem).vcf"] = bytes
        }
        return files
    }

    /// One import for all tests.
    private static let recording = Task { try await imported(files(below: "Takeout/"), with: [TakeoutImporter()]) }

    @Test func everyWellFormedFileIsImported() async throws {
        let files = try Self.files(below: "Takeout/")
        let found = try await Self.recording.value
        try found.ledger.close()
        #expect(found.ledger.totals.read - found.ledger.totals.leftOut == files.count)
        #expect(found.ledger.totals.unreadable == 0)
        var unsound: [String] = []
        for (path, bytes) in files {
            let hasItems =
                path.hasSuffix(".ics")
                ? !CalendarSplitter.split(bytes).resources.isEmpty : !CardSplitter.split(bytes).cards.isEmpty
            let outcome = found.outcome(ofPath: path)
            let isUsed = outcome == .imported || outcome == .merged
            if isUsed != hasItems { unsound.append(path) }
        }
        #expect(unsound == [])
    }

    @Test func everyItemCanBeReadBack() async throws {
        let found = try await Self.recording.value
        var unsound: [String] = []
        for item in found.items {
            guard case .bytes(let bytes) = item.content else { continue }
            if item.kind == .contact {
                let cards = CardSplitter.split(bytes).cards
                let isSound =
                    cards.count == 1 && cards[0].uid == item.identity
                    && Fingerprint(of: cards[0].comparisonBytes) == item.fingerprint
                if !isSound { unsound.append(item.identity) }
            } else {
                let summary = CalendarResourceSummary.read(bytes)
                let isSound =
                    summary?.uid == item.identity
                    && summary.map { Fingerprint(of: $0.comparisonBytes) } == item.fingerprint
                if !isSound { unsound.append("\(item.collection.name) \(item.identity)") }
            }
        }
        #expect(unsound == [])
    }

    @Test func noUIDStandsForTwoContactsOfOneRevision() async throws {
        let found = try await Self.recording.value
        var contents: [String: Set<Fingerprint>] = [:]
        for fact in found.facts(of: .contact) {
            contents["\(fact.identity) \(fact.revision)", default: []].insert(fact.fingerprint)
        }
        #expect(!contents.isEmpty)
        #expect(contents.filter { $0.value.count > 1 }.keys.sorted() == [])
    }

    @Test func theSameFilesGiveTheSameItemsWithoutGoogle() async throws {
        let found = try await imported(Self.files(below: ""), with: [LooseFilesImporter()])
        try found.ledger.close()
        #expect(found.ledger.totals.imported > 0)
        #expect(found.ledger.totals.unreadable == 0)
    }
}
