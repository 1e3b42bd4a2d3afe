internal import Importing
internal import Items
internal import XML

/// Reads one notebook as it streams past. One note and one attachment are in memory at a time.
final class NotebookReading {
    /// The most bytes of an attachment. Evernote's notes have 200 MB at most.
    private static let resourceLimit = 64 << 20
    /// The most bytes of the text of a note.
    private static let contentLimit = 16 << 20
    /// The most bytes of a name, a date, a mark of recognition.
    private static let fieldLimit = 64 << 10

    /// How many notes were given.
    private(set) var noteCount = 0
    private let entry: ListedEntry
    private let place: String
    private let sink: any ImportSink
    private var paths: NotePaths
    private var report = NotebookReport()
    /// Whether something of the file is in no item.
    private var leavesOut = false

    // Where the reader is.
    private var open: [String] = []
    private var note: EvernoteNote?
    private var resource: EvernoteResource?
    private var task: EvernoteTask?
    private var text = ""

    init(_ entry: ListedEntry, place: String, _ sink: any ImportSink) {
        self.entry = entry
        self.place = place
        self.sink = sink
        paths = NotePaths(notebook: String(entry.name.dropLast(5)))
    }

    /// Reads all of it and gives its notes.
    ///
    /// - Returns: whether all of it is in the items; else the file is worth keeping beside them.
    func read(_ content: any ContentReader) async throws -> Bool {
        var options = XMLOptions()
        options.documentTypes = ["en-export"]
        var reader = XMLReader(options: options)
        var chunk = [UInt8](repeating: 0, count: 1 << 17)
        do {
            while true {
                let count = try chunk.withUnsafeMutableBytes { try content.read(into: $0) }
                if count > 0 { reader.add(chunk.span.extracting(0..<count)) } else { reader.finish() }
                while let token = try reader.next() { try await take(token) }
                if count == 0 { break }
            }
        } catch let error as XMLError {
            leavesOut = true
            let severity: Finding.Severity = noteCount > 0 ? .error : .warning
            sink.note(
                Finding(
                    "broken-notebook", severity, entry: place,
                    noteCount > 0
                        ? "It cannot be read to its end; the notes before are imported, and the file is kept beside them."
                        : "It is no notebook, so it is kept as a plain file.", detail: error.description))
        }
        for finding in report.findings(place: place) { sink.note(finding) }
        return !leavesOut
    }

    private func take(_ token: XMLToken) async throws {
        switch token {
        case .start(let start): begin(start)
        case .text(let piece): add(piece)
        case .end: try await end(open.removeLast())
        }
    }

    private func begin(_ start: XMLStart) {
        text = ""
        switch start.name.local {
        case "note" where open.count == 1: note = EvernoteNote()
        case "resource" where note != nil: resource = EvernoteResource()
        case "task" where note != nil: task = EvernoteTask()
        default: break
        }
        open.append(start.name.local)
    }

    private func add(_ piece: String) {
        switch open.last {
        case "data" where resource != nil: resource?.add(piece, limit: Self.resourceLimit)
        case "recognition", "alternate-data": break
        case "content":
            if text.utf8.count + piece.utf8.count <= Self.contentLimit { text += piece } else { note?.isCut = true }
        default:
            if text.utf8.count + piece.utf8.count <= Self.fieldLimit { text += piece } else { note?.isCut = true }
        }
    }

    private func end(_ name: String) async throws {
        defer { text = "" }
        if resource != nil {
            if name == "resource" { try await giveResource() } else { resource?.set(name, text) }
        } else if task != nil {
            if name == "task" {
                if let task { note?.tasks.append(task) }
                task = nil
            } else if open.last == "task" {
                task?.set(name, text)
            }
        } else if note != nil {
            if name == "note" { try await giveNote() } else { note?.set(name, text) }
        }
    }

    private func giveResource() async throws {
        defer { resource = nil }
        guard var resource, let data = resource.finish() else {
            leavesOut = true
            report.tooLarge += 1
            return
        }
        guard let stem = stem(), note?.names[data.hash] == nil else { return }
        let name = note?.name(for: resource, hash: data.hash) ?? data.hash
        note?.add(name, resource.mime, data.hash)
        try await sink.take(Item(attachmentAt: "\(stem)/\(name)", from: entry.reference, bytes: data.bytes))
    }

    /// The path of the note that is open, without ending; it is fixed when it is first asked for.
    private func stem() -> String? {
        if let known = note?.stem { return known }
        guard let note else { return nil }
        let stem = paths.stem(title: note.title, created: note.created)
        self.note?.stem = stem
        return stem
    }

    private func giveNote() async throws {
        guard let stem = stem(), let note else { return }
        self.note = nil
        let conversion = NoteConversion(note, folder: String(stem.split(separator: "/").last ?? ""))
        report.add(conversion)
        noteCount += 1
        try await sink.take(
            Item(
                noteAt: stem + ".md", from: entry.reference, bytes: conversion.markdown,
                modified: note.updated ?? note.created, title: note.title.isEmpty ? nil : note.title))
        if conversion.isBroken || note.isCut || note.repeatsField { leavesOut = true }
        if note.isCut { report.tooLarge += 1 }
    }
}

/// Gives each note of a notebook a path of its own.
struct NotePaths {
    private let notebook: String
    private var taken = TakenNames()

    init(notebook: String) { self.notebook = notebook }

    /// The path of a note, without ending. A second note of one title has the time at which it was made in its name.
    mutating func stem(title: String, created: Int64?) -> String {
        let base = notebook + "/" + NoteNames.stem(title)
        var candidates = [base]
        if let created { candidates.append("\(base) (\(NoteNames.stamp(created)))") }
        for candidate in candidates where taken.take(candidate) { return candidate }
        return taken.numbered(base)
    }
}
