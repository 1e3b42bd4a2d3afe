import Foundation
import Importing
import Items
import Planning
import TestKit

/// A new directory that is gone after `body`.
func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("importers-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
}

/// Imports files that lie as given in a folder.
func imported(
    _ files: [String: String], folder: String = "export", with importers: [any Importer]
) async throws -> ImportRecording {
    try await imported(files.mapValues { Array($0.utf8) }, folder: folder, with: importers)
}

/// Imports files that lie as given in a folder.
func imported(
    _ files: [String: [UInt8]], folder: String = "export", with importers: [any Importer]
) async throws -> ImportRecording {
    try await withDirectory { directory in
        let root = "\(directory)/\(folder)"
        for (path, bytes) in files {
            let url = URL(fileURLWithPath: "\(root)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
        return try await ImportRecording(of: [root], with: importers)
    }
}

/// A listing of paths, of which nothing else is known.
func listing(_ paths: [String], parts: [String] = ["archive.zip"], isLoose: Bool = false) -> EntryListing {
    let entries = paths.enumerated().map { index, path in
        ListedEntry(reference: EntryReference(part: 0, entry: Int32(index)), path: path, byteCount: 10)
    }
    return EntryListing(entries: entries, partNames: parts, isLoose: isLoose)
}

/// Lines as RFC 5545 and RFC 6350 end them.
func lines(_ lines: String...) -> String { lines.map { $0 + "\r\n" }.joined() }

/// A calendar file with the given components.
func calendar(name: String?, _ components: String...) -> String {
    let label = name.map { "X-WR-CALNAME:\($0)\r\n" } ?? ""
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n\(label)\(components.joined())END:VCALENDAR\r\n"
}

/// An event with a UID.
func event(_ uid: String, _ more: String...) -> String {
    lines("BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20260101T000000Z", "DTSTART:20260102T100000Z")
        + more.map { $0 + "\r\n" }.joined() + "END:VEVENT\r\n"
}

/// A card of vCard 3.0 with a name.
func card(_ name: String, _ more: String...) -> String {
    lines("BEGIN:VCARD", "VERSION:3.0", "FN:\(name)") + more.map { $0 + "\r\n" }.joined() + "END:VCARD\r\n"
}

extension ImportRecording {
    /// How many entries were imported, merged, kept, and unreadable; folders are left out.
    var outcomes: [Int] {
        let totals = ledger.totals
        return [totals.imported, totals.merged, totals.kept, totals.unreadable]
    }

    /// How many findings have a code.
    func count(_ code: String) -> Int { findings.count { $0.code == code } }

    /// The bytes of an item in memory, as text.
    func text(_ kind: ItemKind, _ identity: String) -> String? {
        guard case .bytes(let bytes) = item(kind, identity: identity)?.content else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The paths of the files, sorted.
    var paths: [String] { facts(of: .file).map(\.identity).sorted() }
}
