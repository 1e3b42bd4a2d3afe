internal import MarkdownNotes
internal import TextEncoding

/// Turns the text of a note into Markdown. Where the text has the mark of an attachment, U+FFFC, the files of its folder
/// stand in their order; files that no mark is left for are named at the end.
struct NoteConversion {
    /// UTF-8.
    let markdown: [UInt8]
    /// Whether there are more marks than files: a table or a drawing that Apple leaves out.
    let hasLostParts: Bool

    init(_ bytes: [UInt8], _ note: AppleNote, _ details: NoteDetails.Note) {
        var transcoder = TextTranscoder()
        var utf8: [UInt8] = []
        transcoder.add(bytes.span, to: &utf8)
        transcoder.finish(to: &utf8)
        let text = Markdown.text(TextDecoding.text(utf8))
        let pieces = text.split(separator: "\u{FFFC}", omittingEmptySubsequences: false)
        var files = note.attachments[...]
        var body = ""
        var isLost = false
        for (index, piece) in pieces.enumerated() {
            body += piece
            guard index < pieces.count - 1 else { break }
            if let file = files.popFirst() {
                body += Self.reference(to: file, of: note)
            } else {
                body += "\u{FFFC}"
                isLost = true
            }
        }
        if !files.isEmpty {
            if !body.isEmpty { body += body.hasSuffix("\n") ? "\n" : "\n\n" }
            body += files.map { "- " + Self.reference(to: $0, of: note) }.joined(separator: "\n")
        }
        if !body.hasSuffix("\n") { body += "\n" }
        var front = FrontMatter()
        if let created = details.created { front.add("created", at: created) }
        if let modified = details.modified { front.add("updated", at: modified) }
        if details.isPinned { front.add("pinned", true) }
        let head = front.text
        markdown = Array((head.isEmpty ? body : head + "\n" + body).utf8)
        hasLostParts = isLost
    }

    private static func reference(to file: AppleEntry, of note: AppleNote) -> String {
        let destination = Markdown.destination(ofPath: note.link(to: file))
        let name = String(file.name)
        return pictures.contains(file.ending)
            ? Markdown.image(name, at: destination) : Markdown.link(name, to: destination)
    }

    private static let pictures: Set<String> = ["jpg", "jpeg", "png", "gif", "heic", "webp", "tiff", "svg"]
}
