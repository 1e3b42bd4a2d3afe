internal import Importing
internal import Items

/// Finds the notes: a folder each, with the text and its attachments, in the folders of the person.
enum NotesImporter {
    /// Where Apple puts notes that were thrown away.
    private static let deleted: Set<String> = ["recently deleted", "supprimées récemment", "zuletzt gelöscht"]

    static func read(_ entries: [AppleEntry], _ reading: AppleReading) async throws {
        var lists: [AppleEntry] = []
        var folders: [ExactText: [AppleEntry]] = [:]
        for entry in entries {
            if entry.folders.isEmpty {
                if entry.name.hasPrefix("Notes Details"), entry.ending == "csv" {
                    if try await reading.isConvertible(entry) { lists.append(entry) }
                } else {
                    try await reading.keep(entry)
                }
            } else if entry.folders.contains(where: { deleted.contains($0.lowercased()) }) {
                reading.sink.record(
                    .leftOut(reason: "a note that was thrown away; Apple deletes it soon"), of: entry.entry.reference)
            } else {
                folders[ExactText(entry.folders.joined(separator: "/")), default: []].append(entry)
            }
        }
        var details = NoteDetails()
        try await reading.read(lists) { entry, bytes in
            if details.add(bytes) {
                reading.sink.record(.merged(reason: "its dates are those of the notes"), of: entry.entry.reference)
            } else {
                try await reading.keep(entry)
            }
        }
        var notes: [AppleNote] = []
        for (folder, files) in folders.sorted(by: { $0.key < $1.key }) {
            let note = AppleNote(folder.text, files)
            if let note, try await reading.isConvertible(note.text) {
                notes.append(note)
            } else {
                // The text of a note that is too large is settled.
                for file in note?.attachments ?? files { try await reading.keep(file) }
            }
        }
        try await give(notes, details, reading)
    }

    private static func give(_ notes: [AppleNote], _ details: NoteDetails, _ reading: AppleReading) async throws {
        let byText = Dictionary(notes.map { ($0.text.entry.reference, $0) }) { first, _ in first }
        var ambiguous = 0
        var placeholders = 0
        try await reading.read(notes.map(\.text)) { entry, bytes in
            guard let note = byText[entry.entry.reference] else { return }
            let (found, isAmbiguous) = details.note(titled: note.title)
            if isAmbiguous { ambiguous += 1 }
            let conversion = NoteConversion(bytes, note, found ?? NoteDetails.Note())
            if conversion.hasLostParts { placeholders += 1 }
            reading.sink.record(.imported, of: entry.entry.reference)
            try await reading.sink.take(
                Item(
                    noteAt: note.path, from: entry.entry.reference, bytes: conversion.markdown,
                    modified: found?.modified ?? reading.modified(entry), title: note.title))
        }
        for note in notes {
            for file in note.attachments {
                reading.sink.record(.imported, of: file.entry.reference)
                try await reading.sink.take(
                    Item(
                        attachmentAt: note.path(of: file), from: file.entry.reference,
                        byteCount: file.entry.byteCount, checksum: file.entry.checksum,
                        modified: reading.modified(file)))
            }
        }
        if ambiguous > 0 {
            reading.sink.note(
                Finding(
                    "ambiguous-note-dates", .note, entry: reading.export.label,
                    ambiguous.counting(
                        "note shares its title with another, so Apple's list does not tell its dates.",
                        "notes share their title with others, so Apple's list does not tell their dates.")))
        }
        if placeholders > 0 {
            reading.sink.note(
                Finding(
                    "note-parts-missing", .warning, entry: reading.export.label,
                    placeholders.counting("note has", "notes have")
                        + " a table, drawing or attachment that Apple did not export; a mark in "
                        + "the note shows where. Copy it from the Notes app before you close the account."))
        }
    }
}

/// A note: a folder with a text.
struct AppleNote {
    /// The name of its folder.
    let title: String
    let text: AppleEntry
    let attachments: [AppleEntry]
    /// The path below the notes, without ending.
    private let stem: String

    /// - Parameters:
    ///   - folder: the path below that of the category: `Notes/Recipes/Soup`.
    ///   - files: what lies in it, in the order of paths.
    /// - Returns: `nil` for a folder without a text.
    init?(_ folder: String, _ files: [AppleEntry]) {
        let components = folder.split(separator: "/")
        guard let last = components.last else { return nil }
        title = String(last)
        // The text is called as the folder is; where none is, the first text is meant.
        let texts = files.filter { $0.ending == "txt" }
        guard let text = texts.first(where: { ExactText($0.stem) == ExactText(String(last)) }) ?? texts.first else {
            return nil
        }
        self.text = text
        attachments = files.filter { $0.entry.reference != text.entry.reference }
        stem = components.dropFirst(components.first == "Notes" ? 1 : 0).joined(separator: "/")
    }

    /// Where the note goes.
    var path: String { stem + ".md" }

    /// Where an attachment goes.
    func path(of file: AppleEntry) -> String { "\(stem)/\(file.name)" }

    /// The path of an attachment from the folder of the note on.
    func link(to file: AppleEntry) -> String { "\(stem.split(separator: "/").last ?? "")/\(file.name)" }
}
