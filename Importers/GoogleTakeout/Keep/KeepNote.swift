internal import JSON
internal import MarkdownNotes

/// A note of Keep as its JSON file has it.
struct KeepNote {
    /// An attachment the note names.
    struct Attachment: Equatable {
        /// Its file name, whose ending may be another than that of the file.
        let name: String
        /// Its media type.
        let type: String
    }

    let title: String
    let isTrashed: Bool
    let attachments: [Attachment]
    /// When it was last changed, seconds since 1970.
    let edited: Int64?
    private let value: JSONValue

    /// Reads a file; `nil` for one that is no note.
    init?(_ bytes: [UInt8]) {
        let value: JSONValue
        do throws(JSONProblem) { value = try JSONValue.parse(bytes) } catch { return nil }
        let isNote =
            value["userEditedTimestampUsec"] != nil || value["createdTimestampUsec"] != nil
            || (value["isTrashed"] != nil && value["color"] != nil)
        guard isNote else { return nil }
        self.value = value
        title = value["title"]?.string ?? ""
        isTrashed = value["isTrashed"]?.bool ?? false
        edited = Self.seconds(value["userEditedTimestampUsec"])
        attachments = (value["attachments"]?.elements ?? []).compactMap { attachment in
            guard let name = attachment["filePath"]?.string, !name.isEmpty else { return nil }
            return Attachment(name: name, type: attachment["mimetype"]?.string ?? "")
        }
    }

    /// Microseconds since 1970, as a number or a text, as seconds.
    private static func seconds(_ value: JSONValue?) -> Int64? {
        guard let micros = value?.integer ?? value?.string.flatMap({ Int64($0) }), micros != 0 else { return nil }
        return micros / 1_000_000
    }

    /// What a person would call it: its title, else the beginning of its text.
    var label: String? {
        if !title.isEmpty { return title }
        let text = value["textContent"]?.string ?? value["listContent"]?.elements.first?["text"]?.string ?? ""
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return line.isEmpty ? nil : String(line.prefix(80))
    }

    /// The note as Markdown with front matter.
    ///
    /// - Parameter file: the path of an attachment's file from the note; `nil` where there is none.
    func markdown(file: (Attachment) -> String?) -> [UInt8] {
        var front = FrontMatter()
        if !title.isEmpty { front.add("title", title) }
        if let created = Self.seconds(value["createdTimestampUsec"]) { front.add("created", at: created) }
        if let edited { front.add("updated", at: edited) }
        front.add("tags", (value["labels"]?.elements ?? []).compactMap { $0["name"]?.string })
        if let color = value["color"]?.string, color != "DEFAULT" { front.add("color", color.lowercased()) }
        if value["isPinned"]?.bool == true { front.add("pinned", true) }
        if value["isArchived"]?.bool == true { front.add("archived", true) }
        let others = (value["sharees"]?.elements ?? []).filter { $0["isOwner"]?.bool != true }
        front.add("shared_with", others.compactMap { $0["email"]?.string })
        var blocks: [String] = []
        if let text = value["textContent"]?.string, !text.isEmpty { blocks.append(Markdown.text(text)) }
        let list = (value["listContent"]?.elements ?? []).map { item in
            Markdown.checkItem(item["text"]?.string ?? "", isChecked: item["isChecked"]?.bool ?? false)
        }
        if !list.isEmpty { blocks.append(list.joined(separator: "\n")) }
        let links = (value["annotations"]?.elements ?? []).compactMap { Self.link($0) }
        if !links.isEmpty { blocks.append(links.joined(separator: "\n")) }
        for attachment in attachments {
            guard let path = file(attachment) else {
                blocks.append(Markdown.text("(\(attachment.name))"))
                continue
            }
            let destination = Markdown.destination(ofPath: path)
            let isPicture = attachment.type.hasPrefix("image/")
            blocks.append(
                isPicture
                    ? Markdown.image(attachment.name, at: destination)
                    : Markdown.link(attachment.name, to: destination))
        }
        let head = front.text
        let body = blocks.isEmpty ? "" : (head.isEmpty ? "" : "\n") + blocks.joined(separator: "\n\n") + "\n"
        return Array((head + body).utf8)
    }

    private static func link(_ annotation: JSONValue) -> String? {
        guard let address = annotation["url"]?.string, !address.isEmpty else { return nil }
        let title = annotation["title"]?.string ?? ""
        let description = annotation["description"]?.string ?? ""
        let note = description.isEmpty ? "" : ": " + Markdown.inline(description)
        return "- " + Markdown.link(title.isEmpty ? address : title, to: address) + note
    }
}
