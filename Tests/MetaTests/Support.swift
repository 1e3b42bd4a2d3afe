import Foundation
import Importing
import Items
import TestKit

/// A new directory that is gone after `body`.
func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("meta-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
}

/// Imports files that lie as given in one zip.
func imported(
    _ files: [String: String], named name: String = "facebook-zoe", with importers: [any Importer]
) async throws -> ImportRecording {
    let entries = files.sorted { $0.key < $1.key }.map { SampleEntry($0.key, text: $0.value, .kept) }
    return try await withDirectory { directory in
        try await ImportRecording(of: ProviderSample(name, entries).write(to: directory), with: importers)
    }
}

/// A listing of paths, of which nothing else is known.
func listing(_ paths: [String], parts: [String] = ["archive.zip"], isLoose: Bool = false) -> EntryListing {
    let entries = paths.enumerated().map { index, path in
        ListedEntry(reference: EntryReference(part: 0, entry: Int32(index)), path: path, byteCount: 10)
    }
    return EntryListing(entries: entries, partNames: parts, isLoose: isLoose)
}

extension ImportRecording {
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
