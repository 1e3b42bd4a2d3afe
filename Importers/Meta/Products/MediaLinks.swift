internal import JSON
internal import MarkdownNotes

/// Links from a text to pictures and files of the export.
struct MediaLinks {
    /// The place of the file a `uri` names, relative to the text; `nil` if it is not in the export.
    let place: (String) -> String?

    /// A line for something with a `uri`; `nil` where it has none.
    ///
    /// - Parameter isPicture: whether it is to be shown in the text.
    func line(for media: JSONValue, isPicture: Bool) -> String? {
        guard let uri = media["uri"]?.string, !uri.isEmpty else { return nil }
        let name = String(uri.split(separator: "/").last ?? "")
        let shown = [media["description"], media["title"]].compactMap { $0?.string }.first { !$0.isEmpty } ?? name
        if let place = place(uri) {
            let destination = Markdown.destination(ofPath: place)
            return isPicture && Self.isPicture(name)
                ? Markdown.image(shown, at: destination) : Markdown.link(shown, to: destination)
        }
        if uri.hasPrefix("https://") || uri.hasPrefix("http://") { return Markdown.link(shown, to: uri) }
        return Markdown.inline("(not in the export: \(name))")
    }

    /// Whether a reader of Markdown can show a file of this name.
    private static func isPicture(_ name: String) -> Bool {
        ["jpg", "jpeg", "png", "gif", "webp"].contains(name.split(separator: ".").last?.lowercased() ?? "")
    }
}
