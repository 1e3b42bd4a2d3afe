internal import Importing
internal import Items
internal import MarkdownNotes

/// Turns a note into Markdown: front matter, the title, the text, attachments that the text does not show, tasks.
struct NoteConversion {
    /// UTF-8.
    let markdown: [UInt8]
    /// Whether the text could not be read to its end.
    let isBroken: Bool
    let encrypted: Int
    let missing: Int
    let internalLinks: Int

    /// - Parameter folder: the name of the folder beside the note, with its attachments.
    init(_ note: EvernoteNote, folder: String) {
        let (nodes, isWhole) = ENMLNode.read(note.content)
        func media(_ index: Int) -> (name: String, path: String, isPicture: Bool) {
            let attachment = note.attachments[index]
            return (attachment.name, "\(folder)/\(attachment.name)", attachment.mime.hasPrefix("image/"))
        }
        var blocks = ENMLBlocks(ENMLInline { hash in note.names[hash].map(media) })
        var parts: [String] = []
        if !note.title.isEmpty { parts.append(Markdown.heading(1, note.title)) }
        parts.append(blocks.markdown(nodes))
        let others = note.attachments.indices.filter { !blocks.inline.used.contains(note.attachments[$0].hash) }
        parts.append(others.map { "- " + ENMLInline.reference(media($0)) }.joined(separator: "\n"))
        parts.append(
            note.tasks.map { task in
                Markdown.checkItem(task.title + (task.due.map { " (\($0))" } ?? ""), isChecked: task.isDone)
            }.joined(separator: "\n"))
        if !isWhole {
            parts.append(
                Markdown.quote("The rest of this note could not be read; the notebook is kept beside the notes."))
        }
        let front = Self.frontMatter(note)
        let body = parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
        markdown = Array((front.isEmpty ? body : front + "\n" + body).utf8)
        isBroken = !isWhole && !note.content.isEmpty
        encrypted = blocks.encrypted
        missing = blocks.inline.missing
        internalLinks = blocks.inline.internalLinks
    }

    private static func frontMatter(_ note: EvernoteNote) -> String {
        var front = FrontMatter()
        if let created = note.created { front.add("created", at: created) }
        if let updated = note.updated { front.add("updated", at: updated) }
        front.add("tags", note.tags)
        for (name, value) in note.fields { front.add(name, value) }
        return front.text
    }
}

/// What there is to say about the notes of a notebook, counted.
struct NotebookReport {
    var tooLarge = 0
    private var broken = 0
    private var encrypted = 0
    private var missing = 0
    private var internalLinks = 0

    mutating func add(_ note: NoteConversion) {
        if note.isBroken { broken += 1 }
        encrypted += note.encrypted
        missing += note.missing
        internalLinks += note.internalLinks
    }

    func findings(place: String) -> [Finding] {
        let kept = "; the notebook is kept as a file beside the notes"
        let all: [(Int, String, Finding.Severity, (Int) -> String)] = [
            (broken, "broken-note", .warning, { "\($0) notes have a text that cannot be read to its end\(kept)." }),
            (
                tooLarge, "too-large-to-convert", .warning,
                { "\($0) attachments or texts are larger than can be taken out\(kept)." }
            ),
            (
                encrypted, "encrypted-text", .warning,
                { "\($0) passages are encrypted and stay so: decrypt them in Evernote before you close the account." }
            ),
            (missing, "missing-attachment", .warning, { "\($0) attachments that notes show are not in the notebook." }),
            (internalLinks, "internal-link", .note, { "\($0) links lead to other notes inside Evernote." }),
        ]
        return all.compactMap { count, code, severity, sentence in
            count > 0 ? Finding(code, severity, entry: place, sentence(count)) : nil
        }
    }
}
