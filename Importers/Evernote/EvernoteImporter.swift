public import Importing
internal import Items

/// Reads the notebooks that Evernote exports: a file `NOTEBOOK.enex` each.
public struct EvernoteImporter: Importer {
    /// The importer; it has no options.
    public init() {}

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "evernote", title: "Evernote", contents: "notebooks (.enex), with attachments and tags",
        products: [
            ProductDescription(
                source: "notebooks (.enex)",
                destination: "notes (Markdown) with their attachments, tags, dates and source; tasks as check lists",
                lost: "stacks of notebooks, versions, sharing, colours and fonts; dates and places of attachments; "
                    + "flags, reminders and assignment of tasks; encrypted text stays encrypted")
        ],
        howTo: .evernote)

    /// Knows notebooks by their ending.
    public func recognize(_ listing: EntryListing) -> Recognition? {
        guard let first = listing.entries.first, listing.entries.allSatisfy(\.isNotebook) else { return nil }
        return Recognition(confidence: 0.95, evidence: "the notebook \(first.name)")
    }

    /// Gives a note for every note, beside it a folder with its attachments.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        var wanted: [ListedEntry] = []
        for entry in export.entries {
            if entry.isNotebook { wanted.append(entry) } else { try await Self.keep(entry, of: export, sink) }
        }
        for finding in description.losses(where: { _ in !wanted.isEmpty }) { sink.note(finding) }
        try await export.stream(export.whole(wanted, in: sink)) { entry, content in
            let reading = NotebookReading(entry, place: export.place(of: entry), sink)
            let isUnderstood: Bool
            do {
                isUnderstood = try await reading.read(content.get())
            } catch let error as ContentError {
                // It was whole a moment ago: the disk fails, or somebody writes to it.
                return export.fail(entry, error, in: sink)
            }
            if reading.noteCount == 0 {
                try await Self.keep(entry, of: export, sink)
            } else {
                sink.record(.imported, of: entry.reference)
                if !isUnderstood { try await sink.take(Self.file(entry, of: export)) }
            }
        }
    }

    private static func keep(_ entry: ListedEntry, of export: ExportReader, _ sink: any ImportSink) async throws {
        sink.record(.kept, of: entry.reference)
        try await sink.take(file(entry, of: export))
    }

    private static func file(_ entry: ListedEntry, of export: ExportReader) -> Item {
        export.file(entry, at: "Evernote/" + entry.path)
    }
}

extension ListedEntry {
    /// Whether it is named like a notebook.
    var isNotebook: Bool { name.utf8.count > 5 && name.suffix(5).lowercased() == ".enex" }
}
