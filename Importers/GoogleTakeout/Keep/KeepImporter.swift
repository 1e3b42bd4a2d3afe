internal import Importing
internal import Items

/// Finds the notes of Keep: a JSON file for each, with a page for a browser and the attachments beside it.
struct KeepImporter {
    /// The folder of the notes, and that of their attachments in it.
    private static let folder = "Keep"
    private static let attachmentFolder = "attachments"

    private let reading: TakeoutReading
    private var entries: [TakeoutEntry] = []
    /// The files beside notes, by their name without its ending; what has one name may lie in two parts.
    private var files: [ExactText: [TakeoutEntry]] = [:]
    /// Files that notes name: whether a note that is imported does.
    private var named: [ExactText: Bool] = [:]
    /// What became of notes, by their path without its ending: their pages share it.
    private var pages: [ExactText: EntryOutcome] = [:]
    private var notes = 0

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Takes note of an entry. The notes themselves have to be read, when all entries are known.
    mutating func wants(_ entry: TakeoutEntry) async throws -> Bool {
        switch FileEnding.of(entry.path) {
        case .information: return try await reading.wantsConvertible(entry, if: true)
        case .page: entries.append(entry)
        default:
            entries.append(entry)
            files[Self.stem(entry.path), default: []].append(entry)
        }
        return false
    }

    /// Takes the bytes of a note.
    mutating func take(_ bytes: [UInt8], of entry: TakeoutEntry) async throws {
        let reference = entry.entry.reference
        guard let note = KeepNote(bytes) else {
            try await reading.keep(entry, "not-a-note", "It cannot be read as a note, so it is kept as a plain file.")
            return
        }
        let stem = Self.stem(entry.path)
        guard !note.isTrashed else {
            reading.sink.record(.leftOut(reason: Self.trashed), of: reference)
            pages[stem] = .leftOut(reason: Self.trashed)
            for attachment in note.attachments { name(attachment, beside: entry, isWanted: false) }
            return
        }
        var missing: [String] = []
        let markdown = note.markdown { attachment in
            guard let file = name(attachment, beside: entry, isWanted: true) else {
                missing.append(attachment.name)
                return nil
            }
            return "\(Self.attachmentFolder)/\(file)"
        }
        // The page may hold a picture whose file is missing.
        pages[stem] = missing.isEmpty ? .merged(reason: "the note has it all: \(entry.entry.name)") : .kept
        for name in missing {
            reading.sink.note(
                Finding(
                    "attachment-missing", .warning, entry: reading.place(of: entry),
                    "The note names an attachment that is not in the export. Where the note's page holds it, the page "
                        + "is kept as a file.", detail: name))
        }
        reading.sink.record(.imported, of: reference)
        reading.found(.keep)
        notes += 1
        try await reading.sink.take(
            Item(
                noteAt: "\(Self.folder)/\(Self.name(of: stem)).md", from: reference, bytes: markdown,
                modified: note.edited, title: note.label))
    }

    /// Settles the pages and the attachments.
    func finish() async throws {
        for entry in entries {
            let stem = Self.stem(entry.path)
            if FileEnding.of(entry.path) == .page {
                switch pages[stem] {
                case nil, .kept: try await reading.keep(entry)
                case let outcome?: reading.sink.record(outcome, of: entry.entry.reference)
                }
                continue
            }
            switch named[ExactText(entry.path)] {
            case nil:
                // The list of labels is in the notes that have them; a label nobody uses is only there.
                try await reading.keep(entry)
            case false?:
                reading.sink.record(
                    .leftOut(reason: "it belongs to a note that is in the trash"), of: entry.entry.reference)
            case true?:
                reading.sink.record(.imported, of: entry.entry.reference)
                try await reading.sink.take(
                    Item(
                        attachmentAt: "\(Self.folder)/\(Self.attachmentFolder)/\(entry.entry.name)",
                        from: entry.entry.reference, byteCount: entry.entry.byteCount, checksum: entry.entry.checksum,
                        modified: reading.modified(entry)))
            }
        }
    }

    private static let trashed = "it is in the trash of Keep"

    /// Finds the file of an attachment: of its name, else of its name but for the ending, which notes give wrongly.
    ///
    /// - Returns: the name of the file.
    @discardableResult
    private mutating func name(_ attachment: KeepNote.Attachment, beside note: TakeoutEntry, isWanted: Bool) -> String?
    {
        let folder = note.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(note.path[...$0]) } ?? ""
        let path = folder + attachment.name
        let candidates = files[Self.stem(path)] ?? []
        let exact = candidates.filter { ExactText($0.path) == ExactText(path) }
        guard let file = exact.first ?? candidates.first else { return nil }
        let key = ExactText(file.path)
        named[key] = named[key, default: false] || isWanted
        return String(file.entry.name)
    }

    /// A path without its ending.
    private static func stem(_ path: String) -> ExactText {
        let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map(path.utf8.index(after:)) ?? path.startIndex
        guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name else { return ExactText(path) }
        return ExactText(String(path[..<dot]))
    }

    /// The last component of a path.
    private static func name(of stem: ExactText) -> String {
        let path = stem.text
        return path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }
}
